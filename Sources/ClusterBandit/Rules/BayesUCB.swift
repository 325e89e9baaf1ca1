public import Randomness

/// Bayes-UCB: the highest quantile 1 − 1/(t (ln T)^c) of the posterior Beta(α_i + s_i, β_i + f_i).
///
/// t = 1, 2, … numbers the pulls of the candidate's group and T is the horizon. c = 0 is what is
/// played in practice, c ≥ 5 what the regret bound was proved for. The level is 0 at t = 1 with c =
/// 0, and where (ln T)^c < 1 would make it negative: every quantile is 0 then, and all candidates
/// tie. No forced initial pulls: an arm without pulls has its prior's quantile. The prior is one
/// for all arms or one for each; among clusters the strategy's Beta estimate takes the posterior's
/// place, prior included.
///
/// Indices are compared as logits, exactly to 1e-13 of a posterior's width, and quantiles within
/// e^−700 of 0 or 1 are ties. Every candidate has certain bounds on its index, which follow from
/// pull to pull; see `QuantileBracket`. A candidate whose upper bound is below another one's
/// lower bound cannot win, and usually one is left. The index itself, computed where the bounds do
/// not decide, is a function of the two parameters and the level alone, so neither the order of the
/// candidates nor the bounds show in a choice: equal posteriors have exactly equal indices.
///
/// Source: E. Kaufmann, O. Cappé and A. Garivier, "On Bayesian upper confidence bounds for bandit
/// problems", AISTATS 2012, algorithm 1.
///
/// Groups of ``sublinearFrom`` candidates or more with one prior are played by ``BayesUCBByClass``,
/// with the same choices.
///
/// Draws one index at a tie if ties are `uniform`. Selection is O(count) multiplications and seldom
/// a few tails or quantiles; O(count) tails while posteriors have an α or β below 1e-3. Recording
/// is O(1). 120 bytes a candidate.
public struct BayesUCB: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "bayes-ucb", "highest posterior quantile at 1 − 1/(t·(ln T)^c), for 0/1 rewards",
    [
      .defaulted(
        "c", .number(.closed(0, 1e15)), .number(0),
        "the power c ≥ 0 of ln T: 0 in practice, 5 in the regret bound"),
      .optional(
        "prior", .betaPriors, absent: "Beta(1, 1) for every arm",
        "the Beta prior [α, β], or a list with one for each arm"),
      .ties, .search,
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "the quantile of its prior",
    firstPulls: "none, as in the source (Kaufmann, Cappé and Garivier 2012, algorithm 1)",
    clock: Conventions.thisRound, rewards: "0 or 1")

  /// The sublinear form beside this one.
  public static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome {
    form == .sublinear ? visitor.visit(BayesUCBByClass.self) : visitor.visit(Self.self)
  }

  /// The arms' priors.
  public static let priorParameters = ["prior"]

  /// Quantiles are those of a distribution.
  public static let distributionUse: String? = "Bayes-UCB"

  let groups: Clustering
  let ties: TieBreak
  /// (ln T)^c.
  private let factor: Double
  /// One prior for all candidates, or one for each.
  private let priors: AlignedBuffer<SIMD2<Double>>
  private let hasOnePrior: Bool
  /// The posteriors; their constants are NaN until they are asked for.
  var posteriors: AlignedBuffer<BetaDistribution>
  var brackets: AlignedBuffer<QuantileBracket?>
  /// The brackets' upper bounds; ∞ where there is no bracket, with the slope 0 until that was seen.
  var lines: AlignedBuffer<SIMD2<Double>>
  /// The last choice in every group: a good index to compare with first.
  private var latest: AlignedBuffer<Int>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    factor = Self.factor(arguments, setting)
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
    posteriors = AlignedBuffer(
      repeating: BetaDistribution(alpha: given[0].alpha, beta: given[0].beta, logPeak: .nan),
      count: groups.armCount)
    brackets = AlignedBuffer(repeating: nil, count: groups.armCount)
    lines = AlignedBuffer(repeating: SIMD2(.infinity, 0), count: groups.armCount)
    latest = AlignedBuffer(repeating: 0, count: groups.clusterCount)
    for group in 0..<groups.clusterCount { latest[group] = groups.offsets[group] }
    guard given.count > 1 else { return }
    for candidate in 0..<groups.armCount {
      let prior = priors[candidate]
      posteriors[candidate] = BetaDistribution(
        alpha: prior.x, beta: prior.y, logPeak: .nan)
    }
  }

  /// (ln T)^c.
  static func factor(_ arguments: Arguments, _ setting: PolicySetting) -> Double {
    let c = arguments.number("c")
    let log = Elementary.log(Double(max(setting.horizon, 1)))
    return c == 0 ? 1 : Elementary.exp(c * Elementary.log(log))
  }

  /// The highest quantile.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    let range = groups.arms(of: group)
    if range.count == 1 { return range.lowerBound }
    guard let index = QuantileIndex(clock: clock, factor: factor) else {
      return argmax(range, ties: ties, using: &stream) { _ in 0 }
    }
    let chosen =
      decided(range, index, from: latest[group], using: &stream)
      ?? highest(range, index, from: latest[group], using: &stream)
    latest[group] = chosen
    return chosen
  }

  /// Where the sublinear form is the faster one.
  public static var sublinearFrom: Int { 1000 }

  /// Keeps the posterior, and its bounds if one pull led to it.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let prior = priors[hasOnePrior ? 0 : candidate]
    follow(
      candidate,
      BetaDistribution(
        alpha: prior.x + estimate.alpha, beta: prior.y + estimate.beta, logPeak: .nan))
  }

  /// Candidates can begin anew.
  public static var restarts: Bool { true }

  /// Keeps the posterior.
  public mutating func restart(
    _ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool
  ) {
    record(candidate, group: group, estimate)
  }

  /// Beta(α + s, β + f).
  public func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? {
    let prior = priors[hasOnePrior ? 0 : arm]
    return MeanAndVariance(alpha: prior.x + sum, beta: prior.y + (pulls - sum))
  }

  /// Priors must fit the level and the number of arms, and rewards must be 0 or 1.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    guard shape.rewards.isBinary else {
      return [
        ArgumentProblem(
          [], "bayes-ucb keeps Beta posteriors of 0/1 rewards, and \(shape.otherRewards)",
          hint: "use thompson here, or an environment with 0/1 rewards")
      ]
    }
    guard let priors = arguments.priors("prior") else { return [] }
    if level == .clusters {
      return [
        ArgumentProblem(
          ["prior"], "an outer rule takes its prior from the cluster strategy",
          hint: "set the strategy's prior: [a, b]")
      ]
    }
    var problems = arguments.problemsOfSearch()
    if priors.count > 1, priors.count != shape.armCount {
      problems.append(
        ArgumentProblem(
          ["prior"], "\(priors.count) priors for \(shape.armCount) arms",
          hint: "give one pair [α, β] for all arms, or one pair for each arm"))
    }
    return problems
  }
}
