public import Randomness

/// UCB(c): the highest mean_i + c·sqrt(2 ln t / n_i), after every candidate was pulled once.
///
/// t is the number of pulls made in the candidate's group so far. c is a constant ≥ 0 or the
/// schedule c = 1/ln t (`inverse-log`), whose regret is heavy-tailed: it can stop exploring for
/// good after an unlucky start. Other libraries write the same index with 4 ln t or ln t under the
/// root: their parameter is √2 c or c/√2.
///
/// Evaluated as mean + (c · sqrt(2 ln t)) · (1/√n) with both roots from tables; equal pulls and
/// equal means give exactly equal indices.
///
/// Source: P. Auer, N. Cesa-Bianchi and P. Fischer, "Finite-time analysis of the multiarmed bandit
/// problem", Machine Learning 47 (2002), figure 1 (c = 1).
///
/// Draws nothing but the order of first pulls and ties if they are `uniform`. Selection is
/// O(count), recording O(1). 16 bytes a candidate, 20 with uniform ties.
public struct UpperConfidenceBound: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "ucb", "highest mean + c·sqrt(2 ln t / n)",
    [
      .required(
        "c", .scheduled(.closed(0, 1e15), [Variant("inverse-log", "c = 1/ln t; heavy-tailed")]),
        "the width c ≥ 0 of the bonus c·sqrt(2 ln t / n); 1 is UCB1"),
      .ties,
    ])

  /// The preset UCB1, c = 1.
  static let ucb1 = Variant("ucb1", "highest mean + sqrt(2 ln t / n)", [.ties])

  private let groups: Clustering
  private let width: Double
  private let isInverseLog: Bool
  private let ties: TieRule
  private let tables: ClockTables
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  private var inverseRoots: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    // Without a width this is the preset UCB1.
    let c = arguments.optionalVariant("c")
    isInverseLog = c?.name == "inverse-log"
    width = c.map { $0.name == "inverse-log" ? 1 : $0.arguments.number("value") } ?? 1
    ties = arguments.ties
    tables = setting.tables
    self.groups = groups
    unplayed = UnplayedQueue(groups: groups, ties: ties)
    means = AlignedBuffer(repeating: 0, count: groups.armCount)
    inverseRoots = AlignedBuffer(repeating: 0, count: groups.armCount)
  }

  /// Pulls what is unplayed, then the highest bound.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    let root = tables.sqrtTwoLog(clock)
    // (1/ln t)·sqrt(2 ln t) = 2/sqrt(2 ln t).
    let scale = isInverseLog ? 2 / root : width * root
    return argmax(groups.arms(of: group), ties: ties, using: &stream) {
      means[$0] + scale * inverseRoots[$0]
    }
  }

  /// Keeps the mean and 1/√n.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = estimate.mean
    inverseRoots[candidate] = tables.inverseRoot(estimate.pulls)
  }
}
