/// The last lines of a reproduction: how many checks of which kind passed, and which did not.
public struct ReproductionSummary: Report {
  private var passed: [Target.Kind: Int] = [:]
  private var total: [Target.Kind: Int] = [:]
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

  /// The counts in a line, followed by one line for each check that did not pass; empty without
  /// checks.
  public var document: Document {
    let names: [Target.Kind: String] = [
      .published: "published values agree", .constant: "exact constants agree",
      .claim: "claims hold",
    ]
    let counts = Target.Kind.allCases.compactMap { kind in
      total[kind].map { "\(passed[kind] ?? 0) of \($0) \(names[kind] ?? "")" }
    }
    guard !counts.isEmpty else { return Document([]) }
    return Document([
      .paragraph(counts.joined(separator: ", ")),
      .list((misses + undecided).map { "\($0.check.shownWord): \($0.study): \($0.check.subject)" }),
    ])
  }
}
