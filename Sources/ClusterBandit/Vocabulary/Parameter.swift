/// One parameter of an environment, a policy, a strategy or a rule: its name, type, default and
/// meaning.
///
/// The experiment reader, the listings and the checks all come from it.
public struct Parameter: Sendable {
  /// The key in an experiment file, in kebab-case.
  public let name: String
  /// What it does, with formula and unit.
  public let meaning: String
  /// What may stand there.
  public let type: ParameterType
  /// What holds when the key is absent.
  public let absence: Absence

  /// What the absence of a key means.
  public enum Absence: Sendable {
    /// The key must be given.
    case required
    /// The key may be left out; the family decides what holds then, in these words.
    case optional(String)
    /// The key may be left out, and this value holds.
    case value(ParameterValue)
  }

  /// A parameter that must be given.
  public static func required(_ name: String, _ type: ParameterType, _ meaning: String) -> Parameter
  {
    Parameter(name: name, meaning: meaning, type: type, absence: .required)
  }

  /// A parameter with a default value.
  public static func defaulted(
    _ name: String, _ type: ParameterType, _ value: ParameterValue, _ meaning: String
  ) -> Parameter {
    Parameter(name: name, meaning: meaning, type: type, absence: .value(value))
  }

  /// A parameter whose absence has a meaning of its own.
  public static func optional(
    _ name: String, _ type: ParameterType, absent: String, _ meaning: String
  ) -> Parameter {
    Parameter(name: name, meaning: meaning, type: type, absence: .optional(absent))
  }
}

/// What may stand as a parameter's value.
public indirect enum ParameterType: Sendable {
  /// A finite number in a range.
  case number(NumberRange)
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// `true` or `false`.
  case flag
  /// One of a few words.
  case choice([String])
  /// A list of at least one number in a range; or exactly `count` of them.
  case numbers(NumberRange, count: Int?)
  /// A number, or a mapping with the key `schedule` that names one of the variants.
  case scheduled(NumberRange, [Variant])
  /// A mapping with the key `kind` that names one of the variants, or the bare name.
  case component([Variant])
  /// A Beta prior [α, β], or a list of them, one for each arm.
  case betaPriors
  /// A list of clusters, each a list of arm numbers from 0.
  case partition
  /// The name of a CSV file with the columns cluster, arm, theta.
  case table
}

/// A range of finite numbers whose ends may be excluded.
public struct NumberRange: Sendable, Equatable {
  /// The lower end.
  public let lower: Double
  /// The upper end; infinity means any finite number.
  public let upper: Double
  /// True if the lower end itself is excluded.
  public let excludesLower: Bool

  /// lower ≤ x ≤ upper.
  public static func closed(_ lower: Double, _ upper: Double) -> NumberRange {
    NumberRange(lower: lower, upper: upper, excludesLower: false)
  }

  /// x > lower, finite.
  public static func above(_ lower: Double) -> NumberRange {
    NumberRange(lower: lower, upper: .infinity, excludesLower: true)
  }

  /// x ≥ lower, finite.
  public static func atLeast(_ lower: Double) -> NumberRange {
    NumberRange(lower: lower, upper: .infinity, excludesLower: false)
  }

  /// lower < x ≤ upper.
  public static func openClosed(_ lower: Double, _ upper: Double) -> NumberRange {
    NumberRange(lower: lower, upper: upper, excludesLower: true)
  }

  /// Any finite number.
  public static let finite = NumberRange(
    lower: -.infinity, upper: .infinity, excludesLower: false)

  /// Probabilities.
  public static let probability = NumberRange.closed(0, 1)

  /// True if `x` is finite and inside.
  public func contains(_ x: Double) -> Bool {
    x.isFinite && (excludesLower ? x > lower : x >= lower) && x <= upper
  }
}

/// One named choice of a ``ParameterType/component(_:)`` or schedule, with parameters of its own.
public struct Variant: Sendable {
  /// The name after `kind` or `schedule`.
  public let name: String
  /// One line on what it is, with the formula.
  public let summary: String
  /// Its parameters.
  public let parameters: [Parameter]

  /// Creates a variant.
  public init(_ name: String, _ summary: String, _ parameters: [Parameter] = []) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
  }
}

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
  /// A named variant with its arguments.
  case variant(String, Arguments)
  /// A table that was read from a file.
  case table(ArmTable)
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
/// Accessors trap on a name or type that the family never declared: that is a mistake in the
/// family's own file, found by the first test that builds it.
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

  /// The table called `name`.
  public func table(_ name: String) -> ArmTable {
    guard case .table(let value) = values[name] else { mismatch(name, "a table") }
    return value
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

  /// The tie rule under the conventional name `ties`.
  public var ties: TieRule {
    guard let rule = TieRule(rawValue: word("ties")) else { mismatch("ties", "a tie rule") }
    return rule
  }

  private func mismatch(_ name: String, _ expected: String) -> Never {
    preconditionFailure("parameter '\(name)' was not declared as \(expected)")
  }
}

/// Something wrong with arguments that are well-formed one by one.
public struct ArgumentProblem: Error, Equatable, Sendable {
  /// The keys that lead to the offending value, from the family's own mapping.
  public let path: [String]
  /// What is wrong.
  public let message: String
  /// How to mend it.
  public let hint: String

  /// Creates a problem.
  public init(_ path: [String], _ message: String, hint: String) {
    self.path = path
    self.message = message
    self.hint = hint
  }
}

extension Parameter {
  /// The conventional parameter `ties`, default `uniform`.
  public static let ties = Parameter.defaulted(
    "ties", .choice(TieRule.allCases.map(\.rawValue)), .word(TieRule.uniform.rawValue),
    "how an argmax breaks ties: the first candidate, or each with the same probability")
}
