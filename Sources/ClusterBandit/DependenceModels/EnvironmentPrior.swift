/// What policies under the environment's prior share: parameters, checks, and the choice of a
/// posterior.
enum EnvironmentPrior {
  /// s.
  static let parameters: [Parameter] = [
    .optional(
      "standard-deviation", .number(.scale), absent: "the environment's",
      "the known s of one reward")
  ]

  /// What is wrong with a problem for what is called `name`.
  static func problems(_ name: String, _ shape: ProblemShape) -> [ArgumentProblem] {
    if shape.rewards.isBinary {
      return [
        ArgumentProblem(
          [], "\(name) is for Gaussian rewards, and these are 0 or 1",
          hint: "use an environment with Gaussian rewards and a prior covariance")
      ]
    }
    guard !shape.hasGaussianPrior else { return [] }
    return [
      ArgumentProblem(
        [], "\(name) needs the prior covariance of the arms, and this environment has none",
        hint:
          "use gaussian-hierarchical-thompson or two-level with model: hierarchical, or an environment "
          + "with a prior covariance")
    ]
  }

  /// One of two policies, by how the instance's prior is given.
  static func prepared(
    dense: PreparedPolicy, effects: PreparedPolicy
  ) -> PreparedPolicy {
    var policy = PreparedPolicy(dense, or: effects) { instance in
      if case .effects? = instance.prior?.structure { true } else { false }
    }
    // The covariance, its factor for draws, and work space.
    policy.matricesPerCluster = 3
    return policy
  }
}

extension ClusterPosterior where Self: ~Copyable {
  /// The posterior under the setting's prior, with the arguments' s or the environment's.
  ///
  /// A family refuses environments without a prior.
  init(_ arguments: Arguments, _ setting: PolicySetting, needs: PosteriorNeeds) {
    guard let prior = setting.prior else {
      stop("a policy under the environment's prior needs an instance that has one")
    }
    var environmentDeviation = 1.0
    if case .gaussian(let deviation) = setting.rewards { environmentDeviation = deviation }
    self.init(
      prior, clustering: setting.clustering,
      deviation: arguments.optionalNumber("standard-deviation") ?? environmentDeviation,
      needs: needs)
  }
}
