public import Randomness

/// The sublinear form of ``EpsilonGreedy``: the same choices from the same draws.
///
/// The means are lines without a slope in a `KineticTournament`, so a fallen leader or a shared
/// lead costs no walk over the group.
///
/// Selection is O(1), and O(log count) when the leader may have fallen or the lead is shared; the
/// first one of a group is O(count). Recording is O(log count), O(1) for the leader. 21 bytes a
/// candidate, 25 with first pulls in random order.
public struct TournamentEpsilonGreedy: SelectionRule, ~Copyable {
  /// Name, parameters and formula: those of the scan.
  public static let variant = EpsilonGreedy.variant

  /// Those of ``EpsilonGreedy``.
  public static var conventions: Conventions { EpsilonGreedy.conventions }

  private let groups: Clustering
  private let exploration: ExplorationSchedule
  private let ties: TieBreak
  private let values: ActionValues
  private var unplayed: UnplayedQueue
  private var means: KineticTournament
  private var leads: AlignedBuffer<EpsilonGreedy.Lead>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    exploration = ExplorationSchedule(arguments, setting.tables)
    ties = arguments.ties
    let values = ActionValues(arguments)
    self.values = values
    unplayed = values.queue(groups, arguments.ties)
    means = KineticTournament(groups: groups, intercept: values.initial, slope: 0)
    // All means are the same, so at first no leader is above its bound.
    leads = AlignedBuffer(
      (0..<groups.clusterCount).map { .init(leader: groups.offsets[$0], bound: values.initial) })
  }

  /// Explores with probability ε, else follows the leader.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if values.pullsEachOnce, unplayed.isWaiting(group) {
      return unplayed.take(group, using: &stream)
    }
    let range = groups.arms(of: group)
    if exploration.explores(stream.next(), clock: clock, among: range.count) {
      return range.lowerBound &+ stream.nextIndex(below: range.count)
    }
    let lead = leads[group]
    if means.intercept(of: lead.leader) > lead.bound { return lead.leader }
    let leader = means.leader(of: group, clock: 0, ties: ties, using: &stream)
    leads[group] = .init(leader: leader, bound: means.highestOfOthers(than: leader, in: group))
    return leader
  }

  /// A pending pull moves no mean.
  public var countsPendingPulls: Bool { false }

  /// Keeps the mean.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let mean = values.value(after: means.intercept(of: candidate), estimate)
    means.setLine(of: candidate, group: group, intercept: mean, slope: 0)
    let lead = leads[group]
    if candidate != lead.leader, mean > lead.bound {
      leads[group] = lead.challenged(
        by: candidate, mean: mean, highest: means.intercept(of: lead.leader))
    }
  }

  /// Those of the scan.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    EpsilonGreedy.problems(with: arguments, level: level, shape: shape)
  }
}
