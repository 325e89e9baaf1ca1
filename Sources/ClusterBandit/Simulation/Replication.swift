public import Randomness

/// One replication of one policy on one instance: the loop over rounds.
public struct Replication: Sendable {
  /// The drawn problem.
  public let instance: BanditInstance
  /// T.
  public let horizon: Int
  /// Rounds at which metrics are kept, ascending and ending with the horizon.
  public let checkpoints: [Int]
  /// The seeds of this replication.
  public let seeds: SeedTree
  /// The replication's number, from 0.
  public let number: UInt64
  /// Tables shared by all replications.
  public let tables: ClockTables
  /// B, the pulls that are chosen from one state; 1 is sequential play.
  public let batch: Int
  /// Counts the pulls and may end the replication early; nil lets it run.
  public var control: PlayControl?

  /// A replication, ready to be played by any number of policies.
  public init(
    instance: BanditInstance, horizon: Int, checkpoints: [Int], seeds: SeedTree, number: UInt64,
    tables: ClockTables, batch: Int = 1
  ) {
    demand(batch >= 1, "a batch has at least one pull, not \(batch)")
    demand(checkpoints.last == horizon, "the last checkpoint is the horizon, \(horizon)")
    self.instance = instance
    self.horizon = horizon
    self.checkpoints = checkpoints
    self.seeds = seeds
    self.number = number
    self.tables = tables
    self.batch = batch
  }

  /// What a policy may know.
  public var setting: PolicySetting {
    PolicySetting(instance: instance, horizon: horizon, tables: tables)
  }

  /// Plays `policy` from its first round to the horizon, one pull after the other.
  ///
  /// The reward stream starts afresh for every policy, so the t-th reward draw is common to all.
  /// The loop is compiled once for each policy and reward model; inside it nothing is allocated
  /// and nothing is dispatched.
  @inlinable
  public func play<P: Policy & ~Copyable, Rewards: RewardModel>(
    _ policy: inout P, rewards: Rewards
  ) -> Trajectory {
    var recorder = Recorder(self)
    var rewardStream = seeds.stream(replication: number, role: .reward)
    var policyStream = seeds.stream(replication: number, role: .policy)
    var pace = Pace(control)
    var round = 1
    while let end = recorder.nextSegmentEnd(after: round - 1) {
      var position = 0
      var total = 0.0
      while position <= end - round {
        let stop = position + min(end - round - position, pace.rounds - 1)
        playSegment(
          &policy, rewards, firstRound: round, positions: position...stop, &total,
          chosen: &recorder.chosen, &rewardStream, &policyStream)
        guard pace.goesOn(after: stop - position + 1) else { return recorder.unfinished() }
        position = stop + 1
      }
      recorder.reward += total
      recorder.finishSegment(rounds: round...end)
      round = end + 1
    }
    pace.report()
    return recorder.finished(policy.numericalNotes)
  }

  /// Plays some rounds of a segment, notes the chosen arms, and adds the rewards to `sum`.
  ///
  /// What the metrics need besides the reward is worked out afterwards from the noted arms, which
  /// leaves the processor's registers to the policy and the two streams.
  @inlinable
  func playSegment<P: Policy & ~Copyable, Rewards: RewardModel>(
    _ policy: inout P, _ rewards: Rewards, firstRound: Int, positions: ClosedRange<Int>,
    _ sum: inout Double, chosen: inout AlignedBuffer<Int32>, _ rewardStream: inout RandomStream,
    _ policyStream: inout RandomStream
  ) {
    // Local copies stay in registers; the caller's variables are written once a segment.
    var rewardDraws = rewardStream
    var policyDraws = policyStream
    let instance = self.instance
    let armCount = UInt(bitPattern: instance.armCount)
    let count = positions.upperBound &+ 1
    var total = sum
    var position = positions.lowerBound
    while position < count {
      let arm = policy.selectArm(round: firstRound &+ position, using: &policyDraws)
      if UInt(bitPattern: arm) >= armCount {
        stopAtArm(arm, round: firstRound &+ position, armCount: Int(bitPattern: armCount))
      }
      let reward = rewards.reward(mean: instance.means[arm], using: &rewardDraws)
      policy.update(arm: arm, reward: reward)
      total += reward
      chosen[position] = Int32(truncatingIfNeeded: arm)
      position &+= 1
    }
    rewardStream = rewardDraws
    policyStream = policyDraws
    sum = total
  }
}

