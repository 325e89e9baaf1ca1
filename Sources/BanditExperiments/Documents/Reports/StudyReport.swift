/// What a study measured beside its targets.
public struct StudyReport: TabularReport {
  /// What all tables of checks have to be told with.
  public static let legend = [
    "z counts standard errors; beside a reference ± s.e. and z are those of the larger spread.",
    "A published value agrees if |z| ≤ 3 (or within its ± %), a reference, from an independent "
      + "program, if |z| ≤ 4, an exact constant if it rounds to the target.",
    "Realised regret, and the reward of arms that stay the same, are measured by way of the "
      + "pseudo-regret: the same mean with less noise.",
    "A claim holds if z ≥ 3 and fails if z ≤ −3.",
  ]

  /// The checks in the order of the file.
  public let checks: [Check]
  /// What its published values, and its references, say together.
  private let joint: [String]
  /// The study.
  public let subject: ReportSubject

  /// The report of a result that has something to check.
  public init(_ result: ResultSet) {
    let checks = result.checks
    self.checks = checks
    joint = [(.published, "published values"), (.reference, "references")].compactMap {
      JointCheck(checks, $0, in: result)?.text($1)
    }
    subject = result.subject
  }

  /// The document.
  public var document: Document {
    Document(subject.heading + [.table(checks.table(title: nil)), .list(joint)])
  }

  /// The keys of the table's columns.
  public static var columnKeys: [String] { [Check].fields.map(\.column.key) }

  /// A row for each check.
  public var records: (key: String, table: Table) {
    (
      "checks",
      Table(
        checks,
        [
          .init("kind") { .text($0.kind.rawValue) },
          .init("subject") { .text($0.subject) },
          .init("measured") { .number($0.measured) },
          .init("standard_error") { .number($0.standardError) },
          .init("target") { .number($0.target.value) },
          .init("target_standard_error") { .number($0.targetStandardError) },
          .init("tolerance") { .number($0.target.tolerance) },
          .init("above") { .number($0.target.above) },
          .init("below") { .number($0.target.below) },
          .init("z") { .number($0.z) },
          .init("verdict") { .text($0.word) },
          .init("source") { .text($0.target.source) },
        ])
    )
  }
}

extension [Check] {
  /// A row for each check.
  func table(title: String?) -> Table { Table(title: title, self, [Check].fields) }

  static var fields: [Table.Field<Check>] {
    [
      .init("check", nil, .left) { .text($0.subject) },
      .init("measured", priority: 1) { .number($0.measured, decimals: $0.places) },
      .init("standard_error", "± s.e.", priority: 3) {
        $0.kind == .constant ? .text("exact") : .number($0.standardError, decimals: $0.places)
      },
      .init("target", priority: 2) { .shown($0.target.text, $0.target.value) },
      .init("target_standard_error", "± s.e. of target", priority: 4) {
        $0.targetStandardError == nil
          ? .blank : .number($0.targetStandardError, decimals: $0.places)
      },
      .init("z") { $0.scoreCell },
      .init("verdict", nil, .left) { .text($0.shownWord) },
    ]
  }
}

extension Check {
  /// z with its sign.
  var scoreCell: Cell { z.map { .shown(signed($0), $0) } ?? .blank }

  /// The decimals of what was measured.
  fileprivate var places: Int {
    switch target {
    case .published, .reference, .shown:
      decimals(forErrors: [standardError, targetStandardError])
    case .constant(let published): Swift.min(Swift.max(4, published.decimals), 15)
    case .claim: Swift.max(2, decimals(forErrors: [standardError]))
    }
  }
}

/// What each kind of target has; the others lack it.
extension Target {
  fileprivate var value: Double? {
    switch self {
    case .published(let value), .reference(let value), .shown(let value): value.mean
    case .constant(let constant): constant.value
    case .claim: nil
    }
  }

  fileprivate var tolerance: Double? {
    mean?.tolerance
  }

  fileprivate var above: Double? { if case .claim(let claim) = self { claim.above } else { nil } }

  fileprivate var below: Double? { if case .claim(let claim) = self { claim.below } else { nil } }

  fileprivate var text: String {
    switch self {
    case .published(let value), .reference(let value), .shown(let value): value.text
    case .constant(let constant): fixed(constant.value, min(max(0, constant.decimals), 15))
    case .claim(let claim):
      [claim.above.map { "> \($0.short)" }, claim.below.map { "< \($0.short)" }]
        .compactMap { $0 }.joined(separator: ", ")
    }
  }
}
