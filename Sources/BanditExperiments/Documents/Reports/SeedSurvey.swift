import Randomness

/// How often each check of a study passes over several seeds, and what all seeds together say.
///
/// A published mean is a random quantity itself: its own error is the same for all seeds, so a
/// check that passes rarely points to the published number as much as to the program. All seeds
/// together are therefore held against the target once, as a run of so many times the replications.
public struct SeedSurvey: Report {
  private let title: String
  private let name: String
  private let seeds: [UInt64]
  private let rows: [PooledCheck]

  /// The survey of results that differ in their seeds only.
  public init(_ results: [ResultSet]) {
    precondition(!results.isEmpty, "a survey needs results")
    title = results[0].plan.title
    name = results[0].plan.name
    seeds = results.map(\.plan.seed)
    let outcomes = results.map(\.checks)
    rows = outcomes[0].indices.map { index in PooledCheck(outcomes.map { $0[index] }) }
  }

  /// The checks that miss with all seeds together.
  public var misses: Int { rows.count(where: \.misses) }

  /// The misses that chance alone would make of so many right checks.
  public var expectedMisses: Double { rows.reduce(0) { $0 + $1.missProbability } }

  /// The probability of so many misses by chance alone, if the checks were independent.
  ///
  /// By Poisson's law. Those of a study share instances and rewards, so that misses come in company
  /// more often than this says.
  public var missProbability: Double {
    var (term, below) = (Elementary.exp(-expectedMisses), 0.0)
    for count in 0..<misses {
      below += term
      term *= expectedMisses / Double(count + 1)
    }
    return misses == 0 ? 1 : max(0, 1 - below)
  }

  /// Whether the misses are more than chance explains: P < 0.001, a distance of five standard
  /// errors, or an exact constant that differs.
  public var isBeyondChance: Bool {
    missProbability < 0.001 || rows.contains { $0.misses && ($0.z ?? 0).magnitude > 5 }
      || rows.contains(where: \.differs)
  }

  /// Whether a claim stays undecided with all seeds together.
  public var hasUndecided: Bool { rows.contains(where: \.isUndecided) }

  /// The document.
  public var document: Document {
    Document([
      .heading(title, level: 1),
      .paragraph(
        "\(name) · \(seeds.count) seeds, \(seeds.min() ?? 0) to \(seeds.max() ?? 0)"),
      .table(Table(rows, Self.fields)),
      .paragraph(
        "\(misses) of \(rows.count(where: \.isCounted)) checks "
          + "\(misses == 1 ? "misses" : "miss") with all seeds together; "
          + "chance alone makes \(fixed(expectedMisses, 3)) "
          + "(P \(missProbability < 0.001 ? "< 0.001" : "= \(fixed(missProbability, 3))"))"),
    ])
  }

  /// The keys of the table's columns.
  public static var columnKeys: [String] { fields.map(\.column.key) }

  private static var fields: [Table.Field<PooledCheck>] {
    [
      .init("check", nil, .left) { .text($0.checks[0].subject) },
      .init("passes") {
        $0.isCounted
          ? .text("\($0.checks.count { $0.verdict.isPass }) of \($0.checks.count)")
          : .text("not counted")
      },
      .init("together_z", "z of all", priority: 0) {
        $0.z.map { .shown(signed($0), $0) } ?? .blank
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
