import Randomness

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
  private let wantsBounds: Bool
  /// The arms that are alive, where arms die.
  private var living: LivingArms?

  init(_ replication: Replication, tellsScores: Bool = false, wantsBounds: Bool = false) {
    self.tellsScores = tellsScores && replication.batch == 1
    self.wantsBounds = wantsBounds
    instance = replication.instance
    horizon = replication.horizon
    size = min(replication.batch, replication.horizon)
    rewardStream = replication.seeds.stream(replication: replication.number, role: .reward)
    policyStream = replication.seeds.stream(replication: replication.number, role: .policy)
    arms = Array(repeating: 0, count: size)
    rewards = Array(repeating: 0, count: size)
    living = LivingArms(replication.instance)
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
    end = first + count
    if living != nil { return playAmidDeaths(from: first, policy, model) }
    var stream = policyStream
    if tellsScores {
      select(round: first, policy, &stream)
    } else {
      var places = arms.mutableSpan
      policy.selectArms(&places, firstRound: first, using: &stream)
    }
    policyStream = stream
    for place in arms.indices {
      let arm = checkedArm(place, round: first + place)
      rewards[place] = model.reward(
        ofArm: arm, round: first + place, mean: instance.means[arm], using: &rewardStream)
    }
    policy.update(arms: arms.span, rewards: rewards.span)
  }

  /// Chooses a batch of one pull, telling what is compared.
  private mutating func select(
    round: Int, _ policy: any ErasedPolicy, _ stream: inout RandomStream
  ) {
    scores = DecisionScores()
    scores.wantsBounds = wantsBounds
    arms[0] = Int32(
      truncatingIfNeeded: policy.selectArm(round: round, using: &stream, telling: &scores))
  }

  private func checkedArm(_ place: Int, round: Int) -> Int {
    let arm = Int(arms[place])
    if arm < 0 || arm >= instance.armCount {
      stopAtArm(arm, round: round, armCount: instance.armCount)
    }
    return arm
  }

  /// Plays a batch during which arms may die.
  ///
  /// A death is known at once: the policy forgets the arm before the next choice, and the choices
  /// of the batch go on from the state that this leaves. What the dead arm's pulls of the batch
  /// paid is never told.
  private mutating func playAmidDeaths<Rewards: RewardModel>(
    from first: Int, _ policy: any ErasedPolicy, _ model: Rewards
  ) {
    guard var living = living.take() else { return }
    var stream = policyStream
    // From which place on the pulls of a replaced arm are those of the new one.
    var starts: [Int32: Int] = [:]
    for place in arms.indices {
      let round = first + place
      living.advance(to: round) { arm in
        policy.forget(arm: arm)
        if place > 0 { starts[Int32(arm)] = place }
      }
      if tellsScores {
        select(round: round, policy, &stream)
      } else {
        arms[place] = Int32(truncatingIfNeeded: policy.selectArm(round: round, using: &stream))
      }
      let arm = checkedArm(place, round: round)
      rewards[place] = model.reward(
        ofArm: arm, round: round, mean: living.means[arm], using: &rewardStream)
      if place + 1 < arms.count { policy.anticipate(arm: arm) }
    }
    policyStream = stream
    self.living = living
    if starts.isEmpty { return policy.update(arms: arms.span, rewards: rewards.span) }
    let told = arms.indices.filter { $0 >= starts[arms[$0], default: 0] }
    let (toldArms, toldRewards) = (told.map { arms[$0] }, told.map { rewards[$0] })
    policy.update(arms: toldArms.span, rewards: toldRewards.span)
  }
}
