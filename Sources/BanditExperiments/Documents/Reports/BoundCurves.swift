import Randomness

/// The bounds' curves constant · ln t at the problems' checkpoints.
///
/// A bound holds as t grows: at small t the curve may lie above what good policies lose.
public struct BoundCurves: TabularReport {
  /// The experiment.
  public let subject: ReportSubject
  private let points: [(quantity: BoundQuantity, round: Int)]

  /// The curves of an experiment's bounds.
  public init(_ bounds: ExperimentBounds) {
    subject = BoundsReport(bounds).subject
    points = bounds.problems.flatMap { problem in
      ([BoundQuantity(problem, "lai-robbins", problem.laiRobbins)]
        + problem.clustered.map { BoundQuantity(problem, "clustered", $0.constant, of: $0) })
        .flatMap { quantity in problem.rounds.map { (quantity, $0) } }
    }
  }

  /// The document.
  public var document: Document { Document(subject.heading + [.table(records.table)]) }

  /// The keys of the table's columns.
  public static var columnKeys: [String] { fields.map(\.column.key) }

  /// A row for each problem, bound and checkpoint.
  public var records: (key: String, table: Table) { ("curves", Table(points, Self.fields)) }

  private static var fields: [Table.Field<(quantity: BoundQuantity, round: Int)>] {
    // 0 at the first round, also of a constant beyond the largest number.
    func scaled(_ constant: Double, _ round: Int) -> Double {
      let scale = Elementary.log(Double(round))
      return scale > 0 ? constant * scale : 0
    }
    return [
      .init("environment", nil, .left) { .text($0.quantity.environment) },
      .init("bound", nil, .left) { .text($0.quantity.name) },
      .init("width", "w") { $0.quantity.width },
      .init("round") { .integer($0.round) },
      .init("mean") { .number(scaled($0.quantity.summary.mean, $0.round)) },
      .init("standard_error") { row in
        .number(
          row.quantity.summary.standardError.map { $0 * Elementary.log(Double(row.round)) })
      },
      .init("instances") { .integer($0.quantity.summary.replications) },
    ]
  }
}
