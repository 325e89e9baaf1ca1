public import ClusterBandit

/// The kinds that a plan may name.
public struct Catalogues: Sendable {
  /// The policies; `outer`, `inner` and `strategy` have what their catalogue was made of.
  public var policies: PolicyCatalogue
  /// The environments.
  public var environments: EnvironmentCatalogue

  /// Catalogues of policies and environments, by default the library's.
  public init(
    policies: PolicyCatalogue = .standard, environments: EnvironmentCatalogue = .standard
  ) {
    self.policies = policies
    self.environments = environments
  }

  /// The kinds of this library.
  public static let standard = Catalogues()

  /// The library's kinds with rules, strategies, models, policies and environments of one's own; a
  /// family that has the name of another takes its place.
  public static func standard(
    policies: [PolicyFamily] = [], environments: [EnvironmentFamily] = [],
    rules: RuleCatalogue = .standard, strategies: StrategyCatalogue = .standard,
    models: ModelCatalogue = .standard
  ) -> Catalogues {
    Catalogues(policies: .standard(rules: rules, strategies: strategies, models: models))
      .adding(policies: policies, environments: environments)
  }

  /// The catalogues with more families; one that has the name of another takes its place.
  public func adding(
    policies: [PolicyFamily] = [], environments: [EnvironmentFamily] = []
  ) -> Catalogues {
    Catalogues(
      policies: policies.reduce(self.policies) { $0.adding($1) },
      environments: environments.reduce(self.environments) { $0.adding($1) })
  }
}
