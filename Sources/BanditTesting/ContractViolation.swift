/// A clause of a contract that did not hold in one case.
public struct ContractViolation: Error, Hashable, Sendable, CustomStringConvertible {
  /// The raw value of the clause, for example `repeatable`.
  public let clause: String
  /// What was looked at: the kind, its arguments, and the problem it was tried on.
  public let subject: String
  /// The root seed of the case: a contract with this seed meets it again.
  public let seed: UInt64
  /// What was seen in the place of what the clause asks for.
  public let seen: String

  /// Clause, case, seed and what was seen, in one line.
  public var description: String { "\(clause): \(subject), seed \(seed): \(seen)" }
}
