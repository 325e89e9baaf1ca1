public import ClusterBandit

/// The coverage of intervals over environments: for people a row for each n and policy, for
/// machines one for each interval.
public struct AggregateCoverageReport: TabularReport {
  /// What was measured.
  public let coverage: AggregateCoverage
  private let metric: Metric

  /// The report of a study of intervals.
  public init(_ coverage: AggregateCoverage, _ metric: Metric) {
    self.coverage = coverage
    self.metric = metric
  }

  /// The experiment.
  public var subject: ReportSubject { coverage.result.subject }

  /// The document.
  public var document: Document {
    var table = Table(lines, AggregateCoverageReport.fields)
    table.title =
      "how many of 100 intervals over environments of the \(metric.heading) hold the truth"
    return Document(subject.heading + [.table(table), .list(legend)])
  }

  /// The keys of the table's columns.
  public static var columnKeys: [String] { fields.map(\.column.key) }

  /// The intervals of a policy and a number of replications.
  private struct Line {
    var rows: [AggregateCoverage.Row]
  }

  private var lines: [Line] {
    var lines: [Line] = []
    for row in coverage.rows {
      if let last = lines.last?.rows.first, last.policy == row.policy,
        last.replications == row.replications
      {
        lines[lines.count - 1].rows.append(row)
      } else {
        lines.append(Line(rows: [row]))
      }
    }
    return lines
  }

  private static var fields: [Table.Field<Line>] {
    [
      .init("policy", nil, .left) { .text($0.rows[0].policy) },
      .init("n") { .integer($0.rows[0].replications) },
    ]
      + AggregateCoverage.measures.enumerated().map { number, measure in
        .init(
          measure.replacing(" ", with: "_").replacing(".", with: "_"), measure, priority: number
        ) { line in
          .number(
            line.rows.first { $0.measure == measure }.map { 100 * $0.coverage }, decimals: 1)
        }
      }
  }

  private var legend: [String] {
    let pool = grouped(coverage.result.cells.first?.replications ?? 0)
    return [
      "The \(pool) replications are taken for the truth; samples of n are drawn from them, "
        + "\(grouped(coverage.rows.first?.samples ?? 0)) of each, and "
        + "\(AggregateCoverage.resamples) resamples of every sample. Nominal: "
        + "\((100 * coverage.level).percentage).",
      "A rank or a share that hardly ever changes has intervals of length 0: they hold the truth "
        + "always or never.",
    ]
  }

  /// The level of the intervals.
  public var properties: [(key: String, cell: Cell)] {
    [("metric", .text(metric.rawValue)), ("level", .number(coverage.level))]
  }

  /// A row for each interval.
  public var records: (key: String, table: Table) {
    (
      "coverage",
      Table(
        coverage.rows,
        [
          .init("policy") { .text($0.policy) },
          .init("measure") { .text($0.measure) },
          .init("n") { .integer($0.replications) },
          .init("samples") { .integer($0.samples) },
          .init("coverage") { .number($0.coverage) },
          .init("below") { .number($0.below) },
          .init("above") { .number($0.above) },
          .init("mean_length") { .number($0.length) },
        ])
    )
  }
}
