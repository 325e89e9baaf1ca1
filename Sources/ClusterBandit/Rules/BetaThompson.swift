public import Randomness

/// Thompson sampling for 0/1 rewards: sample θ̃_i ~ Beta(α_i + s_i, β_i + f_i), take the highest.
///
/// The prior Beta(α_i, β_i) is one for all arms or one for each. Among clusters the strategy's
/// Beta estimate takes the posterior's place, prior included. No forced initial pulls. Given
/// Gaussian rewards the same policy name stands for ``GaussianThompson``. With `optimistic` a
/// sample below the posterior's mean counts as that mean.
///
/// Source: W. R. Thompson, "On the likelihood that one unknown probability exceeds another in view
/// of the evidence of two samples", Biometrika 25 (1933); B. C. May, N. Korda, A. Lee and D. S.
/// Leslie, "Optimistic Bayesian sampling in contextual-bandit problems", JMLR 13 (2012)
/// (`optimistic`).
///
/// Where a parameter is so small, or so small beside the other one, that samples round to 0 or 1,
/// they are compared as logits.
///
/// Groups of ``sublinearFrom`` candidates or more with one prior are played by
/// ``BetaThompsonByClass``, which draws other words for the same law.
///
/// Draws one Beta a candidate and selection, one index more at a tie. Selection is O(count),
/// recording O(1) with two square roots. 32 bytes a candidate, 40 if optimistic.
public struct BetaThompson: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "thompson", aliases: ["ts", "thompson-sampling", "beta-thompson"],
    "highest sample from the posterior: Beta for 0/1 rewards, normal for Gaussian ones",
    [
      .optional(
        "prior", .betaPriors, absent: "Beta(1, 1) for every arm",
        "0/1 rewards: the Beta prior [α, β], or a list with one for each arm"),
      .optional(
        "standard-deviation", .number(.scale), absent: "the environment's",
        "Gaussian rewards: the known σ of one reward"),
      .optional(
        "prior-mean", .number(.location), absent: "flat prior, every arm pulled once first",
        "Gaussian rewards: mean of the normal prior; needs prior-standard-deviation"),
      .optional(
        "prior-standard-deviation", .number(.scale), absent: "flat prior",
        "Gaussian rewards: standard deviation of the normal prior; needs prior-mean"),
      .optional(
        "optimistic", .flag, absent: "false",
        "whether a sample below its posterior's mean counts as that mean"),
      .ties, .search,
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "a draw from its prior",
    firstPulls: "none; Gaussian rewards with a flat prior: " + Conventions.eachOnce, clock: "none",
    rewards: "0 or 1, with Beta priors; normal ones of known standard deviation")

  /// The form for Gaussian rewards and the sublinear one beside this one.
  public static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome {
    switch form {
    case .binary: visitor.visit(Self.self)
    case .gaussian: visitor.visit(GaussianThompson.self)
    case .sublinear: visitor.visit(BetaThompsonByClass.self)
    }
  }

  /// The arms' priors, and the deviation of a reward.
  public static let priorParameters = [
    "prior", "standard-deviation", "prior-mean", "prior-standard-deviation",
  ]

  /// Samples are those of a distribution.
  public static let distributionUse: String? = "Thompson sampling"

  /// One draw for each candidate.
  public static var samplesPosteriors: Bool { true }

  private let groups: Clustering
  private let ties: TieBreak
  private let tables: ZigguratTables
  /// One prior for all candidates, or one for each.
  private let priors: AlignedBuffer<SIMD2<Double>>
  private let hasOnePrior: Bool
  private var shapes: AlignedBuffer<BetaShape>
  /// Whether some posterior is or was one whose samples round to 0 or 1.
  private var comparesLogits = false
  private let isOptimistic: Bool
  /// The logits of the posterior means, where they are asked for.
  private var levels: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    tables = .shared
    let none = BetaPrior(alpha: 0, beta: 0)
    let given = level == .clusters ? [none] : arguments.priors("prior") ?? [.uniform]
    hasOnePrior = given.count == 1
    if given.count == 1 {
      priors = AlignedBuffer(given.map { SIMD2($0.alpha, $0.beta) })
    } else {
      // Priors are listed in the user's numbering; the candidates stand cluster by cluster.
      let order = setting.clustering.listed
      priors = AlignedBuffer(
        given.indices.map {
          let prior = given[order?[$0] ?? $0]
          return SIMD2(prior.alpha, prior.beta)
        })
    }
    let first = given[0]
    shapes = AlignedBuffer(
      repeating: BetaShape(alpha: max(first.alpha, 1), beta: max(first.beta, 1)),
      count: groups.armCount)
    let raises = arguments.isOptimistic
    isOptimistic = raises
    levels = AlignedBuffer(repeating: 0, count: raises ? groups.armCount : 0)
    guard level == .arms else { return }
    for candidate in 0..<groups.armCount {
      let prior = priors[given.count == 1 ? 0 : candidate]
      keep(candidate, alpha: prior.x, beta: prior.y)
    }
  }

  /// The highest of one sample for each candidate.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if comparesLogits || isOptimistic { return highestLogit(group, using: &stream) }
    return highestSample(groups.arms(of: group), ties: ties, using: &stream) { candidate, stream in
      stream.nextBeta(shapes[candidate], tables)
    }
  }

  /// The samples; as probabilities also where logits are compared.
  public func scores(
    group: Int, clock: Int, using stream: RandomStream
  ) -> DecisionScores.Choice? {
    let candidates = groups.arms(of: group)
    guard comparesLogits || isOptimistic else {
      return .init(samples: candidates, ties: ties, copying: stream) { candidate, stream in
        stream.nextBeta(shapes[candidate], tables)
      }
    }
    let logits = DecisionScores.Choice(samples: candidates, ties: ties, copying: stream) {
      sampledLogit($0, using: &$1)
    }
    return .init(.draw, candidates) {
      1 / (1 + Elementary.exp(-logits.values[$0 - logits.first]))
    }
  }

  /// The same on a scale that separates samples which round to 0 or 1, with the same words.
  @inline(never)
  private func highestLogit(_ group: Int, using stream: inout RandomStream) -> Int {
    highestSample(groups.arms(of: group), ties: ties, using: &stream) { candidate, stream in
      sampledLogit(candidate, using: &stream)
    }
  }

  @inline(__always)
  private func sampledLogit(_ candidate: Int, using stream: inout RandomStream) -> Double {
    let logit = stream.nextBetaLogit(shapes[candidate], tables)
    return isOptimistic ? max(logit, levels[candidate]) : logit
  }

  /// From where on the sublinear form is taken unasked.
  ///
  /// Over flat arms it takes of the scan's time, at 300, 3,000 and 30,000 rounds: with a hundred
  /// arms .51, .56 and .40 where means are uniform on [.1, .9], .49, .78 and .47 under strong
  /// dominance, .50, .87 and .66 on the needle; with 64 arms .79, .67 and .45, .81, 1.00 and .62,
  /// and .82, 1.17 and .72. On two levels the larger of the number of clusters and the largest
  /// cluster counts.
  public static var sublinearFrom: Int { 96 }

  /// Every pull of a batch takes its own draw.
  public var countsPendingPulls: Bool { false }

  /// Keeps the sampler's constants of the posterior.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let prior = priors[hasOnePrior ? 0 : candidate]
    keep(candidate, alpha: prior.x + estimate.alpha, beta: prior.y + estimate.beta)
  }

  /// Candidates can begin anew.
  public static var restarts: Bool { true }

  /// Keeps the sampler's constants of the posterior.
  public mutating func restart(
    _ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool
  ) {
    record(candidate, group: group, estimate)
  }

  @inline(__always)
  private mutating func keep(_ candidate: Int, alpha: Double, beta: Double) {
    shapes[candidate] = BetaShape(alpha: alpha, beta: beta)
    if min(alpha, beta) < max(0.25, 1e-12 * max(alpha, beta)) { comparesLogits = true }
    if isOptimistic { levels[candidate] = Elementary.log(alpha) - Elementary.log(beta) }
  }

  /// Beta(α + s, β + f).
  public func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? {
    let prior = priors[hasOnePrior ? 0 : arm]
    return MeanAndVariance(alpha: prior.x + sum, beta: prior.y + (pulls - sum))
  }

  /// Priors must fit the level, the number of arms and the reward model.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    var problems: [ArgumentProblem] = []
    for name in ["standard-deviation", "prior-mean", "prior-standard-deviation"]
    where arguments.values[name] != nil {
      problems.append(
        ArgumentProblem(
          [name], "\(name) is for Gaussian rewards, and these rewards are 0 or 1",
          hint: "give prior: [α, β] instead, or leave it out"))
    }
    problems += arguments.problemsOfSearch()
    guard let priors = arguments.priors("prior") else { return problems }
    if level == .clusters {
      problems.append(
        ArgumentProblem(
          ["prior"], "an outer rule takes its prior from the cluster strategy",
          hint: "set the strategy's prior: [a, b]"))
    } else if priors.count > 1, priors.count != shape.armCount {
      problems.append(
        ArgumentProblem(
          ["prior"], "\(priors.count) priors for \(shape.armCount) arms",
          hint: "give one pair [α, β] for all arms, or one pair for each arm"))
    }
    return problems
  }
}