/// Cuts the rounds of a replication into segments without bookkeeping inside, and keeps the
/// metrics at the checkpoints and the pulls of the last tenth of the horizon.
@usableFromInline
struct Recorder: ~Copyable {
  /// The longest segment: its counts must fit 16 bits.
  private static let segment = 256

  @usableFromInline var trajectory: Trajectory
  /// Σ r so far.
  @usableFromInline var reward = 0.0
  /// The arms that were chosen in the current segment.
  @usableFromInline var chosen: AlignedBuffer<Int32>

  private let instance: BanditInstance
  private let horizon: Int
  private let checkpoints: [Int]
  private let lateStart: Int
  private var next = 0
  private var totals = ReplicationTotals()
  /// Pulls of every arm in the last tenth of the horizon, up to 2^32 − 1: days of play.
  private var latePulls: AlignedBuffer<UInt32>

  @usableFromInline
  init(_ replication: Replication) {
    instance = replication.instance
    horizon = replication.horizon
    checkpoints = replication.checkpoints
    trajectory = Trajectory(rounds: replication.checkpoints)
    chosen = AlignedBuffer(repeating: 0, count: min(Recorder.segment, replication.horizon))
    latePulls = AlignedBuffer(repeating: 0, count: replication.instance.armCount)
    // The last tenth has ⌈T/10⌉ rounds, so it is never empty.
    lateStart = replication.horizon - (replication.horizon - 1) / 10 - 1
  }

  /// The last round of the segment that follows `round`, or nil after the horizon.
  @usableFromInline
  func nextSegmentEnd(after round: Int) -> Int? {
    guard next < checkpoints.count else { return nil }
    let end = min(checkpoints[next], round + Recorder.segment)
    return round < lateStart ? min(end, lateStart) : end
  }

  @usableFromInline
  mutating func finishSegment(rounds: ClosedRange<Int>) {
    let best = instance.oracle.mean
    var bestPulls: UInt32 = 0
    for position in 0..<rounds.count {
      let arm = Int(chosen[position])
      totals.pseudoRegret += best - instance.means[arm]
      bestPulls &+= instance.bestPulls[arm]
    }
    totals.bestArmPulls += Int(bestPulls & 0xffff)
    totals.bestClusterPulls += Int(bestPulls >> 16)
    if rounds.lowerBound > lateStart {
      for position in 0..<rounds.count {
        let arm = Int(chosen[position])
        latePulls[arm] &+= latePulls[arm] == .max ? 0 : 1
      }
    }
    let round = rounds.upperBound
    if round == checkpoints[next] {
      totals.reward = reward
      trajectory.append(totals, round: round, oracle: instance.oracle)
      next += 1
    }
    if round == horizon { trajectory.stuck = stuck() }
  }

  /// What was recorded, with what the policy reports.
  @usableFromInline
  func finished(_ notes: NumericalNotes) -> Trajectory {
    var trajectory = trajectory
    trajectory.notes = notes
    return trajectory
  }

  /// What was recorded of a replication that was told to end.
  @usableFromInline
  func unfinished() -> Trajectory { trajectory }

  private func stuck() -> Double {
    let best = instance.oracle.mean
    var mostPulled: UInt32 = 0
    var isOptimal = false
    for arm in 0..<latePulls.count {
      let pulls = latePulls[arm]
      if pulls > mostPulled {
        mostPulled = pulls
        isOptimal = instance.means[arm] == best
      } else if pulls == mostPulled, instance.means[arm] == best {
        isOptimal = true
      }
    }
    return isOptimal ? 0 : 1
  }
}
