/// Lower bounds as text for people: a row for each problem and width.
public struct BoundsReport: Sendable {
  private let bounds: ExperimentBounds

  /// The report of an experiment's bounds.
  public init(_ bounds: ExperimentBounds) { self.bounds = bounds }

  /// For a terminal.
  public func plain() -> String {
    ([bounds.title, facts, "", table.plain(), ""] + notes).joined(separator: "\n")
  }

  /// As Markdown.
  public func markdown() -> String {
    (["## \(bounds.title)", facts, table.markdown()] + notes).joined(separator: "\n\n")
  }

  private var facts: String { "\(bounds.name) · seed \(bounds.seed) · lower bounds on the regret" }

  private var notes: [String] {
    var notes = [
      "Regret is at least constant · ln T as T grows, for policies that are good everywhere."
    ]
    if bounds.problems.contains(where: { !$0.isFixed }) {
      notes.append(
        "Over random instances a constant's mean need not be finite (two best arms may nearly tie): "
          + "look at the medians.")
    }
    return notes
  }

  private var table: TextTable {
    let hasRandom = bounds.problems.contains { !$0.isFixed }
    var columns: [(name: String, alignment: TextTable.Alignment)] = [("environment", .left)]
    if hasRandom { columns.append(("instances", .right)) }
    columns += [("best mean", .right), ("spread", .right), ("Lai–Robbins", .right)]
    if hasRandom { columns.append(("median", .right)) }
    columns += [("w", .right), ("clustered", .right)]
    if hasRandom { columns.append(("median", .right)) }
    columns += [("ratio", .right), ("applies", .left)]
    var table = TextTable(columns)
    for problem in bounds.problems {
      for bound in problem.clustered {
        var row = [problem.label]
        if hasRandom {
          row.append(problem.isFixed ? "fixed" : grouped(problem.bestMean.replications))
        }
        row += [problem.bestMean, problem.spread, problem.laiRobbins].map { text($0, problem) }
        if hasRandom { row.append(median(problem.laiRobbins, problem)) }
        row += [bound.width.map(\.short) ?? "spread", text(bound.constant, problem)]
        if hasRandom { row.append(median(bound.constant, problem)) }
        row += [
          bound.ratio.map { text($0, problem) } ?? "–",
          bound.admissible == 1
            ? "yes" : bound.admissible == 0 ? "no" : "to \(fixed(100 * bound.admissible, 0)) %",
        ]
        table.append(row)
      }
    }
    return table
  }

  /// Four decimals of what is exact, otherwise as many as the standard error leaves.
  private func text(_ summary: Summary, _ problem: ExperimentBounds.Problem) -> String {
    isExact(summary, problem) ? fixed(summary.mean, 4) : concise(summary, places(summary))
  }

  /// The median, where it says more than the mean.
  private func median(_ summary: Summary, _ problem: ExperimentBounds.Problem) -> String {
    problem.isFixed
      ? "" : fixed(summary.median, isExact(summary, problem) ? 4 : places(summary))
  }

  /// Whether there is one instance only, or all agree but for rounding.
  private func isExact(_ summary: Summary, _ problem: ExperimentBounds.Problem) -> Bool {
    problem.isFixed
      || summary.standardError.map { $0 <= 1e-9 * summary.mean.magnitude } ?? false
  }

  private func places(_ summary: Summary) -> Int { decimals(forErrors: [summary.standardError]) }
}
