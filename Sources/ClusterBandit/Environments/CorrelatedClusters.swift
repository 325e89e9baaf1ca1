import LinearAlgebra
public import Randomness

/// `correlated-clusters`: the means of a cluster's arms are jointly normal with a full covariance.
///
/// The means of cluster c are N(m0 1, Σ_c), clusters are independent, and rewards are N(θ_i, s²).
/// Σ_c comes from the arms' features through a `CovarianceKernel`, from effects that the arms
/// share, or is given entry by entry, and has a nugget more on its diagonal. Instances carry it as
/// their ``GaussianPrior``.
///
/// Features are given, or drawn from U(0, 1)^d for each instance. Then which clusters are the
/// larger ones is dealt at random; arms of a cluster are exchangeable as they are drawn. Given
/// features and matrices keep the order in which they are given: all means have one expectation, so
/// that no order is a hint.
///
/// Source: C. E. Rasmussen and C. K. I. Williams, "Gaussian Processes for Machine Learning" (2006),
/// chapters 2 and 4, for kernels; S. R. Searle, G. Casella and C. E. McCulloch, "Variance
/// Components" (1992), chapter 1, for shared effects.
///
/// Draws K − 1 indices and N d uniforms if features are drawn; then, cluster by cluster, n_c
/// normals, and q more before them for shared effects. O(Σ n_c³) for each instance, or once if
/// features are given; O(N q) for shared effects.
public struct CorrelatedClusters: Environment {
  /// N, K and Gaussian rewards.
  public let shape: ProblemShape
  /// What Σ_c and its factor take.
  public let covarianceSize: CovarianceSize
  private let source: Source
  private let mean: Double

  /// Where the covariances come from.
  enum Source: Sendable {
    /// Features that are drawn for each instance.
    case drawn(ArmCovariance, dimension: Int, ClusterSizes)
    /// The same for all instances.
    case fixed(FixedPrior)
  }

  /// What makes a covariance of the features of a cluster's arms.
  enum ArmCovariance: Sendable {
    /// Σ_ij = k(x_i, x_j), and a nugget on the diagonal.
    case kernel(CovarianceKernel, nugget: Double)
    /// Σ = v B Bᵀ + τ² I, the features of an arm its row of B.
    case effects(effectVariance: Double, ownVariance: Double)
  }

  init(
    armCount: Int, clusterCount: Int, standardDeviation: Double, mean: Double, source: Source
  ) {
    shape = ProblemShape(
      armCount: armCount, clusterCount: clusterCount,
      rewards: .gaussian(standardDeviation: standardDeviation), hasGaussianPrior: true)
    self.mean = mean
    self.source = source
    covarianceSize =
      switch source {
      case .drawn(let covariance, let dimension, let sizes):
        covariance.size(of: sizes, dimension: dimension)
      case .fixed(let prior): prior.size
      }
  }

  /// Draws sizes, features and means.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    switch source {
    case .fixed(let prior):
      let known = prior.known()
      return instance(
        means: known.clusters.flatMap { $0.draw(mean: mean, using: &stream) },
        clustering: prior.clustering, prior: known.prior, names: prior.names)
    case .drawn(let covariance, let dimension, let given):
      var sizes = given.sizes
      stream.shuffle(&sizes)
      var prior = PriorParts()
      var means: [Double] = []
      means.reserveCapacity(shape.armCount)
      for size in sizes {
        let features = (0..<(size * dimension)).map { _ in stream.nextUnit() }
        means += prior.append(covariance, features, dimension: dimension)
          .draw(mean: mean, using: &stream)
      }
      return instance(
        means: means, clustering: Clustering(sizes: sizes),
        prior: prior.prior(mean: mean, covariance, dimension: dimension))
    }
  }

  private func instance(
    means: [Double], clustering: Clustering, prior: GaussianPrior, names: ArmNames? = nil
  ) -> BanditInstance {
    BanditInstance(
      laidOut: means, clustering: clustering, rewards: shape.rewards, prior: prior, names: names)
  }
}
