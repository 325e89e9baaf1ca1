import Testing

@testable import ClusterBandit

/// A policy of the catalogue with arguments that its family declares possible.
struct PolicyCase: Sendable, CustomTestStringConvertible {
  let family: PolicyFamily
  let arguments: Arguments

  var testDescription: String {
    family.name + RuleCase.describe(arguments.values)
  }

  /// The policy, or nil if its family refuses this problem.
  func prepared(for instance: BanditInstance) -> PreparedPolicy? {
    family.allProblems(arguments, shape(of: instance)).isEmpty
      ? family.prepare(arguments, instance.rewards) : nil
  }

  /// Every family for arms with fixed means, with the first sample of what it requires and its
  /// defaults otherwise.
  static let defaults = PolicyCatalogue.standard.families.filter { $0.context != .required }.map {
    family in
    PolicyCase(
      family: family,
      arguments: Arguments(required(family.parameters), defaultsOf: family.parameters))
  }

  /// Every family for arms with fixed means, with its parameters varied one by one, and the
  /// two-level policy with all combinations of its parts.
  static let all = cases { $0 != .required }

  /// Every family for rounds with contexts, with its parameters varied one by one.
  static let contextual = cases { $0 != .none }

  private static func cases(_ plays: (ContextUse) -> Bool) -> [PolicyCase] {
    PolicyCatalogue.standard.families.filter { plays($0.context) }.flatMap(cases(of:))
  }

  private static func cases(of family: PolicyFamily) -> [PolicyCase] {
    variations(family.parameters).map {
      PolicyCase(family: family, arguments: Arguments($0, defaultsOf: family.parameters))
    }
      + combinations(family).map {
        PolicyCase(family: family, arguments: Arguments($0, defaultsOf: family.parameters))
      }
  }

  /// Of a family that has several components: every outer with every inner rule, every strategy with
  /// every outer rule and with every model.
  ///
  /// PMAX under the exact model costs hundreds of integrals a pull, far too much here: it has tests of
  /// its own. The model covariance has no PMAX.
  private static func combinations(_ family: PolicyFamily) -> [[String: ParameterValue]] {
    let components = family.parameters.filter {
      if case .component = $0.type { true } else { false }
    }
    guard components.count > 1 else { return [] }
    func pairs(_ first: String, _ second: String) -> [[String: ParameterValue]] {
      products(of: components.filter { [first, second].contains($0.name) }, family)
    }
    return pairs("outer", "inner") + pairs("strategy", "outer")
      + pairs("strategy", "model").filter { values in
        guard case .variant("pmax", _) = values["strategy"],
          case .variant(let model, _) = values["model"]
        else { return true }
        return model != "hierarchical" && model != "covariance"
      }
  }

  private static func products(
    of components: [Parameter], _ family: PolicyFamily
  ) -> [[String: ParameterValue]] {
    components.reduce([required(family.parameters)]) { products, parameter in
      products.flatMap { product in
        samples(parameter.type).map { product.merging([parameter.name: $0]) { $1 } }
      }
    }
  }

  /// One value for each required parameter.
  private static func required(_ parameters: [Parameter]) -> [String: ParameterValue] {
    var values: [String: ParameterValue] = [:]
    for parameter in parameters {
      if case .required = parameter.absence {
        values[parameter.name] = samples(parameter.type).first
      }
    }
    return values
  }

  /// The required values, then with each sample of each parameter in its turn.
  private static func variations(_ parameters: [Parameter]) -> [[String: ParameterValue]] {
    let base = required(parameters)
    return [base]
      + parameters.flatMap { parameter in
        samples(parameter.type).map { base.merging([parameter.name: $0]) { $1 } }
      }
  }

  /// Values that a type allows.
  static func samples(_ type: ParameterType) -> [ParameterValue] {
    switch type {
    case .number(let range): numbers(range).map(ParameterValue.number)
    case .integer(let range): [.integer(range.lowerBound), .integer(min(range.upperBound, 3))]
    case .flag: [.flag(false), .flag(true)]
    case .choice(let words): words.map(ParameterValue.word)
    case .numbers(let range, let count):
      numbers(range).map { .numbers(Array(repeating: $0, count: count ?? 3)) }
    case .scheduled(let range, let variants):
      numbers(range).map(ParameterValue.constant) + variants.map(sample)
    case .component(let variants): variants.map(sample)
    case .betaPriors: [.priors([BetaPrior(alpha: 2, beta: 0.5)]), .priors([.uniform])]
    case .partition: [.partition([[0]])]
    case .tree: [.tree(.nodes([.arms([0])]))]
    case .table: [.table(ArmTable(clusters: ["a"], arms: ["b"], means: [0.5]))]
    case .features:
      [
        .features(
          ArmFeatures(clusters: ["a", "a"], arms: ["b", "c"], names: ["x"], values: [0, 1]))
      ]
    case .vectors(let range): [.vectors(numbers(range).map { [$0, 1] })]
    }
  }

  private static func sample(_ variant: Variant) -> ParameterValue {
    .variant(
      variant.name,
      Arguments(required(variant.parameters), defaultsOf: variant.parameters))
  }

  private static func numbers(_ range: NumberRange) -> [Double] {
    [0.25, 1, 0, 2, -1].filter(range.contains)
  }
}
