/// A validated value of a parameter.
public indirect enum ParameterValue: Sendable, Equatable {
  /// A finite number.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// A truth value.
  case flag(Bool)
  /// A word.
  case word(String)
  /// Several numbers.
  case numbers([Double])
  /// Beta priors; a single one holds for every arm.
  case priors([BetaPrior])
  /// A partition of the arms.
  case partition([[Int]])
  /// A tree over the arms.
  case tree(ArmTree)
  /// A named variant with its arguments.
  case variant(String, Arguments)
  /// Several values, as of ``ParameterType/components(_:)``.
  case list([ParameterValue])
  /// A table that was read from a file.
  case table(ArmTable)
  /// Logged rewards that were read from a file.
  case log(RewardLog)
  /// A table of features that was read from a file.
  case features(ArmFeatures)
  /// What was seen of arms before, read from a file.
  case history(ArmHistory)
  /// Several vectors.
  case vectors([[Double]])
}

/// The parameters of a Beta prior, both positive.
public struct BetaPrior: Sendable, Equatable {
  /// Pseudo-successes α.
  public let alpha: Double
  /// Pseudo-failures β.
  public let beta: Double

  /// Beta(α, β).
  public init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }

  /// Beta(1, 1), the uniform prior.
  public static let uniform = BetaPrior(alpha: 1, beta: 1)
}

/// Validated arguments by parameter name; every parameter with a default value is present.
///
/// Accessors stop the program on a name or type that the family never declared, and say which:
/// that is a mistake in the family's own file, found by the first test that builds it.
public struct Arguments: Sendable, Equatable {
  /// The values by name.
  public private(set) var values: [String: ParameterValue]

  /// Arguments from validated values.
  public init(_ values: [String: ParameterValue] = [:]) { self.values = values }

  /// The defaults of `parameters`, overridden by `values`.
  public init(_ values: [String: ParameterValue] = [:], defaultsOf parameters: [Parameter]) {
    self.values = values
    for parameter in parameters where values[parameter.name] == nil {
      if case .value(let value) = parameter.absence { self.values[parameter.name] = value }
    }
  }

  /// The number called `name`.
  public func number(_ name: String) -> Double {
    guard let number = optionalNumber(name) else { mismatch(name, "a number") }
    return number
  }

  /// The number called `name`, or nil if it was left out.
  public func optionalNumber(_ name: String) -> Double? {
    switch values[name] {
    case .number(let value): value
    case .integer(let value): Double(value)
    case nil: nil
    default: mismatch(name, "a number")
    }
  }

  /// The whole number called `name`.
  public func integer(_ name: String) -> Int {
    guard case .integer(let value) = values[name] else { mismatch(name, "an integer") }
    return value
  }

  /// The whole number called `name`, or nil if it was left out.
  public func optionalInteger(_ name: String) -> Int? {
    switch values[name] {
    case .integer(let value): value
    case nil: nil
    default: mismatch(name, "an integer")
    }
  }

  /// The whole numbers called `name`, or nil if they were left out.
  public func optionalIntegers(_ name: String) -> [Int]? {
    values[name] == nil ? nil : numbers(name).map { Int($0) }
  }

  /// The truth value called `name`.
  public func flag(_ name: String) -> Bool {
    guard case .flag(let value) = values[name] else { mismatch(name, "a flag") }
    return value
  }

  /// The word called `name`.
  public func word(_ name: String) -> String {
    guard case .word(let value) = values[name] else { mismatch(name, "a word") }
    return value
  }

  /// The numbers called `name`.
  public func numbers(_ name: String) -> [Double] {
    guard case .numbers(let value) = values[name] else { mismatch(name, "numbers") }
    return value
  }

  /// The Beta priors called `name`, or nil if they were left out.
  public func priors(_ name: String) -> [BetaPrior]? {
    switch values[name] {
    case .priors(let value): value
    case nil: nil
    default: mismatch(name, "priors")
    }
  }

  /// The partition called `name`, or nil if it was left out.
  public func partition(_ name: String) -> [[Int]]? {
    switch values[name] {
    case .partition(let value): value
    case nil: nil
    default: mismatch(name, "a partition")
    }
  }

  /// The tree called `name`, or nil if it was left out.
  public func tree(_ name: String) -> ArmTree? {
    switch values[name] {
    case .tree(let value): value
    case nil: nil
    default: mismatch(name, "a tree")
    }
  }

  /// The table called `name`.
  public func table(_ name: String) -> ArmTable {
    guard case .table(let value) = values[name] else { mismatch(name, "a table") }
    return value
  }

  /// The log called `name`.
  public func log(_ name: String) -> RewardLog {
    guard case .log(let value) = values[name] else { mismatch(name, "a log") }
    return value
  }

  /// The features called `name`, or nil if they were left out.
  public func features(_ name: String) -> ArmFeatures? {
    switch values[name] {
    case .features(let value): value
    case nil: nil
    default: mismatch(name, "features")
    }
  }

  /// The history under the conventional name `history`, or nil if there is none.
  public var history: ArmHistory? {
    switch values["history"] {
    case .history(let value): value
    case nil: nil
    default: mismatch("history", "a history")
    }
  }

  /// The vectors called `name`, or nil if they were left out.
  public func vectors(_ name: String) -> [[Double]]? {
    switch values[name] {
    case .vectors(let value): value
    case nil: nil
    default: mismatch(name, "vectors")
    }
  }

  /// The variant called `name` with its arguments.
  public func variant(_ name: String) -> (name: String, arguments: Arguments) {
    guard let variant = optionalVariant(name) else { mismatch(name, "a variant") }
    return variant
  }

  /// The variant called `name` with its arguments, or nil if it was left out.
  public func optionalVariant(_ name: String) -> (name: String, arguments: Arguments)? {
    switch values[name] {
    case .variant(let kind, let arguments): (kind, arguments)
    case nil: nil
    default: mismatch(name, "a variant")
    }
  }

  /// The variants of the list called `name`, each with its arguments.
  public func variants(_ name: String) -> [(name: String, arguments: Arguments)] {
    guard case .list(let values) = values[name] else { mismatch(name, "a list") }
    return values.map { value in
      guard case .variant(let kind, let arguments) = value else {
        mismatch(name, "a list of variants")
      }
      return (kind, arguments)
    }
  }

  /// The tie break under the conventional name `ties`.
  public var ties: TieBreak {
    guard let ties = TieBreak(rawValue: word("ties")) else { mismatch("ties", "a tie break") }
    return ties
  }

  @inline(never)
  private func mismatch(_ name: String, _ expected: String) -> Never {
    guard let value = values[name] else {
      let names = values.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
      stop("there is no argument '\(name)', but \(names.isEmpty ? "none" : names)")
    }
    stop("the argument '\(name)' is not \(expected): it is \(value)")
  }
}

extension ParameterValue {
  /// A schedule that has the same value in every round.
  public static func constant(_ value: Double) -> ParameterValue {
    .variant("constant", Arguments(["value": .number(value)]))
  }
}
