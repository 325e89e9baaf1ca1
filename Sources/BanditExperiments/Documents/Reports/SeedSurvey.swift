/// How often each check of a study passes over several seeds.
///
/// A published mean is a random quantity itself: its own error is the same for all seeds, so a
/// check that passes rarely points to the published number as much as to the program.
public struct SeedSurvey: Report {
  private let title: String
  private let name: String
  private let seeds: [UInt64]
  private let outcomes: [[Check]]

  /// The survey of results that differ in their seeds only.
  public init(_ results: [ResultSet]) {
    precondition(!results.isEmpty, "a survey needs results")
    title = results[0].plan.title
    name = results[0].plan.name
    seeds = results.map(\.plan.seed)
    outcomes = results.map(\.checks)
  }

  /// The document.
  public var document: Document {
    Document([
      .heading(title, level: 1),
      .paragraph(
        "\(name) · \(seeds.count) seeds, \(seeds.min() ?? 0) to \(seeds.max() ?? 0)"),
      .table(
        Table(
          outcomes[0].indices.map { index in Row(checks: outcomes.map { $0[index] }) },
          Self.fields)),
    ])
  }

  /// The keys of the table's columns.
  public static var columnKeys: [String] { fields.map(\.column.key) }

  /// One check with every seed.
  private struct Row {
    let checks: [Check]

    func score(_ pick: ([Double]) -> Double?) -> Cell {
      pick(checks.compactMap(\.z)).map { .shown(signed($0), $0) } ?? .blank
    }
  }

  private static var fields: [Table.Field<Row>] {
    [
      .init("check", nil, .left) { .text($0.checks[0].subject) },
      .init("passes") {
        .text("\($0.checks.count { $0.verdict == .passes }) of \($0.checks.count)")
      },
      .init("mean_z", "mean z", priority: 1) {
        $0.score { scores in
          var moments = Moments()
          for score in scores { moments.add(score) }
          return scores.isEmpty ? nil : moments.mean
        }
      },
      .init("smallest_z", "smallest z", priority: 2) { $0.score { $0.min() } },
      .init("largest_z", "largest z", priority: 2) { $0.score { $0.max() } },
    ]
  }
}
