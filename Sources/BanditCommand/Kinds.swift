import ArgumentParser
import BanditExperiments
public import ClusterBandit
import Synchronization

/// The kinds that this program knows besides the library's own: set once, before anything is read.
enum Kinds {
  private static let known = Mutex(
    (
      catalogues: Catalogues.standard, rules: RuleCatalogue.standard,
      strategies: StrategyCatalogue.standard, models: ModelCatalogue.standard
    ))

  static func set(
    _ catalogues: Catalogues, rules: RuleCatalogue, strategies: StrategyCatalogue,
    models: ModelCatalogue
  ) {
    known.withLock { $0 = (catalogues, rules, strategies, models) }
  }

  /// Every kind that an experiment may name.
  static var catalogues: Catalogues { known.withLock(\.catalogues) }

  /// Every selection rule that an experiment may name.
  static var rules: RuleCatalogue { known.withLock(\.rules) }

  /// Every cluster strategy that an experiment may name.
  static var strategies: StrategyCatalogue { known.withLock(\.strategies) }

  /// Every dependence model that an experiment may name.
  static var models: ModelCatalogue { known.withLock(\.models) }
}

extension ClusterBanditCommand {
  /// Runs the command line of this process with kinds of one's own beside the library's.
  ///
  /// A program of one's own is its kinds and this line; it has every subcommand, and what it adds
  /// can be named in experiments, is listed and validated.
  ///
  /// - Parameters:
  ///   - policies: families of policies; one that has the name of another takes its place.
  ///   - environments: families of environments; the same.
  ///   - rules: the selection rules, for example `.standard.adding(MyRule.self)`: each is a flat
  ///     policy, and may be named as `outer` and `inner`.
  ///   - strategies: the cluster strategies, for example `.standard.adding(MyStrategy.self)`.
  ///   - models: the dependence models, for example `.standard.adding(MyModel.self)`.
  public static func main(
    policies: [PolicyFamily] = [], environments: [EnvironmentFamily] = [],
    rules: RuleCatalogue = .standard, strategies: StrategyCatalogue = .standard,
    models: ModelCatalogue = .standard
  ) -> Never {
    Kinds.set(
      .standard(
        policies: policies, environments: environments, rules: rules, strategies: strategies,
        models: models),
      rules: rules, strategies: strategies, models: models)
    Invocation.main(Array(CommandLine.arguments.dropFirst()))
  }
}
