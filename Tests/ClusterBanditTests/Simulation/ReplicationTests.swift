import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// Wanders over the arms: random for a while, then one arm for a while.
private struct Wanderer: Policy, ~Copyable {
  let armCount: Int
  var favourite = 0
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    if stream.nextIndex(below: 40) == 0 { favourite = stream.nextIndex(below: armCount) }
    return stream.nextIndex(below: 3) == 0 ? stream.nextIndex(below: armCount) : favourite
  }
  mutating func update(arm: Int, reward: Double) {}
}

/// Pulls the arms of a list, round by round.
private struct Scripted: Policy, ~Copyable {
  let arms: [Int]
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int { arms[round - 1] }
  mutating func update(arm: Int, reward: Double) {}
}

/// An instance of a table, by what is special about it.
struct InstanceCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let instance: BanditInstance
}

@Suite("Replications")
struct ReplicationTests {
  static let instances = [
    InstanceCase(
      testDescription: "one best arm", instance: problem([[0.2, 0.6], [0.4], [0.1, 0.3, 0.5]])),
    InstanceCase(
      testDescription: "ties of optimal arms in two of three clusters",
      instance: problem([[0.7, 0.2, 0.7], [0.3], [0.1, 0.7]])),
    InstanceCase(testDescription: "one arm", instance: problem([[0.3]])),
    InstanceCase(
      testDescription: "Gaussian",
      instance: problem([[-1, 2.5], [0.75]], rewards: .gaussian(standardDeviation: 2))),
  ]

  /// A number of rounds and the checkpoints in it.
  struct Schedule: Sendable {
    let horizon: Int
    let checkpoints: [Int]
    init(_ horizon: Int, _ checkpoints: [Int] = []) {
      self.horizon = horizon
      self.checkpoints = checkpoints + [horizon]
    }
  }

  static let schedules = [
    Schedule(1), Schedule(2, [1]), Schedule(9), Schedule(10, [5]), Schedule(11, [9, 10]),
    Schedule(255, [1, 254]), Schedule(256), Schedule(257, [256]), Schedule(1000, [900, 901]),
    Schedule(1000, [100, 255, 256, 257, 512, 899, 999]), Schedule(1000), Schedule(2571, [2313]),
    Schedule(40, Array(1..<40)),
  ]

