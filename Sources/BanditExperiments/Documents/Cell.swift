/// What stands in a row of a table under one column: a value that knows how people read it.
///
/// Machines get the raw value with the fewest digits that read back as the same bits, people the
/// rounded text.
public enum Cell: Sendable, Equatable {
  /// Words.
  case text(String)
  /// A count; nil is missing.
  case integer(Int?)
  /// A root seed.
  case seed(UInt64)
  /// Yes or no.
  case flag(Bool)
  /// A number with its decimals, by default as many as it takes; nil is missing.
  case number(Double?, decimals: Int? = nil)
  /// A mean with its standard error in units of the last digit.
  ///
  /// The error is nil for a single replication. What is marked has an asterisk.
  case estimate(mean: Double, standardError: Double?, decimals: Int, isMarked: Bool = false)
  /// A number that people read in words of their own; nil is missing.
  case shown(String, Double?)

  /// Nothing to say here.
  public static let blank = Cell.shown("", nil)
  /// Something that is not known.
  public static let missing = Cell.shown("–", nil)

  /// A metric's mean with its standard error in units of the last digit, if it was measured.
  static func estimate(_ summary: Summary?, _ decimals: Int, isMarked: Bool = false) -> Cell {
    guard let summary else { return .missing }
    return .estimate(
      mean: summary.mean, standardError: summary.standardError, decimals: decimals,
      isMarked: isMarked)
  }

  /// The text for people.
  public var text: String {
    switch self {
    case .text(let text), .shown(let text, _): return text
    case .integer(let count): return count.map(grouped) ?? "–"
    case .seed(let seed): return String(seed)
    case .flag(let flag): return flag ? "yes" : "no"
    case .number(let number, let decimals):
      guard let number, let decimals else { return number?.short ?? "–" }
      return fixed(number, decimals)
    case .estimate(let mean, let error, let decimals, let isMarked):
      return concise(mean, error, decimals) + (isMarked ? "*" : "")
    }
  }

  /// What a machine is given.
  enum Value: Equatable {
    case none
    case text(String)
    case number(Double)
    /// A whole number of any size.
    case digits(String)
    case flag(Bool)
  }

  /// The value for machines.
  var value: Value {
    switch self {
    case .text(let text): .text(text)
    case .integer(let count): count.map { .digits(String($0)) } ?? .none
    case .seed(let seed): .digits(String(seed))
    case .flag(let flag): .flag(flag)
    case .number(let number, _), .shown(_, let number): number.map { .number($0) } ?? .none
    case .estimate(let mean, _, _, _): .number(mean)
    }
  }

  /// The standard error that an estimate carries.
  var standardError: Double? {
    if case .estimate(_, let error, _, _) = self { error } else { nil }
  }

  /// Whether it is the best of its environment.
  var isMarked: Bool {
    if case .estimate(_, _, _, let isMarked) = self { isMarked } else { false }
  }
}
