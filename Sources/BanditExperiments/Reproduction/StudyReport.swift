/// What a study measured beside what the literature says.
public struct StudyReport: Sendable {
  /// What all tables of checks have to be told with.
  public static let legend =
    "z counts standard errors: a published value agrees if |z| ≤ 3 (or within its ± %), an exact "
    + "constant\nif it rounds to the target; a claim holds if z ≥ 3 and fails if z ≤ −3"

  /// The checks in the order of the file.
  public let checks: [Check]
  private let title: String
  private let facts: String

  /// The report of a result that has something to check.
  public init(_ result: ExperimentResult) {
    checks = result.checks
    title = result.title
    facts =
      "\(result.name) · seed \(result.seed) · \(grouped(result.replications)) "
      + "\(result.replications == 1 ? "replication" : "replications") · "
      + "horizon \(grouped(result.horizon))"
  }

  /// For a terminal.
  public func plain() -> String { "\(title)\n\(facts)\n\n\(checks.table.plain())" }

  /// As Markdown.
  public func markdown() -> String { "## \(title)\n\n\(facts)\n\n\(checks.table.markdown())" }
}

extension [Check] {
  /// One row for each check.
  var table: TextTable {
    var table = TextTable([
      ("check", .left), ("measured", .right), ("± s.e.", .right), ("target", .right),
      ("± s.e. of target", .right), ("z", .right), ("verdict", .left),
    ])
    for check in self {
      let places = check.places
      table.append([
        check.subject, fixed(check.measured, places), check.errorText,
        check.targetText, check.targetError.map { fixed($0, places) } ?? "",
        check.z.map(signed) ?? "", check.shownWord,
      ])
    }
    return table
  }
}

extension Check {
  /// The decimals of what was measured.
  fileprivate var places: Int {
    switch target {
    case .published: decimals(forErrors: [standardError, targetError])
    case .constant(let published): min(max(4, published.decimals), 15)
    case .claim: max(2, decimals(forErrors: [standardError]))
    }
  }

  fileprivate var errorText: String {
    if case .constant = target { "exact" } else { fixed(standardError, places) }
  }

  /// The standard error of a published mean, unless a tolerance takes its place.
  fileprivate var targetError: Double? {
    if case .published(let value, let error) = target, value.tolerance == nil { error } else { nil }
  }

  fileprivate var targetText: String {
    switch target {
    case .published(let value, _): value.text
    case .constant(let constant): fixed(constant.value, min(max(0, constant.decimals), 15))
    case .claim(let claim):
      [claim.above.map { "> \($0.short)" }, claim.below.map { "< \($0.short)" }]
        .compactMap { $0 }.joined(separator: ", ")
    }
  }
}
