/// What a study measured beside what the literature says.
public struct StudyReport: TabularReport {
  /// What all tables of checks have to be told with.
  public static let legend = [
    "z counts standard errors.",
    "A published value agrees if |z| ≤ 3 (or within its ± %), an exact constant if it rounds to the "
      + "target.",
    "A claim holds if z ≥ 3 and fails if z ≤ −3.",
  ]

  /// The checks in the order of the file.
  public let checks: [Check]
  /// The study.
  public let subject: ReportSubject

  /// The report of a result that has something to check.
  public init(_ result: ResultSet) {
    checks = result.checks
    subject = result.subject
  }

  /// The document.
  public var document: Document { Document(subject.heading + [.table(checks.table(title: nil))]) }

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
        // A tolerance takes the place of the error.
        $0.target.tolerance == nil && $0.targetStandardError != nil
          ? .number($0.targetStandardError, decimals: $0.places) : .blank
      },
      .init("z") { $0.z.map { .shown(signed($0), $0) } ?? .blank },
      .init("verdict", nil, .left) { .text($0.shownWord) },
    ]
  }
}

extension Check {
  /// The decimals of what was measured.
  fileprivate var places: Int {
    switch target {
    case .published:
      decimals(forErrors: [standardError, target.tolerance == nil ? targetStandardError : nil])
    case .constant(let published): Swift.min(Swift.max(4, published.decimals), 15)
    case .claim: Swift.max(2, decimals(forErrors: [standardError]))
    }
  }
}

/// What each kind of target has; the others lack it.
extension Target {
  fileprivate var value: Double? {
    switch self {
    case .published(let value): value.mean
    case .constant(let constant): constant.value
    case .claim: nil
    }
  }

  fileprivate var tolerance: Double? {
    if case .published(let value) = self { value.tolerance } else { nil }
  }

  fileprivate var above: Double? { if case .claim(let claim) = self { claim.above } else { nil } }

  fileprivate var below: Double? { if case .claim(let claim) = self { claim.below } else { nil } }

  fileprivate var text: String {
    switch self {
    case .published(let value): value.text
    case .constant(let constant): fixed(constant.value, min(max(0, constant.decimals), 15))
    case .claim(let claim):
      [claim.above.map { "> \($0.short)" }, claim.below.map { "< \($0.short)" }]
        .compactMap { $0 }.joined(separator: ", ")
    }
  }
}
