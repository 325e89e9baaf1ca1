import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Batches: pulls chosen from one state")
struct BatchTests {
  static let instance = problem([[0.25, 0.75, 0.5], [0.125], [0.6875, 0.375, 0.5625]])

  /// Plays batches in the plainest way, apart from the engine, and shows `visit` the policy before
  /// each batch.
  private func playBatches<P: Policy & ~Copyable>(
    _ policy: inout P, size: Int, horizon: Int, on instance: BanditInstance = instance,
    before visit: (inout P, Transcript) -> Void = { _, _ in }
  ) -> Transcript {
    var result = Transcript()
    var (rewardStream, policyStream) = (testStream(1), testStream(2))
    while result.arms.count < horizon {
      visit(&policy, result)
      let first = result.arms.count + 1
      var arms = Array(repeating: Int32(-1), count: min(size, horizon - first + 1))
      var places = arms.mutableSpan
      policy.selectArms(&places, firstRound: first, using: &policyStream)
      let rewards = arms.map { instance.means[Int($0)] > rewardStream.nextUnit() ? 1.0 : 0.0 }
      policy.update(arms: arms.span, rewards: rewards.span)
      result.arms += arms.map(Int.init)
      result.rewards += rewards
    }
    return result
  }

  private func setting(_ instance: BanditInstance = instance) -> PolicySetting {
    replication(of: instance, horizon: 1000).setting
  }

  private func flat<Rule: SelectionRule & ~Copyable>(
    _: Rule.Type, _ variant: Variant, _ values: [String: ParameterValue] = [:],
    on instance: BanditInstance = instance
  ) -> FlatSelector<Rule> {
    FlatSelector(
      arguments: arguments(variant, ["ties": .word("first")].merging(values) { $1 }),
      setting: setting(instance))
  }

  @Test("Contexts come in batches too", arguments: PolicyCase.contextual)
  func contexts(policyCase: PolicyCase) throws {
    let instance = BanditInstance(
      contextual: ContextualModel(dimension: 2, parameters: [1, 0, 0.5, 0.5, -1, 0.25]),
      clustering: Clustering(sizes: [2, 1]))
    let policy = try #require(policyCase.prepared(for: instance))
    func rewards(_ size: Int) -> [Double] {
      let run = replication(
        of: instance, horizon: 40, checkpoints: Array(1...40), batch: size, test: "contexts")
      let trajectory = policy.play(run)
      return (0..<40).map { trajectory.value(.reward, checkpoint: $0) }
    }
    #expect(rewards(1) == rewards(1))
    #expect(rewards(40).count == 40)
    // What is chosen before the first reward is chosen without it: the first batch is the same,
    // whatever comes after.
    #expect(rewards(20).prefix(20) == rewards(40).prefix(20))
  }

  @Test("UCB1 by hand: the mean stays, the bonus shrinks")
  func ucbByHand() {
    // Two arms, pulled once each with rewards 1 and 0. From then on, with n the counts including
    // pending pulls and t the pulls so far: indices m + sqrt(2 ln t / n).
    // t = 2: 1 + 1.177 against 0 + 1.177: arm 0, pending.
    // t = 3: 1 + sqrt(2 ln 3 / 2) = 2.048 against 1.482: arm 0.
    // t = 4: 1 + sqrt(2 ln 4 / 3) = 1.961 against 1.665: arm 0.
    // t = 5: 1 + sqrt(2 ln 5 / 4) = 1.897 against 1.794: arm 0.
    // t = 6: 1 + sqrt(2 ln 6 / 5) = 1.847 against 1.893: arm 1.
    // t = 7: 1 + sqrt(2 ln 7 / 5) = 1.882 against 0 + sqrt(2 ln 7 / 2) = 1.395: arm 0.
    let two = problem([[0.9, 0.1]])
    var policy = flat(UpperConfidenceBound.self, UpperConfidenceBound.ucb1, on: two)
    policy.update(arm: 0, reward: 1)
    policy.update(arm: 1, reward: 0)
    var stream = testStream()
    _ = policy.selectArm(round: 1, using: &stream)
    _ = policy.selectArm(round: 2, using: &stream)
    var arms = Array(repeating: Int32(-1), count: 6)
    var places = arms.mutableSpan
    policy.selectArms(&places, firstRound: 3, using: &stream)
    #expect(arms == [0, 0, 0, 0, 1, 0])
    // The rewards come: 5 pulls of arm 0 paid nothing, the pull of arm 1 paid 1. Then arm 0 has 1
    // of 6, arm 1 has 1 of 2, and no trace of what was expected.
    let rewards = [0.0, 0, 0, 0, 1, 0]
    policy.update(arms: arms.span, rewards: rewards.span)
    #expect(policy.belief(of: 0) == Belief(pulls: 6, mean: 1 / 6.0, standardDeviation: nil))
    #expect(policy.belief(of: 1) == Belief(pulls: 2, mean: 0.5, standardDeviation: nil))
    #expect(policy.selectArm(round: 9, using: &stream) == 1)
  }

