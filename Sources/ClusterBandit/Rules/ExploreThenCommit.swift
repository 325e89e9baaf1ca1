public import Randomness

/// Explore, then commit: every candidate `pulls` times in turn, then for ever the one of highest
/// mean at that moment.
///
/// The turns of a group follow one order: that of the candidates, or a random one with ties
/// `uniform`. What is learned after the choice changes nothing.
///
/// Source: T. Lattimore and C. Szepesvári, "Bandit Algorithms" (2020), algorithm 1.
///
/// Draws the order of the turns and a tie at the choice if ties are `uniform`. Selection is O(1),
/// and O(count) once a group; recording is O(1). 12 bytes a candidate, 16 with uniform ties.
public struct ExploreThenCommit: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "explore-then-commit", aliases: ["etc"],
    "every arm m times in turn, then for ever the one of highest mean",
    [
      .required("pulls", .integer(1...1_000_000_000), "m ≥ 1, the pulls of each arm at first"),
      .ties,
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "it comes first",
    firstPulls: Conventions.eachOnce + "; 'pulls' times over in that order",
    ties: "at the choice " + Conventions.argmaxTies, clock: "none", rewards: "any")

  private let groups: Clustering
  private let ties: TieBreak
  private let pulls: Int
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  /// The candidates of a group in the order of its turns.
  private var order: AlignedBuffer<Int32>
  /// What a group pulled by turns so far.
  private var turns: AlignedBuffer<Int>
  /// A group's choice; negative before it is made.
  private var chosen: AlignedBuffer<Int>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    pulls = arguments.integer("pulls")
    unplayed = UnplayedQueue(groups: groups, ties: ties)
    means = AlignedBuffer(repeating: 0, count: groups.armCount)
    order = AlignedBuffer(repeating: 0, count: groups.armCount)
    turns = AlignedBuffer(repeating: 0, count: groups.clusterCount)
    chosen = AlignedBuffer(repeating: -1, count: groups.clusterCount)
  }

  /// The next turn, or the choice.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if chosen[group] >= 0 { return chosen[group] }
    let range = groups.arms(of: group)
    let turn = turns[group]
    turns[group] = turn + 1
    if unplayed.isWaiting(group) {
      let candidate = unplayed.take(group, using: &stream)
      order[range.lowerBound + turn] = Int32(truncatingIfNeeded: candidate)
      return candidate
    }
    if turn / range.count < pulls { return Int(order[range.lowerBound + turn % range.count]) }
    let best = argmax(range, ties: ties, using: &stream) { means[$0] }
    chosen[group] = best
    return best
  }

  /// A pending pull moves no mean.
  public var countsPendingPulls: Bool { false }

  /// Keeps the mean.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = estimate.mean
  }
}
