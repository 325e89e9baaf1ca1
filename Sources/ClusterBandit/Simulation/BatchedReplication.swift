import Randomness

extension Replication {
  /// Plays `policy` in batches of ``batch`` pulls: delayed feedback.
  ///
  /// The arms of a batch are chosen from one state; then their rewards are drawn, in the order of
  /// the rounds, and applied as one update. The last batch may be shorter. With batches of one pull
  /// the choices are those of ``play(_:rewards:)``: the streams are the same.
  ///
  /// The policy is called through `policy`, a few nanoseconds a pull: one compiled loop serves all.
  /// Arms that pay in a way of their own are played so, too, also one pull after the other.
  func playBatches(_ policy: any ErasedPolicy) -> Trajectory {
    if let own = instance.ownRewards { return playBatches(policy, paidBy: own) }
    return switch instance.rewards {
    case .bernoulli: playBatches(policy, paidBy: BernoulliRewards())
    case .gaussian(let deviation):
      playBatches(policy, paidBy: GaussianRewards(standardDeviation: deviation))
    case .contextual: stop("rounds with contexts are played by policies that see them")
    }
  }

  /// Whether ``playBatches(_:)`` is the way to play.
  var playsInBatches: Bool { batch > 1 || instance.ownRewards != nil }

  private func playBatches<Rewards: RewardModel>(
    _ policy: any ErasedPolicy, paidBy rewards: Rewards
  ) -> Trajectory {
    var recorder = Recorder(self)
    var batches = Batches(self)
    var pace = Pace(control)
    var unseen = 0
    var round = 1
    while let end = recorder.nextSegmentEnd(after: round - 1) {
      for place in 0...(end - round) {
        let (arm, reward) = batches.next(round: round + place, policy, rewards)
        recorder.chosen[place] = arm
        recorder.reward += reward
        recorder.watch(arm: Int(arm), reward: reward)
        unseen += 1
        guard unseen >= pace.rounds else { continue }
        guard pace.goesOn(after: unseen) else { return recorder.unfinished() }
        unseen = 0
      }
      if recorder.asksForBeliefs(after: end) {
        for arm in 0..<instance.armCount { recorder.believe(policy.belief(of: arm), of: arm) }
      }
      recorder.finishSegment(rounds: round...end)
      round = end + 1
    }
    pace.report(unseen)
    return recorder.finished(policy.numericalNotes)
  }
}

/// The pulls of a replication, chosen and paid batch by batch and handed out one by one.
struct Batches {
  private let instance: BanditInstance
  private let horizon: Int
  private let size: Int
  private var rewardStream: RandomStream
  private var policyStream: RandomStream
  private var arms: [Int32]
  private var rewards: [Double]
  /// The first round after the batch at hand.
  private var end = 1
  /// What the last choice compared; kept of batches of one pull if it is wanted.
  private(set) var scores = DecisionScores()
  private let tellsScores: Bool

  init(_ replication: Replication, tellsScores: Bool = false) {
    self.tellsScores = tellsScores && replication.batch == 1
    instance = replication.instance
    horizon = replication.horizon
    size = min(replication.batch, replication.horizon)
    rewardStream = replication.seeds.stream(replication: replication.number, role: .reward)
    policyStream = replication.seeds.stream(replication: replication.number, role: .policy)
    arms = Array(repeating: 0, count: size)
    rewards = Array(repeating: 0, count: size)
  }

  /// Arm and reward of a round; rounds are asked for in order.
  mutating func next<Rewards: RewardModel>(
    round: Int, _ policy: any ErasedPolicy, _ model: Rewards
  ) -> (arm: Int32, reward: Double) {
    if round == end { play(from: round, policy, model) }
    let place = round - (end - arms.count)
    return (arms[place], rewards[place])
  }

  private mutating func play<Rewards: RewardModel>(
    from first: Int, _ policy: any ErasedPolicy, _ model: Rewards
  ) {
    let count = min(size, horizon - first + 1)
    if count < arms.count {
      arms.removeLast(arms.count - count)
      rewards.removeLast(rewards.count - count)
    }
    var stream = policyStream
    if tellsScores {
      scores = DecisionScores()
      arms[0] = Int32(
        truncatingIfNeeded: policy.selectArm(round: first, using: &stream, telling: &scores))
    } else {
      var places = arms.mutableSpan
      policy.selectArms(&places, firstRound: first, using: &stream)
    }
    policyStream = stream
    for place in arms.indices {
      let arm = Int(arms[place])
      if arm < 0 || arm >= instance.armCount {
        stopAtArm(arm, round: first + place, armCount: instance.armCount)
      }
      rewards[place] = model.reward(
        ofArm: arm, round: first + place, mean: instance.means[arm], using: &rewardStream)
    }
    policy.update(arms: arms.span, rewards: rewards.span)
    end = first + count
  }
}
