public import Randomness

/// Top-two Thompson sampling: the highest of one posterior sample for each candidate, and with
/// probability 1 − `share` the first other one that is highest when all are sampled again.
///
/// It is made to find the best arm, not to earn: about 1 − `share` of the pulls go to rivals for
/// ever. The search takes ever longer as the leader becomes certain: after 64 samples whose highest
/// is the leader each time, the rival is drawn from its law, an integral. The choice has the same
/// law either way. Priors are Beta(1, 1); a cluster's Beta estimate takes the posterior's place,
/// prior included. One candidate has no rival; of two the other is it, without a search.
///
/// Source: D. Russo, "Simple Bayesian algorithms for best-arm identification", Operations Research
/// 68 (2020), section 3.3 (top-two Thompson sampling).
///
/// Samples are compared as logits, so that none of them round to 0 or 1.
///
/// Draws one Beta a candidate and sample, one word a selection, and one more for a rival from its
/// law. Selection is O(count) a sample and O(count) distribution functions for that law, recording
/// O(1) with two square roots. 32 bytes a candidate.
public struct TopTwoThompson: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "top-two-thompson", aliases: ["ttts"],
    "the highest posterior sample, or with probability 1 − share its first rival",
    [
      .defaulted(
        "share", .number(.probability), .number(0.5), "the probability of pulling the leader"),
      .ties,
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "a draw from its prior", firstPulls: "none", clock: "none", rewards: "0 or 1")

  /// Samples are those of a distribution.
  public static let distributionUse: String? = "top-two Thompson sampling"

  /// The samples in which a rival is looked for.
  static let mostRedraws = 64

  private let groups: Clustering
  private let ties: TieBreak
  private let tables: ZigguratTables
  private let share: Double
  /// What the level adds to an estimate's α and β: 1 for arms, 0 for clusters.
  private let prior: Double
  private var shapes: AlignedBuffer<BetaShape>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    tables = .shared
    share = arguments.number("share")
    prior = level == .arms ? 1 : 0
    shapes = AlignedBuffer(
      repeating: BetaShape(alpha: 1, beta: 1), count: groups.armCount)
  }

  /// The leader or a rival.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    let range = groups.arms(of: group)
    let leader = highest(of: range, using: &stream)
    if stream.nextUnit() < share || range.count == 1 { return leader }
    if range.count == 2 { return range.lowerBound + range.upperBound - 1 - leader }
    for _ in 1..<TopTwoThompson.mostRedraws {
      let rival = highest(of: range, using: &stream)
      if rival != leader { return rival }
    }
    return certainRival(of: leader, in: range, using: &stream)
  }

  private func highest(of range: Range<Int>, using stream: inout RandomStream) -> Int {
    highestSample(range, ties: ties, using: &stream) { candidate, stream in
      stream.nextBetaLogit(shapes[candidate], tables)
    }
  }

  /// A rival from its law; where not even that is a number, any one.
  private func certainRival(
    of leader: Int, in range: Range<Int>, using stream: inout RandomStream
  ) -> Int {
    let law = RivalLaw(range.map { shapes[$0].distribution }, leader: leader - range.lowerBound)
    let others = range.filter { $0 != leader }
    guard let probabilities = law.probabilities else {
      return others[stream.nextIndex(below: others.count)]
    }
    func probability(_ candidate: Int) -> Double { probabilities[candidate - range.lowerBound] }
    var left = stream.nextUnit()
    for candidate in others {
      left -= probability(candidate)
      if left < 0 { return candidate }
    }
    return others.max { probability($0) < probability($1) } ?? leader
  }

  /// Every pull of a batch takes its own draw.
  public var countsPendingPulls: Bool { false }

  /// Keeps the sampler's constants of the posterior.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    shapes[candidate] = BetaShape(alpha: prior + estimate.alpha, beta: prior + estimate.beta)
  }

  /// Beta(1 + s, 1 + f).
  public func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? {
    MeanAndVariance(alpha: prior + sum, beta: prior + (pulls - sum))
  }

  /// The posterior is that of 0/1 rewards.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    ArgumentProblem.unlessBinary(
      shape, "top-two-thompson has Beta posteriors",
      hint: "use thompson here, or an environment with 0/1 rewards")
  }
}

extension BetaShape {
  /// The distribution whose constants these are.
  fileprivate var distribution: BetaDistribution {
    func parameter(_ shape: GammaShape) -> Double { shape.c.isNaN ? shape.d : shape.d + 1 / 3 }
    return BetaDistribution(alpha: parameter(alpha), beta: parameter(beta))
  }
}
