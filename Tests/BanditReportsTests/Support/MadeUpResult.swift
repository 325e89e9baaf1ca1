import ClusterBandit

@testable import BanditExperiments

/// What one policy did on one environment, as a test writes it.
struct MadeUp {
  var environment = "env"
  var policy: String
  /// The metrics at the horizon by replication.
  var values: [Metric: [Double]]
  var swept: [Plan.SweptValue] = []
  var rounds = [10, 100]

  /// Pseudo-regrets, with rewards that make up 100 with them.
  init(
    _ policy: String, _ regrets: [Double], environment: String = "env",
    swept: [Plan.SweptValue] = [], stuck: [Double]? = nil, rounds: [Int] = [10, 100]
  ) {
    self.environment = environment
    self.policy = policy
    self.swept = swept
    self.rounds = rounds
    values = [
      .pseudoRegret: regrets, .realisedRegret: regrets, .reward: regrets.map { 100 - $0 },
      .bestArmShare: regrets.map { _ in 0.5 }, .bestClusterShare: regrets.map { _ in 0.5 },
      .stuckFraction: stuck ?? regrets.map { _ in 0 },
    ]
  }

  /// The cell: at rounds before the last one curves have the share of the horizon.
  var cell: ResultSet.Cell {
    let horizon = rounds.last ?? 1
    var curves: [Metric: [Moments]] = [:]
    for metric in Metric.curves {
      curves[metric] = rounds.map { round in
        Moments((values[metric] ?? []).map { $0 * Double(round) / Double(horizon) })
      }
    }
    return ResultSet.Cell(
      environment: environment, policy: policy, swept: swept, horizon: horizon, rounds: rounds,
      final: values.filter { !$0.value.isEmpty }
        .mapValues { Summary(moments: Moments($0), values: $0) },
      curves: curves,
      quantiles: rounds.map { round in
        let share = Double(round) / Double(horizon)
        let sorted = (values[.pseudoRegret] ?? []).sorted()
        return CurveQuantiles { p in sorted.isEmpty ? .nan : share * quantile(sorted, p) }
      }, values: values, runs: nil)
  }
}

extension ResultSet {
  /// A result of made-up cells: its plan is what they could come from.
  init(
    _ all: [MadeUp], title: String = "Title", targets: [Target] = [], replications: Int? = nil
  ) {
    var labels: Set<String> = []
    let problems = all.filter { labels.insert($0.environment).inserted }.map { one in
      Plan.Problem(
        label: one.environment, environment: Plan.Component("needle"),
        horizon: one.rounds.last ?? 1,
        policies: all.filter { $0.environment == one.environment }.map {
          Plan.Policy(Plan.Component("random"), label: $0.policy, swept: $0.swept)
        })
    }
    let plan = Plan(
      name: "made-up", title: title, seed: 7,
      replications: replications ?? all.first?.values[.reward]?.count ?? 1,
      checkpoints: Checkpoints(count: all.first?.rounds.count ?? 1), problems: problems,
      targets: targets)
    self.init(
      plan: plan, manifest: Manifest(plan), cells: all.map(\.cell), constants: [], notes: [])
  }
}
