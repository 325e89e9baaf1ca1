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

  /// Whether the strategy can ``recount(arm:cluster:morePulls:moreSuccesses:arms:)``; false by
  /// default.
  static var recounts: Bool { get }

  /// The new estimate of a cluster of whose arms one changed otherwise than by a pull: it died, or
  /// has a history. Never called of a strategy that cannot.
  ///
  /// - Parameters:
  ///   - arm: the arm.
  ///   - cluster: its cluster.
  ///   - morePulls: what was added to its pulls; below 0 if pulls were forgotten.
  ///   - moreSuccesses: what was added to its successes.
  ///   - arms: the counts of all arms, the new ones of this arm among them.
  mutating func recount(
    arm: Int, cluster: Int, morePulls: Double, moreSuccesses: Double,
    arms: borrowing ArmStatistics
  ) -> ClusterEstimate

  /// What is wrong with arguments for what the estimates are used for.
  static func problems(with arguments: Arguments, use: StrategyUse) -> [ArgumentProblem]

  /// What represents a cluster under a dependence model, which keeps the posterior itself.
  ///
  /// Nil, the default, says that the strategy works on counts alone and cannot stand on a model.
  static func functional(_ arguments: Arguments) -> PosteriorFunctional?
}

extension ClusterStrategy where Self: ~Copyable {
  /// A strategy keeps what it was told by default, and is refused where it must not.
  public static var recounts: Bool { false }

  /// Stops the program by default.
  public mutating func recount(
    arm: Int, cluster: Int, morePulls: Double, moreSuccesses: Double,
    arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    fatalError("the strategy cannot count cluster \(cluster) anew")
  }

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
