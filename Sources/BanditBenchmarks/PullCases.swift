import BanditExperiments
import ClusterBandit
import Randomness

/// Whole replications of policies on fixed instances.
enum PullCases {
  static let horizon = 10_000

  static let all = scenes + baselines

  private static let scenes: [BenchmarkCase] = [
    threeArms(
      "a-epsilon-greedy", "epsilon-greedy",
      ["epsilon": .variant("constant", Arguments(["value": .number(0.1)]))]),
    threeArms("a-ucb1", "ucb1", [:]),
    threeArms("a-thompson", "thompson", [:], replications: 200),
    manyArms("b-ucb1", "ucb1", arms: 1000, replications: 20, besideBuckets: true),
    manyArms("b-thompson", "thompson", arms: 1000, replications: 5),
    manyArms("c-thompson", "thompson", arms: 100_000, horizon: 20_000, replications: 1),
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
    clustered("d-clus-ucb", "clus-ucb", nil, ["spread": .number(0.3)]),
    benchmark(
      "d-ucb-d", "100 arms in 10 clusters that share a parameter, ucb-d", arms: 100, "ucb-d",
      instance: { BenchmarkInstance.sharing(clusters: 10) }, replications: 2,
      reference: "d-tsc"),
    clustered("d-thompson", "thompson", replications: 20),
    clustered(
      "d-thompson-scan", "thompson", "thompson, search: scan", ["search": .word("scan")],
      replications: 20, reference: "d-thompson"),
    clustered("d-hierarchical", "hierarchical-thompson"),
    clustered(
      "d-empirical-bayes", "hierarchical-thompson", "hierarchical-thompson, empirical Bayes",
      ["model": .variant("empirical-bayes", Arguments())]),
    clustered(
      "d-model-mean", "two-level", "two-level MEAN, hierarchical", ["model": hierarchicalModel]),
    clustered(
      "d-model-max", "two-level", "two-level MAX, hierarchical",
      ["model": hierarchicalModel, "strategy": .preset(MaxStrategy.variant)]),
    benchmark(
      "d-model-pmax", "100 arms in 10 clusters, two-level PMAX, hierarchical", arms: 100,
      "two-level", ["model": hierarchicalModel, "strategy": .preset(PMaxStrategy.variant)],
      instance: { BenchmarkInstance.spread(arms: 100, clusters: 10) }, horizon: 1000,
      replications: 1, reference: "d-tsc"),
    clustered("d-mixture", "mixture"),
    clustered("d-meta-ucb", "meta-ucb"),
    clustered("d-meta-thompson", "meta-thompson"),
    clustered("d-d3rb", "d3rb"),
    clustered("d-ed2rb", "ed2rb"),
    clustered("d-hts", "hts"),
    clustered("d-uct", "uct"),
    benchmark(
      "g-hierarchical", "100 normal arms in 10 clusters, hierarchical Thompson", arms: 100,
      "gaussian-hierarchical-thompson", instance: { BenchmarkInstance.drawn("gaussian-clusters") },
      replications: 10),
    benchmark(
      "g-pmax", "100 normal arms in 10 clusters, two-level PMAX, Thompson", arms: 100, "two-level",
      ["strategy": .preset(PMaxStrategy.variant)],
      instance: { BenchmarkInstance.drawn("gaussian-clusters") }, replications: 5),
    contextual("e-lin-ts", "lin-ts"),
    contextual("e-lin-ucb", "lin-ucb"),
    contextual("e-lin-tsc", "lin-tsc"),
    contextual("e-lin-ucbc", "lin-ucbc"),
  ]

  /// The flat baselines beside TSC.
  private static var baselines: [BenchmarkCase] {
    let all: [(kind: String, values: [String: ParameterValue])] = [
      ("ucb1-tuned", [:]), ("imed", [:]), ("moss", [:]),
      ("explore-then-commit", ["pulls": .integer(10)]),
      ("boltzmann", ["temperature": .number(0.1)]), ("boltzmann-gumbel", [:]),
      ("knowledge-gradient", [:]), ("top-two-thompson", [:]), ("exp3-ix", [:]),
      ("tsallis-inf", [:]), ("optimistic-gittins", [:]),
      ("gittins", ["discount": .number(0.95)]),
      ("sequential-halving", [:]), ("cluster-halving", [:]),
      ("cluster-gittins", ["discount": .number(0.95), "states": .integer(100)]),
    ]
    return all.map { clustered("d-\($0.kind)", $0.kind, nil, $0.values, replications: 2) }
      + [
        clustered(
          "d-ids", "ids", "ids, hierarchical", ["model": hierarchicalModel], replications: 1),
        clustered(
          "d-v-ids", "v-ids", "v-ids, hierarchical", ["model": hierarchicalModel],
          replications: 1),
        clustered(
          "d-kl-ucb-plus-plus", "kl-ucb", "kl-ucb, plus-plus",
          ["exploration": .word("plus-plus")], replications: 2),
        clustered(
          "d-optimistic-thompson", "thompson", "thompson, optimistic",
          ["optimistic": .flag(true)], replications: 2),
      ]
  }

