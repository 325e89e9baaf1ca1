public import Randomness

/// The course of a replication that is played one pull after the other: its streams, what is
/// recorded, and when to look whether it is to end.
///
/// All that is the same for every policy stands here, compiled once: hence the functions that are
/// never inlined.
@usableFromInline
struct Course: ~Copyable {
  /// Rounds without bookkeeping between them.
  @usableFromInline
  struct Stretch {
    /// The round of position 0.
    @usableFromInline let firstRound: Int
    /// The positions in the segment.
    @usableFromInline let positions: ClosedRange<Int>
  }

  @usableFromInline var recorder: Recorder
  @usableFromInline var rewardStream: RandomStream
  @usableFromInline var policyStream: RandomStream
  /// Σ r of the segment so far.
  @usableFromInline var sum = 0.0
  /// Whether the policy's beliefs are to be told after the stretch at hand.
  @usableFromInline private(set) var asksForBeliefs = false

  private var pace: Pace
  /// The segment's first round and length, and the position in it of the round that comes next.
  private var (first, length, position) = (1, 0, 0)
  /// The rounds of the stretch at hand.
  private var rounds = 0
  /// Σ r of the segment before the stretch.
  private var earlier = 0.0
  private var isEnded = false

  @usableFromInline
  @inline(never)
  init(_ replication: Replication) {
    recorder = Recorder(replication)
    rewardStream = replication.seeds.stream(replication: replication.number, role: .reward)
    policyStream = replication.seeds.stream(replication: replication.number, role: .policy)
    pace = Pace(replication.control)
  }

  /// The rounds that come next, or nil if there are none or the replication is to end.
  @usableFromInline
  @inline(never)
  mutating func next() -> Stretch? {
    // Evidence, recommendations, luck and discounted sums need each reward: stretches of one pull
    // tell it.
    if rounds > 0, recorder.watchesRewards {
      recorder.watch(arm: Int(recorder.chosen[position - 1]), reward: sum - earlier)
      earlier = sum
    }
    if rounds > 0, !pace.goesOn(after: rounds) {
      isEnded = true
      return nil
    }
    if position == length, !startSegment() {
      pace.report()
      return nil
    }
    rounds = min(length - position, recorder.watchesRewards ? 1 : pace.rounds)
    position += rounds
    asksForBeliefs = recorder.asksForBeliefs(after: first + position - 1)
    return Stretch(firstRound: first, positions: position - rounds...position - 1)
  }

  /// Books the segment that was played and goes to the next; false after the horizon.
  private mutating func startSegment() -> Bool {
    if length > 0 {
      recorder.reward += sum
      (sum, earlier) = (0, 0)
      recorder.finishSegment(rounds: first...first + length - 1)
      first += length
    }
    guard let end = recorder.nextSegmentEnd(after: first - 1) else { return false }
    (length, position) = (end - first + 1, 0)
    return true
  }

  /// What was recorded, with what the policy reports.
  @usableFromInline
  @inline(never)
  consuming func trajectory(_ notes: NumericalNotes) -> Trajectory {
    isEnded ? recorder.unfinished() : recorder.finished(notes)
  }
}
