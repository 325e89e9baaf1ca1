import ClusterBandit

/// Policies over all environments: for people a row for each policy, for machines one for each
/// policy and measure.
public struct AggregateReport: TabularReport {
  private let aggregate: AggregateComparison

  /// The report of a comparison over environments.
  public init(_ aggregate: AggregateComparison) { self.aggregate = aggregate }

  /// The experiment.
  public var subject: ReportSubject { aggregate.result.subject }

  /// The document.
  public var document: Document {
    let table = Table(
      title:
        "\(aggregate.metric.heading) over \(grouped(aggregate.environments.count)) environments",
      aggregate.rows, Self.fields(aggregate))
    return Document(subject.heading + [.table(table), .list(legend)])
  }

  /// The keys of all columns that the document's table may have.
  public static var columnKeys: [String] {
    fields(level: 0.95, isBetterLower: true, rankPlaces: 1, places: 1).map(\.column.key)
  }

  private typealias Row = AggregateComparison.Row

  private static func fields(_ aggregate: AggregateComparison) -> [Table.Field<Row>] {
    func places(_ estimates: [AggregateComparison.Estimate?]) -> Int {
      min(3, decimals(forErrors: estimates.map { $0?.interval.map { ($0.high - $0.low) / 4 } }))
    }
    return fields(
      level: aggregate.level, isBetterLower: aggregate.metric.isBetterLower,
      rankPlaces: places(aggregate.rows.map(\.meanRank)),
      places: places(aggregate.rows.map(\.interquartileMean)))
  }

  private static func fields(
    level: Double, isBetterLower: Bool, rankPlaces: Int, places: Int
  ) -> [Table.Field<Row>] {
    func pair(
      _ key: String, _ title: String, _ places: Int, priority: Int, interval: Int,
      _ pick: @escaping (Row) -> AggregateComparison.Estimate?
    ) -> [Table.Field<Row>] {
      [
        .init(key, title, priority: priority) { .number(pick($0)?.value, decimals: places) },
        .init("\(key)_interval", "\((100 * level).percentage) interval", priority: interval) {
          guard let ends = pick($0)?.interval else { return .missing }
          return .text("[\(fixed(ends.low, places)), \(fixed(ends.high, places))]")
        },
      ]
    }
    return [.init("policy", nil, .left) { .text($0.policy) }]
      + pair("mean_rank", "mean rank", rankPlaces, priority: 0, interval: 2) { $0.meanRank }
      + pair("interquartile_mean", "IQM", places, priority: 0, interval: 1) {
        $0.interquartileMean
      }
      + AggregateComparison.factors.enumerated().flatMap { index, factor in
        pair(
          "share_\(factor.short.replacing(".", with: "_"))",
          "\(isBetterLower ? "≤ " : factor == 1 ? "≥ " : "≥ 1/")\(factor.short)", 2, priority: 3,
          interval: 4
        ) { $0.shares.indices.contains(index) ? $0.shares[index] : nil }
      }
  }

  private var legend: [String] {
    let isLower = aggregate.metric.isBetterLower
    let best = isLower ? "lowest" : "highest"
    let name = aggregate.metric.heading
    var lines = [
      "mean rank: of the policies' means in each environment, 1 the \(best), equal ones sharing "
        + "theirs."
    ]
    if aggregate.unscaled.isEmpty {
      lines += [
        "Relative values: a replication's \(name) over the \(best) mean \(name) of its environment.",
        "IQM: the interquartile mean of relative values, over all environments and replications: "
          + "the lowest and the highest quarter are left out (Agarwal et al. 2021).",
        "\(isLower ? "≤ τ" : "≥ 1/τ"): the share of relative values that far from 1 or better, for "
          + "τ = \(AggregateComparison.factors.map(\.short).joined(separator: ", ")): "
          + "the performance profile.",
      ]
    } else {
      lines.append(
        "There is no interquartile mean and no profile: the \(best) mean is not above 0 in "
          + "\(aggregate.unscaled.joined(separator: ", ")).")
    }
    lines.append(
      aggregate.resamples == 0
        ? "One replication has no intervals: use --replications to run more."
        : "Intervals: percentiles of \(grouped(aggregate.resamples)) bootstrap resamples of the "
          + "\(grouped(aggregate.replications)) replications, the same in every environment.")
    for (policies, reason) in [
      (aggregate.lossless, "without regret"), (aggregate.missing, "not in every environment"),
    ] where !policies.isEmpty {
      lines.append("Left out: \(policies.joined(separator: ", ")): \(reason).")
    }
    return lines
  }

  /// What was compared, and the level of the intervals.
  public var properties: [(key: String, cell: Cell)] {
    [("metric", .text(aggregate.metric.rawValue)), ("level", .number(aggregate.level))]
  }

  /// A row for each policy and measure.
  public var records: (key: String, table: Table) {
    typealias Line = (
      policy: String, measure: String, factor: Double?, estimate: AggregateComparison.Estimate
    )
    let lines = aggregate.rows.flatMap { row -> [Line] in
      [(row.policy, "mean-rank", nil, row.meanRank)]
        + (row.interquartileMean.map { [(row.policy, "interquartile-mean", nil, $0)] } ?? [])
        + zip(AggregateComparison.factors, row.shares).map { (row.policy, "profile", $0, $1) }
    }
    return (
      "aggregates",
      Table(
        lines,
        [
          .init("policy") { .text($0.policy) },
          .init("measure") { .text($0.measure) },
          .init("factor") { .number($0.factor) },
          .init("metric") { _ in .text(aggregate.metric.rawValue) },
          .init("value") { .number($0.estimate.value) },
          .init("low") { .number($0.estimate.interval?.low) },
          .init("high") { .number($0.estimate.interval?.high) },
          .init("level") { _ in .number(aggregate.level) },
          .init("environments") { _ in .integer(aggregate.environments.count) },
          .init("replications") { _ in .integer(aggregate.replications) },
          .init("resamples") { _ in .integer(aggregate.resamples) },
        ])
    )
  }
}
