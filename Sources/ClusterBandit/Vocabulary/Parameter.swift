/// One parameter of an environment, a policy, a strategy or a rule: its name, type, default and
/// meaning.
///
/// The experiment reader, the listings and the checks all come from it.
public struct Parameter: Sendable {
  /// The key in an experiment file, in kebab-case.
  public let name: String
  /// Other keys for the same parameter in an experiment file: those of every parameter of that
  /// name, see ``conventionalAliases``, and the family's own.
  public private(set) var aliases: [String]
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

  /// Other keys for parameters of these names, whichever family declares them.
  public static let conventionalAliases: [String: [String]] = [
    "cohesion": ["concentration", "precision"],
    "epsilon": ["eps"],
    "means": ["probabilities", "probs"],
    "prior": ["priors"],
    "spread": ["width"],
    "standard-deviation": ["sigma", "std", "sd"],
    "ties": ["tie-break"],
  ]

  private init(name: String, meaning: String, type: ParameterType, absence: Absence) {
    self.name = name
    self.meaning = meaning
    self.type = type
    self.absence = absence
    aliases = Parameter.conventionalAliases[name] ?? []
  }

  /// The same parameter under more names.
  public func aliased(_ names: String...) -> Parameter {
    var parameter = self
    parameter.aliases += names
    return parameter
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
  /// A finite number in a range, or one of a few words.
  case numberOrWord(NumberRange, [String])
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// A list of at least one whole number in a range.
  case integers(ClosedRange<Int>)
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
  /// A list of at least one such mapping or name.
  case components([Variant])
  /// A Beta prior [α, β], or a list of them, one for each arm.
  case betaPriors
  /// A list of clusters, each a list of arm numbers from 0.
  case partition
  /// Nested lists of arm numbers from 0: a list of numbers is a leaf node, a list of lists an
  /// inner one.
  case tree
  /// The name of a CSV file with the columns cluster and arm, and theta, or mean and
  /// standard-deviation.
  case table
  /// The name of a CSV file with a row for each round and a column for each arm.
  case log
  /// The name of a CSV file with the columns cluster and arm, and one for each feature.
  case features
  /// The name of a CSV file with the columns arm, pulls and successes.
  case history
  /// A list of at least one vector, each a list of numbers in a range.
  case vectors(NumberRange)
}

/// A range of finite numbers whose ends may be excluded.
public struct NumberRange: Sendable, Equatable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double
  /// True if the lower end itself is excluded.
  public let excludesLower: Bool

  /// lower ≤ x ≤ upper.
  public static func closed(_ lower: Double, _ upper: Double) -> NumberRange {
    NumberRange(lower: lower, upper: upper, excludesLower: false)
  }

  /// lower < x ≤ upper.
  public static func openClosed(_ lower: Double, _ upper: Double) -> NumberRange {
    NumberRange(lower: lower, upper: upper, excludesLower: true)
  }

  /// Locations: of a size whose squares and sums over any horizon stay finite.
  public static let location = NumberRange.closed(-1e50, 1e50)

  /// Scales: above 0, and neither so small nor so large that their squares leave the finite
  /// numbers.
  public static let scale = NumberRange.closed(1e-50, 1e50)

  /// Weights such as widths and pseudo-counts: above 0 and of a size that adds to counts.
  public static let weight = NumberRange.openClosed(0, 1e15)

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
  /// Other names that may stand there and mean the same.
  public let aliases: [String]
  /// One line on what it is, with the formula.
  public let summary: String
  /// Its parameters.
  public let parameters: [Parameter]

  /// Creates a variant.
  public init(
    _ name: String, aliases: [String] = [], _ summary: String, _ parameters: [Parameter] = []
  ) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.parameters = parameters
  }
}

extension Parameter {
  /// The conventional parameter `ties`, default `uniform`.
  public static let ties = Parameter.defaulted(
    "ties", .choice(TieBreak.allCases.map(\.rawValue)), .word(TieBreak.uniform.rawValue),
    "how an argmax breaks ties: the first candidate, or each with the same probability")
}
