import BanditTesting
import Testing

@testable import ClusterBandit

/// A policy of the catalogue with arguments that its family declares possible.
struct PolicyCase: Sendable, CustomTestStringConvertible {
  let family: PolicyFamily
  let arguments: Arguments

  var testDescription: String { family.name + SampleArguments.describe(arguments) }

  init(_ family: PolicyFamily, _ values: [String: ParameterValue]) {
    self.family = family
    arguments = Arguments(values, defaultsOf: family.parameters)
  }

  /// The policy, or nil if its family refuses this problem.
  func prepared(for instance: BanditInstance) -> PreparedPolicy? {
    family.allProblems(arguments, shape(of: instance)).isEmpty
      ? family.prepare(arguments, instance.rewards) : nil
  }

  /// The families that play any number of arms.
  private static let families = PolicyCatalogue.standard.families.filter {
    $0.name != "bayes-optimal"
  }

  /// Every family for arms with fixed means, with the first sample of what it requires and its
  /// defaults otherwise.
  static let defaults = families.filter { $0.context != .required }.map {
    PolicyCase($0, SampleArguments.required($0.parameters))
  }

  /// Every family for arms with fixed means, with its parameters varied one by one, and the
  /// two-level policy with all combinations of its parts.
  static let all = cases { $0 != .required }

  /// Every family for rounds with contexts, with its parameters varied one by one.
  static let contextual = cases { $0 != .none }

  /// What is varied is ordinary: the contract of policies goes to the ends of the ranges.
  private static func cases(_ plays: (ContextUse) -> Bool) -> [PolicyCase] {
    return families.filter { plays($0.context) }.flatMap { family in
      let required = SampleArguments.required(family.parameters)
      let values =
        [required]
        + family.parameters.flatMap { parameter in
          SampleArguments.values(parameter.type).map {
            required.merging([parameter.name: $0]) { $1 }
          }
        }
      return values.map { PolicyCase(family, $0) } + combinations(of: family)
    }
  }

  /// The combinations of the parts of every family that has several.
  static let combinations = PolicyCatalogue.standard.families.flatMap(combinations(of:))

  private static func combinations(of family: PolicyFamily) -> [PolicyCase] {
    pairs(family).map { PolicyCase(family, $0) }
  }

  /// Of a family that has several components: every outer with every inner rule, every strategy
  /// with every outer rule and with every model.
  ///
  /// PMAX under the exact model costs hundreds of integrals a pull, far too much here: it has tests
  /// of its own. The model covariance has no PMAX.
  private static func pairs(_ family: PolicyFamily) -> [[String: ParameterValue]] {
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
    components.reduce([SampleArguments.required(family.parameters)]) { products, parameter in
      products.flatMap { product in
        SampleArguments.values(parameter.type).map { product.merging([parameter.name: $0]) { $1 } }
      }
    }
  }
}

extension PolicyCase {
  /// Whether the policy refuses arms of any kind, for its sample arguments need a partner or do not
  /// go together.
  var needsPartner: Bool {
    let values = arguments.values
    if values["prior-mean"] != nil || values["prior-standard-deviation"] != nil { return true }
    // The functions of a sample with several clusters differ from cluster to cluster.
    if family.name == "cluster-gittins", case .variant("shared-parameter", _) = values["model"] {
      return true
    }
    if family.name == "ids", case .variant("covariance", _) = values["model"] { return true }
    return family.name == "two-level"
      && values["strategy"] == .part(MeanStrategy.variant, ["prior": .numbers([0, 0])])
  }
}
