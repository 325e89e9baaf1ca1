import Randomness

/// The joint normal posterior under the environment's own prior: a covariance between the arms of each
/// cluster, or effects that they share.
///
/// θ_c ~ N(m0 1, Σ_c), rewards N(θ_i, s²) with s known. A pull of one arm moves its siblings by how far
/// they covary with it. A batch of pulls is one rank-b update for each cluster in it.
///
/// An update of a cluster of n arms is O(n²) with a full covariance and O(q² + n q) with q shared
/// effects; draws factor the covariance anew after an update, O(n³), or O(q³). A draw of a cluster takes
/// n normals, and q before them if effects are shared.
///
/// Source: C. E. Rasmussen and C. K. I. Williams, "Gaussian Processes for Machine Learning" (2006),
/// section A.2; for shared effects D. V. Lindley and A. F. M. Smith, "Bayes estimates for the linear
/// model", Journal of the Royal Statistical Society B 34 (1972).
struct CovarianceModel<Posterior: ClusterPosterior & ~Copyable>: DependenceModel, ~Copyable {
  private var posterior: Posterior

  /// MEAN and MAX; the maximum of dependent normal arms has no closed form.
  static var strategies: [ModelStrategy] { [.mean, .max] }

  /// The model over arms none of which was pulled.
  init(arguments: Arguments, setting: PolicySetting) {
    posterior = Posterior(arguments, setting, needs: PosteriorNeeds(draws: true))
  }

  /// Conditions the cluster's arms on the reward.
  mutating func update(arm: Int, cluster: Int, reward: Double) {
    posterior.update(arm: arm, cluster: cluster, reward: reward)
  }

  /// One update for each cluster of the batch.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>, clustering: Clustering) {
    posterior.update(arms: arms, rewards: rewards)
  }

  /// What the factorisations for draws met.
  var numericalNotes: NumericalNotes { posterior.numericalNotes }

  /// Draws all arms of the cluster.
  mutating func drawShared(_ cluster: Int, using stream: inout RandomStream) {
    posterior.drawCluster(cluster, using: &stream)
  }

  /// θ_i of the last shared draw.
  func draw(_ arm: Int, using stream: inout RandomStream) -> Double { posterior.drawn(arm) }

  /// n_i.
  func pulls(of arm: Int) -> Double { posterior.pulls(of: arm) }

  /// Mean and variance of θ_i.
  func posterior(of arm: Int) -> Moments2 { posterior.posterior(of: arm) }

  /// Mean and variance of the cluster's average.
  func average(of cluster: Int) -> Moments2 { posterior.average(of: cluster) }

  /// Nil: the maximum of dependent normal arms has no closed form.
  func maximum(of cluster: Int) -> Moments2? { nil }

  /// The moments as a normal distribution; the matched count is s²/v, kept above 0 and finite.
  func candidate(
    _ moments: Moments2, pulls: Double, counts: CountRule
  ) -> CandidateEstimate {
    moments.normalCandidate(
      pulls: pulls, counts: counts, noiseVariance: posterior.noiseVariance)
  }
}

extension Moments2 {
  /// The normal distribution of these moments in the form that rules read; the matched count is s²/v.
  func normalCandidate(
    pulls: Double, counts: CountRule, noiseVariance: Double
  ) -> CandidateEstimate {
    let matched = variance > 0 ? min(max(noiseVariance / variance, 1e-9), 1e15) : 1e15
    return CandidateEstimate(
      pulls: counts == .matched ? matched : pulls, mean: mean, variance: noiseVariance, alpha: 0,
      beta: 0, posteriorVariance: variance)
  }
}

/// What policies under the environment's prior share: parameters, checks, and the choice of a posterior.
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
    var policy = PreparedPolicy(dense, orSublinear: effects) { instance in
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
    guard let prior = setting.prior else { preconditionFailure("an instance with a prior") }
    var environmentDeviation = 1.0
    if case .gaussian(let deviation) = setting.rewards { environmentDeviation = deviation }
    self.init(
      prior, clustering: setting.clustering,
      deviation: arguments.optionalNumber("standard-deviation") ?? environmentDeviation,
      needs: needs)
  }
}
