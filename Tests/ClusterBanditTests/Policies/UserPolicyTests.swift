import ClusterBandit
import Randomness
import Testing

// This file sees what a user of the library sees: its public declarations alone.

/// Explore, then commit: every arm `explorations` times in turn, then the best observed arm for
/// good.
struct CommitAfterExploring: Policy, ~Copyable {
  private let rounds: Int
  private let armCount: Int
  private var arms: ArmStatistics
  private var means: AlignedBuffer<Double>

  init(explorations: Int, setting: PolicySetting) {
    armCount = setting.armCount
    rounds = explorations * setting.armCount
    arms = ArmStatistics(count: setting.armCount, isBinary: setting.rewards.isBinary)
    means = AlignedBuffer(repeating: 0, count: setting.armCount)
  }

  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    if round <= rounds { return (round - 1) % armCount }
    return argmax(0..<armCount, ties: .uniform, using: &stream) { means[$0] }
  }

  mutating func update(arm: Int, reward: Double) {
    let estimate = arms.record(arm, reward: reward)
    // Committed: what is learnt later changes nothing.
    if estimate.pulls * Double(armCount) <= Double(rounds) { means[arm] = estimate.mean }
  }

  static let family = PolicyFamily(
    name: "explore-then-commit", summary: "every arm m times, then the best observed for good",
    parameters: [
      .defaulted("explorations", .integer(1...1000), .integer(10), "m, the pulls of every arm")
    ],
    problems: { arguments, shape in
      arguments.integer("explorations") > 0 && shape.armCount > 0
        ? [] : [ArgumentProblem(["explorations"], "nothing to explore", hint: "give at least 1")]
    },
    prepare: { arguments, rewards in
      let explorations = arguments.integer("explorations")
      return PreparedPolicy(rewards: rewards) {
        CommitAfterExploring(explorations: explorations, setting: $0)
      }
    })
}

/// Two arms whose difference is drawn anew for each instance.
struct TwoArms: Environment {
  let shape = ProblemShape(armCount: 2, clusterCount: 1, rewards: .bernoulli)

  func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    BanditInstance(
      means: [0.5, stream.nextUnit()], clustering: .whole(2), rewards: .bernoulli)
  }
}

@Suite("A policy and an environment of a user")
struct UserPolicyTests {
  private func play(
    _ policy: PreparedPolicy, on instance: BanditInstance, horizon: Int, number: UInt64 = 0
  ) -> Trajectory {
    policy.play(
      Replication(
        instance: instance, horizon: horizon, checkpoints: [horizon / 2, horizon],
        seeds: SeedTree(root: 7), number: number,
        tables: .covering(horizon: horizon)))
  }

  @Test("A policy from outside is listed, checked and played like any other")
  func policy() throws {
    let catalogue = PolicyCatalogue.standard.adding(CommitAfterExploring.family)
    let family = try #require(catalogue["explore-then-commit"])
    let arguments = Arguments(
      ["explorations": .integer(20)], defaultsOf: family.parameters)
    let means = try #require(EnvironmentCatalogue.standard["bernoulli"])
    let environment = try means.make(
      Arguments(["means": .numbers([0, 1, 0.5])], defaultsOf: means.parameters)
    ).get()
    #expect(family.problems(arguments, environment.shape).isEmpty)
    var stream = SeedTree(root: 7).stream(replication: 0, role: .instance)
    let instance = environment.drawInstance(using: &stream)
    let trajectory = play(
      family.prepare(arguments, instance.rewards), on: instance, horizon: 200)
    // 20 pulls each of the arms 0 and 2, then only the sure success of arm 1.
    #expect(trajectory.final(.pseudoRegret) == 20 * (1 + 0.5))
    #expect(trajectory.final(.bestArmShare) == 160.0 / 200)
    #expect(trajectory.value(.bestArmShare, checkpoint: 0) == 60.0 / 100)
    #expect(trajectory.final(.stuckFraction) == 0)
  }

  @Test("It learns under Gaussian rewards as well")
  func gaussian() throws {
    let instance = BanditInstance(
      means: [-3, 2], clustering: .whole(2), rewards: .gaussian(standardDeviation: 0.1))
    let policy = CommitAfterExploring.family.prepare(
      Arguments(defaultsOf: CommitAfterExploring.family.parameters), instance.rewards)
    #expect(play(policy, on: instance, horizon: 100).final(.pseudoRegret) == 50)
  }

  @Test("An environment from outside is played by the library's policies")
  func environment() throws {
    let environment: any Environment = TwoArms()
    let thompson = try #require(PolicyCatalogue.standard["thompson"])
    let policy = thompson.prepare(
      Arguments(defaultsOf: thompson.parameters), environment.shape.rewards)
    let seeds = SeedTree(root: 7)
    for number in 0..<20 as Range<UInt64> {
      var stream = seeds.stream(replication: number, role: .instance)
      let instance = environment.drawInstance(using: &stream)
      let trajectory = play(policy, on: instance, horizon: 200, number: number)
      #expect(trajectory.final(.pseudoRegret) >= 0)
      #expect(trajectory.final(.bestClusterShare) == 1)
    }
  }
}
