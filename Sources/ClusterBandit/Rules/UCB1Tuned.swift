public import Randomness

/// UCB1-tuned: the highest mean_i + sqrt( (ln t / n_i) · min(¼, V_i) ) with
/// V_i = σ̂_i² + sqrt(2 ln t / n_i), after every candidate was pulled once.
///
/// σ̂² is the observed variance (mean of squares minus squared mean); of a cluster it is
/// r_c(1 − r_c). t is the number of pulls made in the candidate's group so far. ¼ bounds the
/// variance of rewards in [0, 1].
///
/// Source: Auer, Cesa-Bianchi and Fischer (2002), section 4.
///
/// Draws nothing but the order of first pulls and ties if they are `uniform`. Selection is O(count)
/// with one square root each, recording O(1). 24 bytes a candidate, 28 with uniform ties.
public struct UCB1Tuned: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "ucb1-tuned", "highest mean + sqrt(ln t/n · min(1/4, variance + sqrt(2 ln t/n)))", [.ties])

  private let groups: Clustering
  private let ties: TieBreak
  private let tables: ClockTables
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  private var variances: AlignedBuffer<Double>
  private var inverseRoots: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    tables = setting.tables
    unplayed = UnplayedQueue(groups: groups, ties: ties)
    means = AlignedBuffer(repeating: 0, count: groups.armCount)
    variances = AlignedBuffer(repeating: 0, count: groups.armCount)
    inverseRoots = AlignedBuffer(repeating: 0, count: groups.armCount)
  }

  /// Pulls what is unplayed, then the highest bound.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    // With L = sqrt(2 ln t) and q = 1/√n: the bonus is q·L·sqrt(½ min(¼, σ̂² + L q)).
    let root = tables.sqrtTwoLog(clock)
    return argmax(groups.arms(of: group), ties: ties, using: &stream) {
      let radius = root * inverseRoots[$0]
      let bound = variances[$0] + radius
      let capped = bound < 0.25 ? bound : 0.25
      return means[$0] + radius * (0.5 * capped).squareRoot()
    }
  }

  /// Keeps mean, variance and 1/√n.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = estimate.mean
    variances[candidate] = estimate.variance
    inverseRoots[candidate] = tables.inverseRoot(estimate.pulls)
  }
}
