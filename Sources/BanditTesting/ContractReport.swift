/// What came of looking at a contract: what was violated, and how much was looked at.
///
/// A clause without cases was not tested. That is right where the kind has nothing to test it on,
/// and a mistake otherwise, so tests should ask for ``cases`` too.
public struct ContractReport: Sendable {
  /// The clauses that did not hold, in the order of the cases; empty if all is well.
  public private(set) var violations: [ContractViolation] = []
  /// The number of cases in which each clause was looked at, by the clause's raw value.
  public private(set) var cases: [String: Int] = [:]
  /// The arguments that every problem refused, each in a few words.
  ///
  /// Arguments that need a partner are among them; a surprise here is a check that is too strict.
  public internal(set) var refused: [String] = []

  mutating func add(_ violation: ContractViolation?, to clause: String) {
    cases[clause, default: 0] += 1
    if let violation { violations.append(violation) }
  }
}

/// A report in the making: the clauses that are waived are not looked at.
struct Examination<Clause: RawRepresentable<String> & Hashable> {
  let waived: Set<Clause>
  let seed: UInt64
  var report = ContractReport()

  init(waiving waived: Set<Clause>, seed: UInt64) {
    self.waived = waived
    self.seed = seed
  }

  /// Whether a clause held in all cases so far, for clauses that presume it.
  func holds(_ clause: Clause) -> Bool {
    !report.violations.contains { $0.clause == clause.rawValue }
  }

  /// Looks at one case of a clause.
  ///
  /// - Parameter complaint: what was seen if the clause does not hold, or nil.
  mutating func check(_ clause: Clause, of subject: String, _ complaint: () -> String?) {
    guard !waived.contains(clause) else { return }
    let violation = complaint().map {
      ContractViolation(clause: clause.rawValue, subject: subject, seed: seed, seen: $0)
    }
    report.add(violation, to: clause.rawValue)
  }
}