  @Test(
    "Every metric at every checkpoint is what a plain loop counts", arguments: instances, schedules)
  func metrics(instanceCase: InstanceCase, schedule: Schedule) {
    let instance = instanceCase.instance
    for number in 0..<4 as Range<UInt64> {
      let run = replication(
        of: instance, horizon: schedule.horizon, checkpoints: schedule.checkpoints, number: number)
      var policy = Wanderer(armCount: instance.armCount)
      let trajectory: Trajectory
      if case .gaussian(let deviation) = instance.rewards {
        trajectory = run.play(&policy, rewards: GaussianRewards(standardDeviation: deviation))
      } else {
        trajectory = run.play(&policy, rewards: BernoulliRewards())
      }
      var again = Wanderer(armCount: instance.armCount)
      let plain = transcript(&again, in: run)

      let means = instance.means.array
      let best = means.max() ?? .nan
      #expect(trajectory.isComplete && trajectory.rounds == schedule.checkpoints)
      for (index, round) in schedule.checkpoints.enumerated() {
        let arms = plain.arms.prefix(round)
        let reward = plain.rewards.prefix(round).reduce(0, +)
        let t = Double(round)
        let expected: [(Metric, Double)] = [
          (.pseudoRegret, arms.reduce(0) { $0 + (best - means[$1]) }),
          (.realisedRegret, t * best - reward),
          (.reward, reward),
          (.bestArmShare, Double(arms.count { means[$0] == best }) / t),
          (
            .bestClusterShare, Double(arms.count { holdsBest(instance, cluster(instance, $0)) }) / t
          ),
        ]
        for (metric, value) in expected {
          let measured = trajectory.value(metric, checkpoint: index)
          #expect(abs(measured - value) < 1e-9, "\(metric.rawValue) at \(round)")
        }
        #expect(trajectory.value(.pseudoRegret, checkpoint: index) >= 0)
      }
      #expect(
        trajectory.final(.reward)
          == trajectory.value(.reward, checkpoint: schedule.checkpoints.count - 1))

      let late = plain.arms.suffix((schedule.horizon + 9) / 10)
      let pulls = means.indices.map { arm in late.count { $0 == arm } }
      let isStuck = !means.indices.contains { pulls[$0] == pulls.max() && means[$0] == best }
      #expect(trajectory.final(.stuckFraction) == (isStuck ? 1 : 0))
      #expect(trajectory.value(.stuckFraction, checkpoint: 0) == trajectory.final(.stuckFraction))
    }
  }

  private func cluster(_ instance: BanditInstance, _ arm: Int) -> Int {
    Int(instance.clustering.clusterOfArm[arm])
  }

  private func holdsBest(_ instance: BanditInstance, _ cluster: Int) -> Bool {
    instance.clustering.arms(of: cluster).contains { instance.means[$0] == instance.oracle.mean }
  }

  // Arm 1 is optimal. Rows: so many rounds of an arm, then these arms; whether it is stuck.
  @Test(
    "A replication is stuck if no optimal arm is among the most pulled of the last tenth",
    arguments: [
      // The last tenth of 20 rounds is rounds 19 and 20.
      (18, 1, [0, 0], 1), (18, 0, [1, 1], 0), (18, 0, [0, 1], 0), (18, 0, [1, 0], 0),
      (18, 1, [0, 2], 1),
      // Of 21 rounds it is the last 3, of 11 the last 2, of 10 and of 1 the last one.
      (18, 0, [1, 0, 1], 0), (18, 1, [0, 1, 0], 1), (9, 0, [1, 0], 0), (9, 1, [0], 1),
      (9, 0, [1], 0), (0, 0, [0], 1), (0, 0, [1], 0),
    ] as [(Int, Int, [Int], Double)])
  func stuck(rounds: Int, arm: Int, late: [Int], stuck: Double) {
    let arms = Array(repeating: arm, count: rounds) + late
    let instance = problem([[0.5, 0.75, 0.25]])
    let run = replication(of: instance, horizon: arms.count)
    var policy = Scripted(arms: arms)
    #expect(run.play(&policy, rewards: BernoulliRewards()).final(.stuckFraction) == stuck)
  }

  @Test("Two optimal arms share the pulls: either of them is enough not to be stuck")
  func stuckWithTies() {
    let instance = problem([[0.75, 0.5, 0.75]])
    for (late, stuck) in [([2, 2, 1], 0.0), ([1, 1, 2], 1), ([0, 2, 1], 0), ([1, 1, 0], 1)] {
      let arms = Array(repeating: 0, count: 27) + late
      var policy = Scripted(arms: arms)
      let run = replication(of: instance, horizon: 30)
      #expect(
        run.play(&policy, rewards: BernoulliRewards()).final(.stuckFraction) == stuck, "\(late)")
    }
  }

  @Test("The regret of a known sequence of arms is the sum of its gaps")
  func regretByHand() {
    let instance = problem([[0.25, 0.75], [0.5]])
    var policy = Scripted(arms: [0, 1, 2, 0])
    let run = replication(of: instance, horizon: 4, checkpoints: [1, 2, 3, 4])
    let trajectory = run.play(&policy, rewards: BernoulliRewards())
    let regrets = (0..<4).map { trajectory.value(.pseudoRegret, checkpoint: $0) }
    #expect(regrets == [0.5, 0.5, 0.75, 1.25])
    #expect(trajectory.final(.bestArmShare) == 0.25)
    #expect(trajectory.final(.bestClusterShare) == 0.75)
    #expect(trajectory.final(.realisedRegret) == 3 - trajectory.final(.reward))
  }

  @Test("Rewards have their arm's mean")
  func rewardLaw() {
    // 20 000 pulls: an error of 0.034 in a probability is missed once in a million; of the normal
    // law a Kolmogorov distance of 0.04.
    for mean in [0, 0.2, 0.5, 1] {
      var stream = testStream(UInt64(mean * 10))
      var successes = 0.0
      for _ in 0..<20_000 {
        successes += BernoulliRewards().reward(mean: mean, using: &stream)
      }
      let verdict = Verdict.proportion(Int(successes), of: 20_000, is: mean)
      #expect(verdict.holds, "\(verdict)")
    }
    var stream = testStream(99)
    let model = GaussianRewards(standardDeviation: 3)
    let draws = (0..<20_000).map { _ in model.reward(mean: -2, using: &stream) }
    let verdict = Verdict.kolmogorovSmirnov(draws, follow: .normal(mean: -2, standardDeviation: 3))
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("The oracle has no regret, whatever the instance", arguments: instances)
  func oracle(instanceCase: InstanceCase) {
    let run = replication(of: instanceCase.instance, horizon: 300, checkpoints: [7, 300])
    let trajectory = prepared("oracle", for: instanceCase.instance).play(run)
    for checkpoint in 0..<2 {
      #expect(trajectory.value(.pseudoRegret, checkpoint: checkpoint) == 0)
      #expect(trajectory.value(.bestArmShare, checkpoint: checkpoint) == 1)
      #expect(trajectory.value(.bestClusterShare, checkpoint: checkpoint) == 1)
    }
    #expect(trajectory.final(.stuckFraction) == 0)
  }

  @Test("All metrics are curves but the stuck fraction and what a plan must ask for")
  func metricOrder() {
    #expect(
      Metric.allCases.filter { !Metric.curves.contains($0) }
        == [
          .stuckFraction, .logBayesFactor, .discountedReward, .discountedRegret, .adjustedRegret,
          .simpleRegret, .recommendationError,
        ])
    #expect(Set(Metric.allCases.map(\.rawValue)).count == 12)
  }
}
