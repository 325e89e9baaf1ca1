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

  /// The evidence for the clusters, where it is kept.
  private let evidence: ClusterEvidence?
  /// The pulls of every arm, where one is recommended.
  private let tally: PullTally?
  private let needsBeliefs: Bool

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
    // Locals: an autoclosure must not read a property of a half-made noncopyable value.
    let keepsEvidence = replication.keepsEvidence && replication.instance.rewards.isBinary
    evidence = keepsEvidence ? ClusterEvidence(replication.setting) : nil
    let count = replication.instance.armCount
    tally = replication.recommendation.map { PullTally($0, armCount: count) }
    needsBeliefs = replication.recommendation == .posteriorMean
    totals.discounted = replication.discount.map(DiscountedSums.init)
    totals.luck = replication.keepsLuck ? LuckOfRewards() : nil
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

  /// Whether ``watch(arm:reward:)`` is to be told of the next pull.
  var watchesRewards: Bool {
    evidence != nil || tally != nil || totals.luck != nil
      || totals.discounted?.countsRewards == true
  }

  /// Learns of one pull what needs its reward, and not a sum.
  mutating func watch(arm: Int, reward: Double) {
    evidence?.update(arm: arm, reward: reward)
    tally?.update(arm: arm, reward: reward)
    totals.discounted?.add(reward: reward)
    let mean = instance.means[arm]
    totals.luck?.add(reward: reward, mean: mean, loss: instance.oracle.mean - mean)
  }

  /// Whether the beliefs of the policy are needed after this round.
  func asksForBeliefs(after round: Int) -> Bool {
    needsBeliefs && next < checkpoints.count && round == checkpoints[next]
  }

  /// Learns what the policy believes of an arm at a checkpoint.
  @usableFromInline
  func believe(_ belief: Belief?, of arm: Int) { tally?.believe(belief, of: arm) }

  @usableFromInline
  mutating func finishSegment(rounds: ClosedRange<Int>) {
    totals.add(chosen, count: rounds.count, on: instance)
    totals.discounted?.add(chosen, count: rounds.count, on: instance)
    if rounds.lowerBound > lateStart {
      for position in 0..<rounds.count {
        let arm = Int(chosen[position])
        latePulls[arm] &+= latePulls[arm] == .max ? 0 : 1
      }
    }
    let round = rounds.upperBound
    if round == horizon { totals.stuck = stuck() }
    guard round == checkpoints[next] else { return }
    totals.reward = reward
    totals.logBayesFactor = evidence?.logBayesFactor
    if let judged = tally?.judge(instance) {
      (totals.simpleRegret, totals.recommendationError) = judged
    }
    totals.oracleReward = Double(round) * instance.oracle.mean
    trajectory.append(totals, rounds: round)
    next += 1
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
