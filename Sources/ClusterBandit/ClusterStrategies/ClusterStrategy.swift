/// How a cluster is represented to the outer rule: an estimate (r_c, v_c) as a Beta posterior.
///
/// Only the pulled cluster's estimate changes, so a strategy is told of one pull at a time.
///
/// Source: S. Pandey, D. Chakrabarti and D. Agarwal, "Multi-armed bandit problems with dependent
/// arms", ICML 2007, section 4.
public protocol ClusterStrategy: ~Copyable, SendableMetatype {
  /// Name, parameters and formula.
  static var variant: Variant { get }

  /// What the strategy does where its formula leaves a choice.
  static var conventions: Conventions { get }

  /// A strategy over clusters none of whose arms was pulled.
  init(arguments: Arguments, clustering: Clustering)

  /// The estimate of a cluster none of whose arms was pulled.
  func initialEstimate(of cluster: Int) -> ClusterEstimate

  /// The new estimate of the cluster of `arm`, whose pull with reward `reward` is already counted
  /// in `arms`.
  mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> ClusterEstimate

  /// What is wrong with arguments for what the estimates are used for.
  static func problems(with arguments: Arguments, use: StrategyUse) -> [ArgumentProblem]

  /// What represents a cluster under a dependence model, which keeps the posterior itself.
  ///
  /// Nil, the default, says that the strategy works on counts alone and cannot stand on a model.
  static func functional(_ arguments: Arguments) -> PosteriorFunctional?
}

extension ClusterStrategy where Self: ~Copyable {
  /// Nothing is wrong by default.
  public static func problems(
    with arguments: Arguments, use: StrategyUse
  ) -> [ArgumentProblem] { [] }

  /// No model by default.
  public static func functional(_ arguments: Arguments) -> PosteriorFunctional? { nil }
}

/// What a strategy is used for.
public enum StrategyUse: Sendable, Equatable {
  /// It estimates clusters from counts.
  ///
  /// An outer rule that needs its estimates to be distributions, both parameters above 0, has its
  /// name in `distributionsFor`; nil says that means and variances will do.
  case counts(distributionsFor: String?)
  /// It names a functional of the posterior of the dependence model of that name.
  case model(String)
}

/// What represents a cluster under a dependence model: a functional of the posterior of its arms.
public enum PosteriorFunctional: Sendable, Equatable {
  /// The cluster's average.
  case average
  /// The arm of highest posterior mean, of equal ones the most pulled; of the pulled ones only if
  /// `observedOnly` and there are any.
  case bestArm(observedOnly: Bool)
  /// The maximum over the cluster's arms.
  case maximum
}

extension Arguments {
  /// What is wrong with a strategy's `prior` where a model of this name has its own.
  func problemsOfPrior(underModel model: String) -> [ArgumentProblem] {
    guard values["prior"] != nil, numbers("prior") != [1, 1] else { return [] }
    return [
      ArgumentProblem(
        ["prior"], "under the model '\(model)' priors come from the model",
        hint: "leave the strategy's prior out")
    ]
  }
}
