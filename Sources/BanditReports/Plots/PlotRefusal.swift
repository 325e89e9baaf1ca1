/// Why a figure cannot be drawn, and what would help.
public struct PlotRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let reason: String
  /// What to do.
  public let hint: String

  /// A reason with a hint.
  public init(_ reason: String, _ hint: String) {
    self.reason = reason
    self.hint = hint
  }

  /// Both in one line.
  public var description: String { "\(reason); \(hint)" }
}