  /// The hierarchical model with its defaults.
  static var hierarchicalModel: ParameterValue {
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
    _ values: [String: ParameterValue] = [:], replications: Int = 10, reference: String = "d-tsc"
  ) -> BenchmarkCase {
    benchmark(
      name, "100 arms in 10 clusters, \(summary ?? kind)", arms: 100, kind, values,
      instance: { BenchmarkInstance.spread(arms: 100, clusters: 10) }, replications: replications,
      reference: reference)
  }

  /// Arms of means that look random, each a cluster of its own.
  static func manyArms(
    _ name: String, _ kind: String, _ summary: String? = nil, group: BenchmarkGroup = .pulls,
    arms: Int, horizon: Int = horizon, replications: Int, besideBuckets: Bool = false
  ) -> BenchmarkCase {
    benchmark(
      name, summary ?? "\(grouped(arms)) arms, \(kind)", group: group, arms: arms, kind,
      instance: { BenchmarkInstance.spread(arms: arms, clusters: arms) }, horizon: horizon,
      replications: replications, besideBuckets: besideBuckets)
  }

  private static func contextual(_ name: String, _ kind: String) -> BenchmarkCase {
    benchmark(
      name, "100 arms in 10 clusters, dimension 5, \(kind)", arms: 100, kind,
      instance: { BenchmarkInstance.drawn("contextual-clusters") }, replications: 2)
  }

  private static func threeArms(
    _ name: String, _ kind: String, _ values: [String: ParameterValue], replications: Int = 1000
  ) -> BenchmarkCase {
    benchmark(
      name, "3 arms, \(kind)", arms: 3, kind, values,
      instance: {
        BanditInstance(
          means: [0.4, 0.6, 0.8], clustering: .singletons(3), rewards: .bernoulli)
      }, replications: replications)
  }

  /// CPU time per pull of some replications, on one thread, recording included.
  private static func benchmark(
    _ name: String, _ summary: String, group: BenchmarkGroup = .pulls, arms: Int,
    _ kind: String, _ values: [String: ParameterValue] = [:],
    instance: @escaping @Sendable () -> BanditInstance, horizon: Int = horizon, replications: Int,
    reference: String? = nil, besideBuckets: Bool = false
  ) -> BenchmarkCase {
    let pulls = Double(horizon * replications)
    return BenchmarkCase(
      name: name, group: group, summary: summary, arms: arms,
      unit: group == .pulls ? .pull : .decision, reference: reference, units: pulls
    ) {
      let instance = instance()
      let policy = BenchmarkInstance.policy(kind, values, for: instance)
      let tables = ClockTables.covering(horizon: horizon)
      let checkpoints = Array(stride(from: horizon / 100, through: horizon, by: horizon / 100))
      let seeds = SeedTree(root: 1)
      var reward = Moments()
      let start = BenchmarkClock.processorSeconds()
      for number in 0..<replications {
        let trajectory = policy.play(
          Replication(
            instance: instance, horizon: horizon, checkpoints: checkpoints, seeds: seeds,
            number: UInt64(number), tables: tables))
        reward.add(trajectory.final(.reward))
      }
      let seconds = BenchmarkClock.processorSeconds() - start
      return BenchmarkCase.Sample(
        microseconds: seconds / pulls * 1e6,
        reward: group == .pulls ? reward.mean : reward.mean / Double(horizon),
        reference: besideBuckets
          ? PullCountBuckets.microseconds(
            on: instance, horizon: horizon, replications: replications) : nil)
    }
  }
}

extension ParameterValue {
  /// A variant with its defaults.
  static func preset(_ variant: Variant) -> ParameterValue {
    .variant(variant.name, Arguments(defaultsOf: variant.parameters))
  }
}
