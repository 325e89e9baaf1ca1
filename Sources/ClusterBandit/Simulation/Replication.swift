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
  /// Whether the evidence for the clusters is kept, for 0/1 rewards: ``Metric/logBayesFactor``.
  public var keepsEvidence = false
  /// α, 0 < α < 1, of ``Metric/discountedReward`` and ``Metric/discountedRegret``; nil where they
  /// are not kept.
  public var discount: Double?
  /// Whether the luck of the rewards is kept, for ``Metric/adjustedRegret``.
  public var keepsLuck = false
  /// Which arm is recommended at the checkpoints; nil recommends none and costs nothing.
  public var recommendation: Recommendation?
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
    var course = Course(self)
    while let stretch = course.next() {
      playStretch(
        &policy, rewards, stretch, &course.sum, chosen: &course.recorder.chosen,
        &course.rewardStream, &course.policyStream)
      if course.asksForBeliefs { ask(policy, course.recorder) }
    }
    return course.trajectory(policy.numericalNotes)
  }

  /// Tells the recorder what the policy believes of every arm.
  @inlinable
  @inline(never)
  func ask<P: Policy & ~Copyable>(_ policy: borrowing P, _ recorder: borrowing Recorder) {
    for arm in 0..<instance.armCount { recorder.believe(policy.belief(of: arm), of: arm) }
  }

  /// Plays some rounds of a segment, notes the chosen arms, and adds the rewards to `sum`.
  ///
  /// What the metrics need besides the reward is worked out afterwards from the noted arms, which
  /// leaves the processor's registers to the policy and the two streams; so does a function of its
  /// own.
  @inlinable
  @inline(never)
  func playStretch<P: Policy & ~Copyable, Rewards: RewardModel>(
    _ policy: inout P, _ rewards: Rewards, _ stretch: Course.Stretch, _ sum: inout Double,
    chosen: inout AlignedBuffer<Int32>, _ rewardStream: inout RandomStream,
    _ policyStream: inout RandomStream
  ) {
    // Local copies stay in registers; the caller's variables are written once a segment.
    var rewardDraws = rewardStream
    var policyDraws = policyStream
    let instance = self.instance
    let armCount = UInt(bitPattern: instance.armCount)
    let firstRound = stretch.firstRound
    let count = stretch.positions.upperBound &+ 1
    var total = sum
    var position = stretch.positions.lowerBound
    while position < count {
      let arm = policy.selectArm(round: firstRound &+ position, using: &policyDraws)
      if UInt(bitPattern: arm) >= armCount {
        stopAtArm(arm, round: firstRound &+ position, armCount: Int(bitPattern: armCount))
      }
      instance.means.fetch(policy.likelyNext)
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
