/// The last lines of a reproduction: how many checks of which kind passed, and which did not.
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
    let lines = (misses + undecided).map {
      "  \($0.check.shownWord): \($0.study): \($0.check.subject)"
    }
    return ([parts.joined(separator: ", ")] + lines).joined(separator: "\n")
  }
}
