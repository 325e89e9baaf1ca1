/// How often each check of a study passes over several seeds.
///
/// A published mean is a random quantity itself: its own error is the same for all seeds, so a
/// check that passes rarely points to the published number as much as to the program.
public struct SeedSurvey: Sendable {
  private let title: String
  private let name: String
  private let seeds: [UInt64]
  private let outcomes: [[Check]]

  /// The survey of results that differ in their seeds only.
  public init(_ results: [ExperimentResult]) {
    precondition(!results.isEmpty, "a survey needs results")
    title = results[0].title
    name = results[0].name
    seeds = results.map(\.seed)
    outcomes = results.map(\.checks)
  }

  /// For a terminal.
  public func plain() -> String { "\(title)\n\(facts)\n\n\(table.plain())" }

  /// As Markdown.
  public func markdown() -> String { "## \(title)\n\n\(facts)\n\n\(table.markdown())" }

  private var facts: String {
    "\(name) · \(seeds.count) seeds, \(seeds.min() ?? 0) to \(seeds.max() ?? 0)"
  }

  private var table: TextTable {
    var table = TextTable([
      ("check", .left), ("passes", .right), ("mean z", .right), ("smallest z", .right),
      ("largest z", .right),
    ])
    for index in outcomes[0].indices {
      let checks = outcomes.map { $0[index] }
      let scores = checks.compactMap(\.z)
      var moments = Moments()
      for score in scores { moments.add(score) }
      table.append([
        checks[0].subject, "\(checks.count { $0.verdict == .passes }) of \(checks.count)",
        scores.isEmpty ? "" : signed(moments.mean), scores.min().map(signed) ?? "",
        scores.max().map(signed) ?? "",
      ])
    }
    return table
  }
}
