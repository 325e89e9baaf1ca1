import ClusterBandit
import Foundation
import Randomness

/// CPU time per pull of fixed cases, on one thread, recording included.
package enum Benchmark {
  /// A policy on a fixed instance.
  package struct Case: Sendable {
    /// The name on the command line.
    package let name: String
    let summary: String
    let instance: @Sendable () -> BanditInstance
    let kind: String
    let values: [String: ParameterValue]
    let replications: Int
  }

  /// What was measured of a case.
  package struct Measurement: Sendable {
    let name: String
    let summary: String
    /// Microseconds of CPU per pull, one for each run.
    let microseconds: [Double]
    /// The mean reward of a replication: shows that the work was done.
    let meanReward: Double
  }

  static let horizon = 10_000

  /// The cases.
  package static let cases: [Case] = [
    threeArms(
      "a-epsilon-greedy", "epsilon-greedy",
      ["epsilon": .variant("constant", Arguments(["value": .number(0.1)]))]),
    threeArms("a-ucb1", "ucb1", [:]),
    threeArms("a-thompson", "thompson", [:], replications: 200),
    clustered("d-tsc", "tsc", replications: 50),
    clustered("d-ts-max", "ts-max"),
    clustered(
      "d-pmax", "two-level", "two-level PMAX, Thompson",
      ["strategy": .preset(PMaxStrategy.variant)], replications: 5),
    clustered(
      "d-kl-ucb", "two-level", "two-level MEAN, KL-UCB",
      ["outer": .preset(KLUCB.variant), "inner": .preset(KLUCB.variant)]),
    clustered(
      "d-bayes-ucb", "two-level", "two-level MEAN, Bayes-UCB",
      ["outer": .preset(BayesUCB.variant), "inner": .preset(BayesUCB.variant)]),
    clustered("d-kl-ucb-flat", "kl-ucb"),
    clustered("d-bayes-ucb-flat", "bayes-ucb"),
    clustered("d-clus-ucb", "clus-ucb", nil, ["width": .number(0.3)]),
    clustered("d-thompson", "thompson", replications: 20),
    clustered("d-hierarchical", "hierarchical-thompson"),
    clustered(
      "d-empirical-bayes", "hierarchical-thompson", "hierarchical-thompson, empirical Bayes",
      ["model": .variant("empirical-bayes", Arguments())]),
    clustered(
      "d-model-mean", "two-level", "two-level MEAN, hierarchical", ["model": hierarchicalModel]),
    clustered(
      "d-model-max", "two-level", "two-level MAX, hierarchical",
      ["model": hierarchicalModel, "strategy": .preset(MaxStrategy.variant)]),
    clustered("d-hts", "hts"),
    clustered("d-uct", "uct"),
    Case(
      name: "g-hierarchical", summary: "100 normal arms in 10 clusters, hierarchical Thompson",
      instance: { drawn("gaussian-clusters") }, kind: "gaussian-hierarchical-thompson", values: [:],
      replications: 10),
    contextual("e-lin-ts", "lin-ts"),
    contextual("e-lin-ucb", "lin-ucb"),
    contextual("e-lin-tsc", "lin-tsc"),
    contextual("e-lin-ucbc", "lin-ucbc"),
  ]

  private static var hierarchicalModel: ParameterValue {
    guard
      let family = PolicyCatalogue.standard["two-level"],
      case .component(let variants)? = family.parameters.first(where: { $0.name == "model" })?.type,
      let variant = variants.first(where: { $0.name == "hierarchical" })
    else { preconditionFailure("two-level has a hierarchical model") }
    return .preset(variant)
  }

  /// 100 arms in 10 clusters of means that look random.
  private static func clustered(
    _ name: String, _ kind: String, _ summary: String? = nil,
    _ values: [String: ParameterValue] = [:], replications: Int = 10
  ) -> Case {
    Case(
      name: name, summary: "100 arms in 10 clusters, \(summary ?? kind)",
      instance: {
        BanditInstance(
          means: (0..<100).map { 0.1 + 0.8 * spread($0) },
          clustering: Clustering(sizes: Array(repeating: 10, count: 10)), rewards: .bernoulli)
      },
      kind: kind, values: values, replications: replications)
  }

  private static func contextual(_ name: String, _ kind: String) -> Case {
    Case(
      name: name, summary: "100 arms in 10 clusters, dimension 5, \(kind)",
      instance: { drawn("contextual-clusters") }, kind: kind, values: [:], replications: 2)
  }

  /// One instance of an environment with its defaults.
  private static func drawn(_ kind: String) -> BanditInstance {
    guard let family = EnvironmentCatalogue.standard[kind],
      case .success(let environment) = family.make(Arguments(defaultsOf: family.parameters))
    else { preconditionFailure("the benchmark names an environment of the catalogue") }
    var stream = SeedTree(root: 1, experiment: "bench").stream(replication: 0, role: .instance)
    return environment.drawInstance(using: &stream)
  }

  private static func threeArms(
    _ name: String, _ kind: String, _ values: [String: ParameterValue], replications: Int = 1000
  ) -> Case {
    Case(
      name: name, summary: "3 arms, \(kind)",
      instance: {
        BanditInstance(
          means: [0.4, 0.6, 0.8], clustering: .singletons(3), rewards: .bernoulli)
      },
      kind: kind, values: values, replications: replications)
  }

  /// Fixed means that look random: the splitmix64 finaliser of the arm's number.
  private static func spread(_ arm: Int) -> Double {
    var z = UInt64(arm + 12345) &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }

  /// Plays a case `runs` times after one that is not counted.
  package static func measure(_ benchmark: Case, runs: Int) -> Measurement {
    guard let family = PolicyCatalogue.standard[benchmark.kind] else {
      preconditionFailure("the benchmark names a policy of the catalogue")
    }
    let instance = benchmark.instance()
    let policy = family.prepare(
      Arguments(benchmark.values, defaultsOf: family.parameters), instance.rewards)
    let tables = ClockTables.covering(horizon: horizon)
    let checkpoints = CheckpointPlan().rounds(horizon: horizon, extra: [])
    let seeds = SeedTree(root: 1, experiment: "bench")
    var times: [Double] = []
    var reward = Moments()
    for run in 0...runs {
      let start = processorSeconds()
      for number in 0..<benchmark.replications {
        let trajectory = policy.play(
          Replication(
            instance: instance, horizon: horizon, checkpoints: checkpoints, seeds: seeds,
            number: UInt64(number), tables: tables))
        reward.add(trajectory.final(.reward))
      }
      let pulls = Double(horizon * benchmark.replications)
      if run > 0 { times.append((processorSeconds() - start) / pulls * 1e6) }
    }
    return Measurement(
      name: benchmark.name, summary: benchmark.summary, microseconds: times,
      meanReward: reward.mean)
  }

  /// A table of measurements.
  package static func report(_ measurements: [Measurement]) -> String {
    var table = TextTable([
      ("case", .left), ("what", .left), ("µs/pull", .right), ("min", .right), ("max", .right),
      ("/ d-tsc", .right), ("M pulls/s", .right), ("mean reward", .right),
    ])
    // What a policy costs beyond TSC, where both were measured.
    let reference = measurements.first { $0.name == "d-tsc" }.map {
      quantile($0.microseconds.sorted(), 0.5)
    }
    for one in measurements {
      let sorted = one.microseconds.sorted()
      let median = quantile(sorted, 0.5)
      table.append([
        one.name, one.summary, fixed(median, 5), fixed(sorted.first, 5), fixed(sorted.last, 5),
        reference.map { fixed(median / $0, 2) } ?? "", fixed(1 / median, 2),
        fixed(one.meanReward, 2),
      ])
    }
    return table.plain() + "\n\n" + LinearAlgebraRate.report(clock: processorSeconds)
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

extension ParameterValue {
  /// A variant with its defaults.
  fileprivate static func preset(_ variant: Variant) -> ParameterValue {
    .variant(variant.name, Arguments(defaultsOf: variant.parameters))
  }
}
