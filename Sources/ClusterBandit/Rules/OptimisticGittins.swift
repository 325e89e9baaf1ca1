public import Randomness

/// Optimistic Gittins indices: the highest λ_i = (1 − α_t) p_i + α_t E max(λ_i, θ_i).
///
/// θ is Beta(1 + s, 1 + f) and p its mean: the value of an arm that is pulled once, whereupon its
/// mean is told, against another arm of the known mean λ. That is at least the Gittins index, and
/// tends to it as the posterior narrows; see `GittinsBracket`. With `discount` α_t is that
/// number. Without it α_t = 1 − 1/(t + c), which grows with the round: then the regret without
/// discount is to be small, and c says how much is explored at first. A cluster's Beta estimate
/// takes the posterior's place, prior included.
///
/// λ is found by Newton's method on the falling convex function (1 − α)(p − λ) + αE(θ − λ)⁺, for
/// the leader alone: a candidate's index is above λ exactly where that is positive. Candidates with
/// the same α and β are equal.
///
/// Source: E. Gutin and V. F. Farias, "Optimistic Gittins indices", NIPS 2016, with one pull of
/// look-ahead; c is ours.
///
/// Draws nothing but ties if they are `uniform`. Selection is O(count) Beta tails, recording O(1)
/// with a few logarithms. 24 bytes a candidate.
public struct OptimisticGittins: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "optimistic-gittins", aliases: ["ogi"],
    "highest λ = (1 − α)·mean + α·E max(λ, θ), for 0/1 rewards",
    [
      .optional(
        "discount", .number(.discount), absent: "1 − 1/(t + c), which grows with the round",
        "the discount factor α: a reward in t rounds is worth α^t of one now"),
      .defaulted(
        "c", .number(.closed(0, 1e15)), .number(100),
        "c of α = 1 − 1/(t + c), where no discount is given"),
      .ties,
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "its prior, Beta(1, 1); a cluster its strategy's", firstPulls: "none",
    clock: Conventions.thisRound, rewards: "0 or 1")

  /// The index is that of a Beta posterior.
  public static let distributionUse: String? = "an optimistic Gittins index"

  private let groups: Clustering
  private let ties: TieBreak
  private let discount: Double?
  private let c: Double
  /// What the level adds to an estimate's α and β: 1 for arms, 0 for clusters.
  private let prior: Double
  private var posteriors: AlignedBuffer<BetaDistribution>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    discount = arguments.optionalNumber("discount")
    c = arguments.number("c")
    prior = level == .arms ? 1 : 0
    posteriors = AlignedBuffer(
      repeating: BetaDistribution(alpha: 1, beta: 1), count: groups.armCount)
  }

  /// The highest index.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    let range = groups.arms(of: group)
    let discount = self.discount ?? (1 - 1 / (Double(clock) + 1 + c))
    var leader = posteriors[range.lowerBound]
    var highest = OptimisticGittins.index(leader, discount: discount)
    for candidate in range.dropFirst() {
      let posterior = posteriors[candidate]
      guard !posterior.hasParameters(of: leader),
        OptimisticGittins.step(posterior, discount, from: highest) > 0
      else { continue }
      leader = posterior
      highest = OptimisticGittins.index(posterior, discount: discount, from: highest)
    }
    return argmax(range, ties: ties, using: &stream) {
      posteriors[$0].hasParameters(of: leader) ? 1 : 0
    }
  }

  /// The index of a posterior.
  ///
  /// - Parameter start: at most the index; where the iteration begins.
  static func index(
    _ posterior: BetaDistribution, discount: Double, from start: Double = 0
  ) -> Double {
    var index = max(start, posterior.mean.value)
    for _ in 0..<200 {
      let step = step(posterior, discount, from: index)
      if step <= 1e-15 * index { break }
      index += step
    }
    return index
  }

  /// Newton's step towards the index; positive exactly where `index` is below it.
  private static func step(
    _ posterior: BetaDistribution, _ discount: Double, from index: Double
  ) -> Double {
    let point = Probability(value: index, complement: 1 - index)
    let (tail, excess) = posterior.excess(over: point)
    let gain = (1 - discount) * (posterior.mean.value - index) + discount * excess
    return gain / (1 - discount + discount * tail)
  }

  /// Keeps the posterior.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    posteriors[candidate] = BetaDistribution(
      alpha: prior + estimate.alpha, beta: prior + estimate.beta)
  }

  /// Beta(1 + s, 1 + f).
  public func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? {
    MeanAndVariance(alpha: prior + sum, beta: prior + (pulls - sum))
  }

  /// The posterior is that of 0/1 rewards.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    ArgumentProblem.unlessBinary(shape, "optimistic-gittins has Beta posteriors")
  }
}

extension BetaDistribution {
  /// Whether two distributions are one.
  @inline(__always)
  fileprivate func hasParameters(of other: BetaDistribution) -> Bool {
    alpha == other.alpha && beta == other.beta
  }
}
