import Randomness
import TestSupport

@testable import ClusterBandit

/// A problem from its means, cluster by cluster.
func problem(
  _ clusters: [[Double]], rewards: RewardDistribution = .bernoulli
) -> BanditInstance {
  BanditInstance(
    means: clusters.flatMap(\.self), clustering: Clustering(sizes: clusters.map(\.count)),
    rewards: rewards)
}

/// A replication of its own for each test: its seeds come from the test's name.
func replication(
  of instance: BanditInstance, horizon: Int, checkpoints: [Int]? = nil, number: UInt64 = 0,
  tables: ClockTables? = nil, batch: Int = 1, test: String = #function
) -> Replication {
  Replication(
    instance: instance, horizon: horizon, checkpoints: checkpoints ?? [horizon],
    seeds: SeedTree(test: test, root: 1), number: number,
    tables: tables ?? .covering(horizon: horizon), batch: batch)
}

/// The arms that were pulled and what they paid, in the order of the rounds.
struct Transcript: Equatable {
  var arms: [Int] = []
  var rewards: [Double] = []
}

/// Plays round by round in the plainest way, apart from the engine.
func transcript<P: Policy & ~Copyable>(
  _ policy: inout P, in replication: Replication
) -> Transcript {
  var result = Transcript()
  var rewardStream = replication.seeds.stream(replication: replication.number, role: .reward)
  var policyStream = replication.seeds.stream(replication: replication.number, role: .policy)
  for round in 1...replication.horizon {
    let arm = policy.selectArm(round: round, using: &policyStream)
    let mean = replication.instance.means[arm]
    let reward: Double
    switch replication.instance.rewards {
    case .bernoulli:
      reward = rewardStream.nextUnit() < mean ? 1 : 0
    case .gaussian(let deviation):
      reward = mean + deviation * rewardStream.nextNormal(.shared)
    case .contextual: preconditionFailure("a policy without contexts")
    }
    policy.update(arm: arm, reward: reward)
    result.arms.append(arm)
    result.rewards.append(reward)
  }
  return result
}

/// Plays a prepared policy with a checkpoint at every round and reads from the increments of the
/// pseudo-regret which arm was pulled: the arms' means must differ from each other.
func transcript(
  _ policy: PreparedPolicy, on instance: BanditInstance, horizon: Int, number: UInt64 = 0,
  tables: ClockTables? = nil, batch: Int = 1, test: String = #function
) -> Transcript {
  let run = replication(
    of: instance, horizon: horizon, checkpoints: Array(1...horizon), number: number,
    tables: tables, batch: batch, test: test)
  let trajectory = policy.play(run)
  let gaps = instance.means.array.map { instance.oracle.mean - $0 }
  var result = Transcript()
  var (regret, reward) = (0.0, 0.0)
  for checkpoint in 0..<horizon {
    let newRegret = trajectory.value(.pseudoRegret, checkpoint: checkpoint)
    let newReward = trajectory.value(.reward, checkpoint: checkpoint)
    let gap = newRegret - regret
    var nearest = 0
    for arm in gaps.indices where abs(gaps[arm] - gap) < abs(gaps[nearest] - gap) { nearest = arm }
    precondition(abs(gaps[nearest] - gap) < 1e-9, "an increment is no arm's gap")
    result.arms.append(nearest)
    result.rewards.append(newReward - reward)
    (regret, reward) = (newRegret, newReward)
  }
  return result
}

/// The final pseudo-regrets of `count` replications, numbered from `first`.
func finalRegrets(
  _ policy: PreparedPolicy, on instance: BanditInstance, horizon: Int, count: Int,
  from first: UInt64 = 0, test: String = #function
) -> [Double] {
  (0..<UInt64(count)).map {
    policy.play(replication(of: instance, horizon: horizon, number: first + $0, test: test))
      .final(.pseudoRegret)
  }
}

/// Arguments with the defaults filled in.
func arguments(_ variant: Variant, _ values: [String: ParameterValue] = [:]) -> Arguments {
  Arguments(values, defaultsOf: variant.parameters)
}

extension ParameterValue {
  /// A constant where a schedule could stand.
  static func constant(_ value: Double) -> ParameterValue {
    .variant("constant", Arguments(["value": .number(value)]))
  }

  /// A schedule without parameters.
  static func schedule(_ name: String) -> ParameterValue { .variant(name, Arguments()) }

  /// Auer's schedule.
  static func auer(c: Double, d: Double) -> ParameterValue {
    .variant("auer", Arguments(["c": .number(c), "d": .number(d)]))
  }

  /// A part of a two-level policy, defaults filled in.
  static func part(
    _ variant: Variant, _ values: [String: ParameterValue] = [:]
  ) -> ParameterValue {
    .variant(variant.name, arguments(variant, values))
  }
}

/// The policy called `name`, after its own checks found nothing wrong.
func prepared(
  _ name: String, _ values: [String: ParameterValue] = [:], for instance: BanditInstance
) -> PreparedPolicy {
  guard let family = PolicyCatalogue.standard[name] else {
    preconditionFailure("no policy is called \(name)")
  }
  let arguments = Arguments(values, defaultsOf: family.parameters)
  let problems = family.allProblems(arguments, shape(of: instance))
  precondition(problems.isEmpty, "\(name): \(problems)")
  return family.prepare(arguments, instance.rewards)
}

/// The shape of an instance.
func shape(of instance: BanditInstance) -> ProblemShape {
  var shape = ProblemShape(
    armCount: instance.armCount, clusterCount: instance.clustering.clusterCount,
    rewards: instance.rewards, hasGaussianPrior: instance.prior != nil)
  shape.sharedParameter = instance.sharedParameter
  shape.hasMortalArms = instance.hasMortalArms
  return shape
}

/// What policies may know of a problem of this clustering.
func setting(
  _ clustering: Clustering, rewards: RewardDistribution = .bernoulli, horizon: Int = 1000,
  tables: ClockTables? = nil
) -> PolicySetting {
  let instance = BanditInstance(
    means: Array(repeating: 0.5, count: clustering.armCount), clustering: clustering,
    rewards: rewards)
  return PolicySetting(
    instance: instance, horizon: horizon, tables: tables ?? .covering(horizon: horizon))
}

/// What is known of an arm after these pulls, in the words of a selection rule.
func estimate(pulls n: Double, sum s: Double) -> CandidateEstimate {
  let mean = n == 0 ? 0 : s / n
  return CandidateEstimate(
    pulls: n, mean: mean, variance: mean * (1 - mean), alpha: s, beta: n - s)
}
