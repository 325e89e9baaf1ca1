/// The cluster strategies that an experiment may name as `strategy`.
///
/// A catalogue is a value: a strategy of one's own is ``adding(_:)`` to ``standard``.
public struct StrategyCatalogue: Sendable {
  /// The strategies in the order of the listing.
  let entries: [StrategyEntry]

  /// The strategies of this library.
  public static let standard = {
    struct Collecting: StrategyVisitor {
      var catalogue = StrategyCatalogue(entries: [])
      mutating func visit<Strategy: ClusterStrategy & ~Copyable>(_ strategy: Strategy.Type) {
        catalogue = catalogue.adding(strategy)
      }
    }
    var collecting = Collecting()
    visitStandard(&collecting)
    return collecting.catalogue
  }()

  /// Shows a visitor every strategy of this library: one line for each.
  static func visitStandard<Visitor: StrategyVisitor>(_ visitor: inout Visitor) {
    visitor.visit(MeanStrategy.self)
    visitor.visit(MaxStrategy.self)
    visitor.visit(PMaxStrategy.self)
  }

  /// The catalogue with one more strategy; one of the same name is replaced.
  public func adding<Strategy: ClusterStrategy & ~Copyable>(
    _ strategy: Strategy.Type
  ) -> StrategyCatalogue {
    let entry = StrategyEntry(strategy)
    return StrategyCatalogue(
      entries: entries.filter { $0.variant.name != entry.variant.name } + [entry])
  }

  /// Every strategy's name, parameters and formula, in the order of the listing.
  public var variants: [Variant] { entries.map(\.variant) }

  /// What each of the ``variants`` does where its formula leaves a choice, in their order.
  public var conventions: [Conventions] { entries.map(\.conventions) }

  /// The strategy called `name`.
  subscript(name: String) -> StrategyEntry? { entries.first { $0.variant.name == name } }

  /// The strategy of a validated argument.
  func part(_ named: (name: String, arguments: Arguments)) -> Part<StrategyEntry> {
    guard let entry = self[named.name] else {
      stop("no cluster strategy is called '\(named.name)'")
    }
    return Part(entry: entry, arguments: named.arguments)
  }
}

/// Does something with a strategy's concrete type.
protocol StrategyVisitor {
  mutating func visit<Strategy: ClusterStrategy & ~Copyable>(_ strategy: Strategy.Type)
}

/// A cluster strategy of a catalogue: what is done with its type.
struct StrategyEntry: Sendable {
  /// Name, parameters and formula.
  let variant: Variant
  /// What the formula leaves open.
  let conventions: Conventions
  /// The strategy's type.
  let type: ObjectIdentifier
  /// See ``ClusterStrategy/recounts``.
  let recounts: Bool
  /// What is wrong with arguments.
  let problems: @Sendable (Arguments, StrategyUse) -> [ArgumentProblem]
  /// What represents a cluster under a dependence model; nil if the strategy cannot say.
  let functional: @Sendable (Arguments) -> PosteriorFunctional?
  /// The two-level policy with rules whose types are settled at run time.
  let twoLevel: TwoLevelLoops.Loop

  init<Strategy: ClusterStrategy & ~Copyable>(_ strategy: Strategy.Type) {
    variant = Strategy.variant
    conventions = Strategy.conventions
    type = ObjectIdentifier(strategy)
    recounts = Strategy.recounts
    problems = { Strategy.problems(with: $0, use: $1) }
    functional = { Strategy.functional($0) }
    twoLevel = TwoLevelLoops.erased(for: strategy)
  }
}
