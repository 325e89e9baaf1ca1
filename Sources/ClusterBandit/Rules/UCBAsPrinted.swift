public import Randomness

/// The index that a popular article prints as UCB1: mean_i + 2·ln(t / n_i), without a square root.
///
/// It is not UCB1: the root is missing. The article says that the bonus decays exponentially in the
/// pulls; this one falls like −2 ln n, UCB1's like n^(−½). The rule stands here so that the
/// article's figures can be redrawn as they were made. ln t is common to all candidates, so the
/// rule compares mean_i − 2 ln n_i: the clock has no influence at all.
///
/// Source: the interactive article "The Multi-Armed Bandit Problem: an exploration of epsilon
/// greedy and UCB1", pseudocode of UCB1.
///
/// Draws nothing but the order of first pulls and ties if they are `uniform`. Selection is
/// O(count), recording O(1) with one logarithm. 8 bytes a candidate, 12 with uniform ties.
public struct UCBAsPrinted: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "ucb-as-printed", "highest mean + 2 ln(t/n): no square root, as an article prints it", [.ties])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "it comes first", firstPulls: Conventions.eachOnce,
    clock: "none: t is common to all indices, and without a root it moves all alike",
    rewards: "in [0, 1]")

  private let groups: Clustering
  private let ties: TieBreak
  private var unplayed: UnplayedQueue
  private var indices: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    unplayed = UnplayedQueue(groups: groups, ties: ties)
    indices = AlignedBuffer(repeating: 0, count: groups.armCount)
  }

  /// Pulls what is unplayed, then the highest index.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    return argmax(groups.arms(of: group), ties: ties, using: &stream) { indices[$0] }
  }

  /// The indices with the 2 ln t that all of them share, unless something is unplayed.
  public func scores(
    group: Int, clock: Int, using stream: RandomStream
  ) -> DecisionScores.Choice? {
    let candidates = groups.arms(of: group)
    if unplayed.isWaiting(group) { return .init(.unpulled, candidates) }
    let shared = 2 * Elementary.log(Double(max(clock, 1)))
    return .init(.index, candidates) { indices[$0] + shared }
  }

  /// 2 ln(t/n).
  public static func bonus(_: Arguments, pulls: Double, clock: Double) -> Double? {
    2 * Elementary.log(clock / pulls)
  }

  /// Keeps mean − 2 ln n.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    indices[candidate] = estimate.mean - 2 * Elementary.log(estimate.pulls)
  }
}