  @Test("In the first batch nothing is known: unplayed arms once, then the least anticipated")
  func firstBatch() {
    var policy = flat(UpperConfidenceBound.self, UpperConfidenceBound.ucb1)
    let played = playBatches(&policy, size: 21, horizon: 21)
    for arm in 0..<7 { #expect(played.arms.filter { $0 == arm }.count == 3) }
  }

  /// The choice after a batch is that of a policy that was told of the same pulls one by one.
  private func checkForgetting<P: Policy & ~Copyable>(
    size: Int, on instance: BanditInstance = instance, _ make: () -> P
  ) {
    var policy = make()
    var compared = 0
    _ = playBatches(&policy, size: size, horizon: 120, on: instance) { policy, past in
      guard past.arms.count >= 20 else { return }
      var told = make()
      var (ours, theirs) = (testStream(3), testStream(3))
      // What was never pulled is handed out once, here as there.
      for round in 1...20 { _ = told.selectArm(round: round, using: &theirs) }
      for (arm, reward) in zip(past.arms, past.rewards) { told.update(arm: arm, reward: reward) }
      theirs = ours
      let round = past.arms.count + 1
      let chosen = policy.selectArm(round: round, using: &ours)
      #expect(chosen == told.selectArm(round: round, using: &theirs))
      for arm in 0..<instance.armCount {
        #expect(policy.belief(of: arm) == told.belief(of: arm))
      }
      compared += 1
    }
    #expect(compared > 1)
  }

  @Test("After the rewards nothing is left of what was expected", arguments: [2, 7, 13])
  func forgetting(size: Int) {
    checkForgetting(size: size) { flat(UpperConfidenceBound.self, UpperConfidenceBound.ucb1) }
    checkForgetting(size: size) { flat(UCB1Tuned.self, UCB1Tuned.variant) }
    checkForgetting(size: size) { flat(KLUCB.self, KLUCB.variant) }
    checkForgetting(size: size) { flat(BayesUCB.self, BayesUCB.variant) }
    checkForgetting(size: size) { flat(BetaThompson.self, BetaThompson.variant) }
    // Inside clusters nothing is to wait for its first pull, for nobody hands it out there.
    let ties: [String: ParameterValue] = ["ties": .word("first"), "initial-count": .number(1)]
    for strategy in 0..<2 {
      checkForgetting(size: size) {
        twoLevel(strategy == 0 ? .mean : .max, arguments(UpperConfidenceBound.ucb1, ties))
      }
    }
    let counted = arguments(UpperConfidenceBound.ucb1, ties)
    checkForgetting(size: size) {
      AnyPolicy(
        PolicyBox(
          TreeSelector<UpperConfidenceBound>(
            nodes: counted, arms: counted, prior: nil, depth: nil, setting: setting())))
    }
    for strategy in [MeanStrategy.variant, MaxStrategy.variant] {
      checkForgetting(size: size) {
        boxed(
          "two-level",
          [
            "strategy": .part(strategy), "model": .variant("empirical-bayes", Arguments()),
            "outer": .part(UpperConfidenceBound.ucb1, ties),
            "inner": .part(UpperConfidenceBound.ucb1, ties),
          ])
      }
    }
    checkForgetting(size: size) {
      ClusUCB(
        arguments: Arguments(
          ["spread": .number(0.3), "ties": .word("first")],
          defaultsOf: ClusUCB.family.parameters), setting: setting())
    }
  }

  private func boxed(_ name: String, _ values: [String: ParameterValue]) -> AnyPolicy {
    let run = replication(of: Self.instance, horizon: 1000)
    guard let box = prepared(name, values, for: Self.instance).boxed?(run) else {
      preconditionFailure("\(name) is boxed")
    }
    return AnyPolicy(box)
  }

  private enum Strategy { case mean, max }

  private func twoLevel(_ strategy: Strategy, _ rule: Arguments) -> AnyPolicy {
    let mean = TwoLevelSelector<MeanStrategy, UpperConfidenceBound, UpperConfidenceBound>.self
    let max = TwoLevelSelector<MaxStrategy, UpperConfidenceBound, UpperConfidenceBound>.self
    return strategy == .mean
      ? AnyPolicy(
        PolicyBox(
          mean.init(
            strategy: arguments(MeanStrategy.variant), outer: rule, inner: rule,
            setting: setting())))
      : AnyPolicy(
        PolicyBox(
          max.init(
            strategy: arguments(MaxStrategy.variant), outer: rule, inner: rule,
            setting: setting())))
  }

  @Test("A batch of an index rule spreads; one that forgets its pending pulls collapses")
  func spread() {
    func distinct(_ policy: consuming some Policy & ~Copyable) -> [Int] {
      var policy = policy
      var counts: [Int] = []
      _ = playBatches(&policy, size: 40, horizon: 400) { _, past in
        if past.arms.count >= 80 { counts.append(Set(past.arms.suffix(40)).count) }
      }
      return counts
    }
    #expect(
      distinct(flat(UpperConfidenceBound.self, UpperConfidenceBound.ucb1)).allSatisfy { $0 >= 3 })
    #expect(
      distinct(Forgetful(flat(UpperConfidenceBound.self, UpperConfidenceBound.ucb1)))
        .allSatisfy { $0 == 1 })
  }

  @Test("Clusters of which the same is known take turns in a batch of two index rules")
  func turns() {
    let ties: [String: ParameterValue] = ["ties": .word("first"), "initial-count": .number(1)]
    let rule = arguments(UpperConfidenceBound.ucb1, ties)
    let alike = problem([[0.6, 0.6], [0.6, 0.6], [0.6, 0.6]])
    var policy = TwoLevelSelector<MeanStrategy, UpperConfidenceBound, UpperConfidenceBound>(
      strategy: arguments(MeanStrategy.variant), outer: rule, inner: rule,
      setting: setting(alike))
    for arm in 0..<6 {
      for reward in [0.0, 1] { policy.update(arm: arm, reward: reward) }
    }
    var arms = Array(repeating: Int32(-1), count: 12)
    var places = arms.mutableSpan
    var stream = testStream()
    policy.selectArms(&places, firstRound: 13, using: &stream)
    // The first arms of the three clusters, then the second ones, and all over again.
    #expect(arms == [0, 2, 4, 1, 3, 5, 0, 2, 4, 1, 3, 5])
  }

  @Test("The pulls of a Thompson batch are independent draws from one posterior")
  func thompson() {
    // After 3 successes and 1 failure of arm 0, and 1 and 1 of arm 1, arm 0 wins with probability
    // P(X > Y) for X ~ Beta(4, 2), Y ~ Beta(2, 2).
    let two = problem([[0.5, 0.5]])
    var policy = flat(BetaThompson.self, BetaThompson.variant, on: two)
    for reward in [1.0, 1, 1, 0] { policy.update(arm: 0, reward: reward) }
    for reward in [1.0, 0] { policy.update(arm: 1, reward: reward) }
    let count = 40_000
    var arms = Array(repeating: Int32(-1), count: count)
    var places = arms.mutableSpan
    var stream = testStream()
    policy.selectArms(&places, firstRound: 7, using: &stream)
    let wins = Double(arms.count { $0 == 0 })
    // ∫ f(x; 4, 2) I_x(2, 2) dx with I_x(2, 2) = 3x² − 2x³ and f = 20 x³(1 − x):
    // 20 [3 (1/6 − 1/7) − 2 (1/7 − 1/8)] = 20 (1/14 − 1/28) = 5/7.
    let p = 5.0 / 7
    #expect(
      abs(wins - p * Double(count)) < 4.9 * (p * (1 - p) * Double(count)).squareRoot(),
      "\(wins) of \(count)")
  }
}

/// A policy that is not told of its pending pulls.
private struct Forgetful<P: Policy & ~Copyable>: Policy, ~Copyable {
  private var policy: P
  init(_ policy: consuming P) { self.policy = policy }
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    policy.selectArm(round: round, using: &stream)
  }
  mutating func update(arm: Int, reward: Double) { policy.update(arm: arm, reward: reward) }
}

/// A boxed policy as a policy.
private struct AnyPolicy: Policy {
  private let box: any ErasedPolicy
  init(_ box: any ErasedPolicy) { self.box = box }
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    var arm: [Int32] = [0]
    var place = arm.mutableSpan
    box.selectArms(&place, firstRound: round, using: &stream)
    return Int(arm[0])
  }
  mutating func update(arm: Int, reward: Double) {
    box.update(arms: [Int32(arm)].span, rewards: [reward].span)
  }
  mutating func selectArms(
    _ arms: inout MutableSpan<Int32>, firstRound: Int, using stream: inout RandomStream
  ) {
    box.selectArms(&arms, firstRound: firstRound, using: &stream)
  }
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    box.update(arms: arms, rewards: rewards)
  }
  func belief(of arm: Int) -> Belief? { box.belief(of: arm) }
}
