/// The outcome of a statistical test with a stated rate of false failures.
///
/// Use it as `#expect(Verdict.proportion(…).holds)`: a failure prints the whole verdict.
///
/// Every test here draws from a fixed seed, so it always passes or always fails. The false-fail
/// rate is the probability, over seeds, that correct code fails: the chance that a change of
/// streams, and nothing worse, turns a test red.
public struct Verdict: Sendable, CustomStringConvertible {
  /// The false-fail rate of a test that states no other: one in a million.
  public static let defaultFalseFail = 1e-6

  /// What was tested and what was measured.
  public let statement: String
  /// An upper bound (or the exact value) of the probability, if the statement is true, of
  /// data at least this far from it.
  public let pValue: Double
  /// The test fails if ``pValue`` is at most this.
  public let falseFail: Double

  /// Whether the data agree with the statement.
  ///
  /// A p-value of NaN does not hold.
  public var holds: Bool { pValue > falseFail }

  /// The statement with its p-value.
  public var description: String {
    "\(statement): p = \(pValue), \(holds ? "holds" : "fails") at \(falseFail)"
  }

  /// A verdict from its p-value.
  public init(
    _ statement: String, pValue: Double, falseFail: Double = Verdict.defaultFalseFail
  ) {
    self.statement = statement
    self.pValue = pValue
    self.falseFail = falseFail
  }
}
