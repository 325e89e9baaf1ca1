import Randomness

/// The bounds' curves constant · ln t at the problems' checkpoints.
///
/// A bound holds as t grows: at small t the curve may lie above what good policies lose.
public struct BoundCurves: TabularReport {
  /// The experiment.
  public let subject: ReportSubject
  private typealias Point = (quantity: BoundQuantity, round: Int)
  private let points: [Point]
  private let plan: Plan
  private let columns: SweptColumns

  /// The curves of an experiment's bounds.
  ///
  /// - Parameters:
  ///   - bounds: of one experiment.
  ///   - columns: the columns of swept values, by default the plan's; several reports under one
  ///     header have those of all.
  public init(_ bounds: ExperimentBounds, _ columns: SweptColumns? = nil) {
    plan = bounds.plan
    self.columns = columns ?? SweptColumns([bounds.plan])
    subject = BoundsReport(bounds).subject
    points = bounds.problems.flatMap { problem in
      ([BoundQuantity(problem, "lai-robbins", problem.laiRobbins)]
        + problem.clustered.map { BoundQuantity(problem, "clustered", $0.constant, of: $0) })
        .flatMap { quantity in problem.rounds.map { (quantity, $0) } }
    }
  }

  /// The document; labels say what was swept.
  public var document: Document { Document(subject.heading + [.table(Table(points, fields))]) }

  /// The keys of the table's columns.
  public static var columnKeys: [String] { fields().map(\.column.key) }

  /// A row for each problem, bound and checkpoint.
  public var records: (key: String, table: Table) {
    let swept = columns.problems.map { path in
      Table.Field<Point>(path) { .swept(path, plan.sweptValues(of: $0.quantity.environment)) }
    }
    return ("curves", Table(points, fields.prefix(1) + swept + fields.dropFirst()))
  }

  /// People see as many decimals as the lowest point needs.
  private var fields: [Table.Field<Point>] {
    let values = points.map { Self.scaled($0.quantity.summary.mean, $0.round) }.filter { $0 > 0 }
    return Self.fields(decimals: decimals(forErrors: [values.min()]) + 1)
  }

  /// 0 at the first round, also of a constant beyond the largest number.
  private static func scaled(_ constant: Double, _ round: Int) -> Double {
    let scale = Elementary.log(Double(round))
    return scale > 0 ? constant * scale : 0
  }

  private static func fields(
    decimals: Int = 2
  ) -> [Table.Field<Point>] {
    [
      .init("environment", nil, .left) { .text($0.quantity.environment) },
      .init("bound", nil, .left) { .text($0.quantity.name) },
      .init("width", "w") { $0.quantity.width },
      .init("round") { .integer($0.round) },
      .init("mean") {
        .number(scaled($0.quantity.summary.mean, $0.round), decimals: decimals)
      },
      .init("standard_error") { row in
        .number(
          row.quantity.summary.standardError.map { $0 * Elementary.log(Double(row.round)) },
          decimals: decimals)
      },
      .init("instances") { .integer($0.quantity.summary.replications) },
    ]
  }
}
