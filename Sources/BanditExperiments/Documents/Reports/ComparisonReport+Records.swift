import ClusterBandit

extension ComparisonReport {
  /// What was compared, and the level of the intervals.
  public var properties: [(key: String, cell: Cell)] {
    [
      ("metric", .text(comparison.selection.metric.rawValue)),
      ("level", .number(comparison.selection.level)),
    ]
  }

  /// A row for each pair.
  public var records: (key: String, table: Table) {
    let rows = comparison.environments.flatMap { environment in
      environment.pairs.map { (environment: environment, pair: $0, one: $0.comparison) }
    }
    let metric = comparison.selection.metric.rawValue
    let plan = comparison.result.plan
    typealias Row = (
      environment: ExperimentComparison.Environment, pair: ExperimentComparison.Pair,
      one: PairedComparison
    )
    let ofProblems = columns.problems.map { path in
      Table.Field<Row>(path) { .swept(path, plan.sweptValues(of: $0.environment.label)) }
    }
    // Both sides have a column: one may be swept and the other not.
    let ofPolicies = columns.policies.flatMap { path in
      [
        Table.Field<Row>("a_\(path)") {
          .swept(path, plan.sweptValues(of: $0.environment.label, policy: $0.pair.first))
        },
        Table.Field<Row>("b_\(path)") {
          .swept(path, plan.sweptValues(of: $0.environment.label, policy: $0.pair.second))
        },
      ]
    }
    return (
      "comparisons",
      Table(
        rows,
        [
          .init("environment") { .text($0.environment.label) },
          .init("a") { .text($0.pair.first) },
          .init("b") { .text($0.pair.second) },
        ] + ofProblems + ofPolicies + [
          .init("metric") { _ in .text(metric) },
          .init("round") { .integer($0.environment.horizon) },
          .init("mean") { .number($0.one.mean) },
          .init("standard_error") { .number($0.one.standardError) },
          .init("low") { .number($0.one.interval?.low) },
          .init("high") { .number($0.one.interval?.high) },
          .init("interval") { .text($0.one.isSkewed ? "hall" : "t") },
          .init("median") { .number($0.one.median) },
          .init("median_low") { .number($0.one.medianInterval?.low) },
          .init("median_high") { .number($0.one.medianInterval?.high) },
          .init("median_coverage") { .number($0.one.medianCoverage) },
          .init("sign_p") { .number($0.one.signTest) },
          .init("permutation_p") { .number($0.one.permutationTest) },
          .init("holm_p") { .number($0.pair.adjusted) },
          .init("level") { .number($0.one.level) },
          .init("a_lower") { .integer($0.one.lower) },
          .init("b_lower") { .integer($0.one.higher) },
          .init("equal") { .integer($0.one.ties) },
          .init("patterns") { .integer($0.one.permutations) },
          .init("replications") { .integer($0.one.replications) },
          .init("better") { .text($0.pair.verdict.better) },
        ])
    )
  }
}

extension ExperimentComparison.Verdict {
  /// Which policy is better, in a word for machines.
  fileprivate var better: String {
    switch self {
    case .firstBetter: "a"
    case .secondBetter: "b"
    case .undecided, .oneReplication: "undecided"
    case .equal: "equal"
    }
  }
}
