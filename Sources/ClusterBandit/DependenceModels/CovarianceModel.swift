import Randomness

/// The joint normal posterior under the environment's own prior: a covariance between the arms of
/// each cluster, or effects that they share.
///
/// θ_c ~ N(m0 1, Σ_c), rewards N(θ_i, s²) with s known. A pull of one arm moves its siblings by how
/// far they covary with it. A batch of pulls is one rank-b update for each cluster in it.
///
/// An update of a cluster of n arms is O(n²) with a full covariance and O(q² + n q) with q shared
/// effects; draws factor the covariance anew after an update, O(n³), or O(q³). A draw of a cluster
/// takes n normals, and q before them if effects are shared. The maximum of dependent normal arms
/// has no closed form.
///
/// Source: C. E. Rasmussen and C. K. I. Williams, "Gaussian Processes for Machine Learning" (2006),
/// section A.2; for shared effects D. V. Lindley and A. F. M. Smith, "Bayes estimates for the
/// linear model", Journal of the Royal Statistical Society B 34 (1972).
struct CovarianceModel<Posterior: ClusterPosterior & ~Copyable>: DependenceModel, ~Copyable {
  /// `covariance` with s.
  static var variant: Variant {
    Variant(
      "covariance", "the joint normal posterior under the environment's prior covariance",
      EnvironmentPrior.parameters)
  }

  /// The environment must have a normal prior.
  static func problems(with arguments: Arguments, shape: ProblemShape) -> [ArgumentProblem] {
    EnvironmentPrior.problems("the model 'covariance'", shape)
  }

  private var posterior: Posterior

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

  /// The numerical difficulties of the factorizations for draws.
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
  func posterior(of arm: Int) -> MeanAndVariance { posterior.posterior(of: arm) }

  /// Mean and variance of the cluster's average.
  func average(of cluster: Int) -> MeanAndVariance { posterior.average(of: cluster) }

  /// The moments as a normal distribution; the matched count is s²/v, kept above 0 and finite.
  func candidate(
    _ moments: MeanAndVariance, pulls: Double, counts: PullCounting
  ) -> CandidateEstimate {
    moments.normalCandidate(
      pulls: pulls, counts: counts, noiseVariance: posterior.noiseVariance)
  }
}

extension ModelEntry {
  /// The model over the posterior that suits the instance's prior; flat, its draws come in blocks.
  static let covariance = {
    typealias Dense = CovarianceModel<CovariancePosterior>
    typealias Effects = CovarianceModel<EffectsPosterior>
    let (dense, effects) = (ModelEntry(gaussian: Dense.self), ModelEntry(gaussian: Effects.self))
    return ModelEntry(
      variant: dense.variant, problems: dense.problems, hasMaximum: dense.hasMaximum,
      flat: { arguments, ties, rewards in
        EnvironmentPrior.prepared(
          dense: PreparedPolicy(gaussian: rewards) { setting in
            GaussianClusterThompson<CovariancePosterior>(
              arguments: arguments, ties: ties, setting: setting)
          },
          effects: PreparedPolicy(gaussian: rewards) { setting in
            GaussianClusterThompson<EffectsPosterior>(
              arguments: arguments, ties: ties, setting: setting)
          })
      },
      twoLevel: { arguments, parts, rewards in
        EnvironmentPrior.prepared(
          dense: dense.twoLevel(arguments, parts, rewards),
          effects: effects.twoLevel(arguments, parts, rewards))
      },
      directed: { arguments, draws, rewards in
        EnvironmentPrior.prepared(
          dense: dense.directed(arguments, draws, rewards),
          effects: effects.directed(arguments, draws, rewards))
      }, binary: { _ in nil })
  }()
}
