/// What a study measured beside what the literature says.
public struct StudyReport: Sendable {
  /// The checks in the order of the file.
  public let checks: [Check]
  private let title: String
  private let facts: String

  /// The report of a result that has something to check.
  public init(_ result: ExperimentResult) {
    checks = result.checks
    title = result.title
    facts =
      "\(result.name) · seed \(result.seed) · \(grouped(result.replications)) replications · "
      + "horizon \(grouped(result.horizon))"
  }

  /// For a terminal.
  public func plain() -> String { "\(title)\n\(facts)\n\n\(table.plain())" }

  /// As Markdown.
  public func markdown() -> String { "## \(title)\n\n\(facts)\n\n\(table.markdown())" }

  private var table: TextTable { checks.table }
}

extension [Check] {
  /// One row for each check.
  var table: TextTable {
    var table = TextTable([
      ("check", .left), ("measured", .right), ("± s.e.", .right), ("published", .right),
      ("± s.e.", .right), ("z", .right), ("verdict", .left),
    ])
    for check in self {
      let places =
        check.measured.error == nil
        ? 4
        : Swift.max(
          decimals(forErrors: [check.measured.error, check.targetError]),
          check.kind == .claim ? 2 : 1)
      table.append([
        check.subject, fixed(check.measured.value, places),
        check.measured.error.map { fixed($0, places) } ?? "exact", check.target,
        check.targetError.map { fixed($0, places) } ?? "", check.z.map(signed) ?? "", check.word,
      ])
    }
    return table
  }
}

/// The last line of a reproduction: how many checks of which kind passed.
public struct ReproductionSummary: Sendable {
  private var passed: [Check.Kind: Int] = [:]
  private var total: [Check.Kind: Int] = [:]
  /// The checks that did not pass, with the names of their studies.
  public private(set) var misses: [(study: String, check: Check)] = []
  /// The claims that are within three standard errors of their bounds.
  public private(set) var undecided: [(study: String, check: Check)] = []

  /// A summary of nothing.
  public init() {}

  /// Adds the checks of a study.
  public mutating func add(_ checks: [Check], of study: String) {
    for check in checks {
      total[check.kind, default: 0] += 1
      switch check.verdict {
      case .passes: passed[check.kind, default: 0] += 1
      case .undecided: undecided.append((study, check))
      case .misses: misses.append((study, check))
      }
    }
  }

  /// The line, followed by one line for each check that did not pass.
  public var text: String {
    let names: [Check.Kind: String] = [
      .published: "published values agree", .constant: "exact constants agree",
      .claim: "claims hold",
    ]
    let parts = Check.Kind.allCases.compactMap { kind in
      total[kind].map { "\(passed[kind] ?? 0) of \($0) \(names[kind] ?? "")" }
    }
    let lines = (misses + undecided).map { "  \($0.check.word): \($0.study): \($0.check.subject)" }
    return ([parts.joined(separator: ", ")] + lines).joined(separator: "\n")
  }
}
