/// The last lines of a reproduction: how many checks of which kind passed, and which did not.
public struct ReproductionSummary: Report {
  private var passed: [Target.Kind: Int] = [:]
  private var total: [Target.Kind: Int] = [:]
  private var tolerated = 0
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
      case .passes, .notCounted: passed[check.kind, default: 0] += 1
      case .tolerated:
        passed[check.kind, default: 0] += 1
        tolerated += 1
      case .undecided: undecided.append((study, check))
      case .misses: misses.append((study, check))
      }
    }
  }

  /// The counts in a line, followed by one line for each check that did not pass; empty without
  /// checks.
  public var document: Document {
    let counts = Target.Kind.allCases.compactMap { kind in
      total[kind].map { "\(kind == .shown ? "" : "\(passed[kind] ?? 0) of ")\($0) \(words(kind))" }
    }
    guard !counts.isEmpty else { return Document([]) }
    return Document([
      .paragraph(counts.joined(separator: ", ")),
      .list((misses + undecided).map { "\($0.check.shownWord): \($0.study): \($0.check.subject)" }),
    ])
  }
  /// What the count of a kind counts.
  private func words(_ kind: Target.Kind) -> String {
    switch kind {
    case .published:
      "published values agree" + (tolerated == 0 ? "" : " (\(tolerated) of them within ± % only)")
    case .reference: "references agree"
    case .shown: "shown and not counted"
    case .constant: "exact constants agree"
    case .claim: "claims hold"
    }
  }
}
