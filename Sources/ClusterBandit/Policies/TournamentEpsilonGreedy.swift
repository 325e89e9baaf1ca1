public import Randomness

/// The sublinear form of ``EpsilonGreedy``: the same choices from the same draws.
///
/// The means are lines without a slope in a ``KineticTournament``, so a fallen leader or a shared lead
/// costs no walk over the group.
///
/// Selection is O(log count), the first one of a group O(count), recording O(log count). 21 bytes a
/// candidate.
public struct TournamentEpsilonGreedy: SelectionRule, ~Copyable {
  /// Name, parameters and formula: those of the scan.
  public static let variant = EpsilonGreedy.variant

  private let groups: Clustering
  private let exploration: ExplorationSchedule
  private let ties: TieRule
  private var means: KineticTournament

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    exploration = ExplorationSchedule(arguments, setting.tables)
    ties = arguments.ties
    means = KineticTournament(groups: groups, intercept: 0, slope: 0)
  }

  /// Explores with probability ε, else follows the leader.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    let range = groups.arms(of: group)
    if exploration.explores(stream.next(), clock: clock, among: range.count) {
      return range.lowerBound &+ stream.nextIndex(below: range.count)
    }
    return means.leader(of: group, clock: 0, ties: ties, using: &stream)
  }

  /// A pending pull moves no mean.
  public var countsPendingPulls: Bool { false }

  /// Keeps the mean.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means.setLine(of: candidate, group: group, intercept: estimate.mean, slope: 0)
  }
}
