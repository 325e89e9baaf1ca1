public import ClusterBandit

/// The coverage of intervals: for people a table for each environment, for machines a row for each
/// interval.
public struct CoverageReport: TabularReport {
  /// What was measured.
  public let study: CoverageStudy
  private let metric: Metric

  /// The report of a study.
  public init(_ study: CoverageStudy, _ metric: Metric) {
    self.study = study
    self.metric = metric
  }

  /// The experiment.
  public var subject: ReportSubject { study.result.subject }

  /// The document.
  public var document: Document {
    var seen: Set<String> = []
    let environments = study.rows.map(\.environment).filter { seen.insert($0).inserted }
    return Document(
      subject.heading
        + environments.map { environment in
          var table = Table(lines(environment), CoverageReport.fields)
          table.title =
            "\(environment): how many of 100 intervals of the \(metric.heading) hold the truth"
          return .table(table)
        } + [.list(legend)])
  }

  /// The keys of the table's columns.
  public static var columnKeys: [String] { fields.map(\.column.key) }

  /// The intervals of a subject and a number of replications.
  private struct Line {
    var rows: [CoverageStudy.Row]

    func row(_ interval: CoverageStudy.Interval) -> CoverageStudy.Row? {
      rows.first { $0.interval == interval }
    }
  }

  private func lines(_ environment: String) -> [Line] {
    var lines: [Line] = []
    for row in study.rows where row.environment == environment {
      if let last = lines.last?.rows.first, last.subject == row.subject,
        last.replications == row.replications, last.precision == row.precision
      {
        lines[lines.count - 1].rows.append(row)
      } else {
        lines.append(Line(rows: [row]))
      }
    }
    return lines
  }

  private static var fields: [Table.Field<Line>] {
    func share(
      _ key: String, _ title: String, _ interval: CoverageStudy.Interval, priority: Int,
      _ value: @escaping (CoverageStudy.Row) -> Double = { $0.coverage }
    ) -> Table.Field<Line> {
      .init(key, title, priority: priority) {
        .number($0.row(interval).map { 100 * value($0) }, decimals: 1)
      }
    }
    return [
      .init("subject", "of", .left) { .text($0.rows[0].subject) },
      .init("n") { line in
        let row = line.rows[0]
        let count = grouped(Int(row.replications.rounded()))
        return .shown(
          row.precision.map { "\((100 * $0).percentage): \(count)" } ?? count, row.replications)
      },
      share("t", "t", .student, priority: 0), share("printed", "printed", .printed, priority: 0),
      share("below", "too low", .printed, priority: 2) { $0.below },
      share("above", "too high", .printed, priority: 2) { $0.above },
      .init("length", "length/t", priority: 1) { line in
        guard let printed = line.row(.printed), let student = line.row(.student),
          student.length > 0
        else { return .missing }
        return .number(printed.length / student.length, decimals: 2)
      },
      share("johnson", "Johnson", .johnson, priority: 4), share("hall", "Hall", .hall, priority: 3),
      share("bootstrap_t", "bootstrap-t", .bootstrapT, priority: 3),
      share("median", "median", .median, priority: 1),
    ]
  }

  private var legend: [String] {
    let pool = grouped(study.result.cells.first?.replications ?? 0)
    return [
      "The \(pool) replications are taken for the truth; samples of n are drawn from them, "
        + "\(grouped(study.rows.first?.samples ?? 0)) of each (of precisions a fourth, of "
        + "bootstrap-t a sixteenth). Nominal: \((100 * study.level).percentage).",
      "printed: Student's t, or Hall's interval where |skewness| > 0.2 √n; too low and too high: "
        + "its misses; length/t: its mean length in lengths of t.",
      "n with a percentage: replications were added until the standard error was at most that "
        + "share of the mean, and n is their mean number.",
      "A / B: A − r B with the true ratio r, which is how ratios are tested (Fieller 1954). "
        + "median: the interval of the median by order statistics.",
    ]
  }

  /// The level of the intervals.
  public var properties: [(key: String, cell: Cell)] {
    [("metric", .text(metric.rawValue)), ("level", .number(study.level))]
  }

  /// A row for each interval.
  public var records: (key: String, table: Table) {
    (
      "coverage",
      Table(
        study.rows,
        [
          .init("environment") { .text($0.environment) },
          .init("subject") { .text($0.subject) },
          .init("n") { .number($0.replications) },
          .init("precision") { .number($0.precision) },
          .init("interval") { .text($0.interval.rawValue) },
          .init("samples") { .integer($0.samples) },
          .init("coverage") { .number($0.coverage) },
          .init("below") { .number($0.below) },
          .init("above") { .number($0.above) },
          .init("mean_length") { .number($0.length.isFinite ? $0.length : nil) },
        ])
    )
  }
}
