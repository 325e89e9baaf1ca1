import LinearAlgebra
public import Randomness
private import Synchronization

/// `correlated-clusters`: the means of a cluster's arms are jointly normal with a full covariance.
///
/// The means of cluster c are N(m0 1, Σ_c), clusters are independent, and rewards are N(θ_i, s²). Σ_c
/// comes from the arms' features through a ``CovarianceKernel``, from effects that the arms share, or is
/// given entry by entry, and has a nugget more on its diagonal. Instances carry it as their
/// ``GaussianPrior``.
///
/// Features are given, or drawn from U(0, 1)^d for each instance. Then cluster sizes differ by at most
/// one, and which clusters are the larger ones is dealt at random; arms of a cluster are exchangeable
/// as they are drawn. Given features and matrices keep the order in which they are given: all means
/// have one expectation, so that no order is a hint.
///
/// Source: C. E. Rasmussen and C. K. I. Williams, "Gaussian Processes for Machine Learning" (2006),
/// chapters 2 and 4, for kernels; S. R. Searle, G. Casella and C. E. McCulloch, "Variance Components"
/// (1992), chapter 1, for shared effects.
///
/// Draws K − 1 indices and N d uniforms if features are drawn; then, cluster by cluster, n_c normals,
/// and q more before them for shared effects. O(Σ n_c³) for each instance, or once if features are
/// given; O(N q) for shared effects.
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
    case drawn(ArmCovariance, dimension: Int)
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
      case .drawn(let covariance, let dimension):
        covariance.size(arms: armCount, clusters: clusterCount, dimension: dimension)
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
        clustering: prior.clustering, prior: known.prior)
    case .drawn(let covariance, let dimension):
      var sizes = Clustering.evenSizes(armCount: shape.armCount, clusterCount: shape.clusterCount)
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
    means: [Double], clustering: Clustering, prior: GaussianPrior
  ) -> BanditInstance {
    BanditInstance(
      laidOut: means, clustering: clustering, rewards: shape.rewards, prior: prior)
  }
}

extension CorrelatedClusters {
  /// How the means of a cluster are drawn.
  enum ClusterDraw: Sendable {
    /// m0 + L z.
    case factor(CovarianceFactor)
    /// m0 + B ψ + e.
    case effects(design: Matrix, effectDeviation: Double, ownDeviation: Double)

    /// The means of the cluster's arms.
    ///
    /// Draws n_c normals, after q for the effects where there are some.
    func draw(mean: Double, using stream: inout RandomStream) -> [Double] {
      switch self {
      case .factor(let factor): return factor.draw(mean: mean, using: &stream)
      case .effects(let design, let effectDeviation, let ownDeviation):
        var means = Array(repeating: mean, count: design.rows)
        for effect in 0..<design.columns {
          let psi = effectDeviation * stream.nextNormal(.shared)
          for arm in means.indices { means[arm] += design[arm, effect] * psi }
        }
        for arm in means.indices { means[arm] += ownDeviation * stream.nextNormal(.shared) }
        return means
      }
    }
  }

  /// The prior of an instance, gathered cluster by cluster.
  struct PriorParts {
    private var matrices: [Matrix] = []
    private var notes = NumericalNotes()

    /// Adds the prior of a cluster's arms and tells how to draw from it.
    mutating func append(
      _ covariance: ArmCovariance, _ features: [Double], dimension: Int
    ) -> ClusterDraw {
      switch covariance {
      case .kernel(let kernel, let nugget):
        var matrix = kernel.matrix(features, dimension: dimension, nugget: nugget)
        let (factor, jitter) = CovarianceFactor.jittered(&matrix)
        notes.note(relativeJitter: jitter)
        matrices.append(matrix)
        return .factor(factor)
      case .effects(let effectVariance, let ownVariance):
        let rows = features.count / dimension
        var elements: [Double] = []
        elements.reserveCapacity(features.count)
        for effect in 0..<dimension {
          for arm in 0..<rows { elements.append(features[arm * dimension + effect]) }
        }
        let design = Matrix(rows: rows, columns: dimension, elements: elements)
        matrices.append(design)
        return .effects(
          design: design, effectDeviation: effectVariance.squareRoot(),
          ownDeviation: ownVariance.squareRoot())
      }
    }

    /// The prior of all clusters so far.
    func prior(mean: Double, _ covariance: ArmCovariance, dimension: Int) -> GaussianPrior {
      switch covariance {
      case .kernel: GaussianPrior(mean: mean, structure: .dense(matrices), notes: notes)
      case .effects(let effectVariance, let ownVariance):
        GaussianPrior(
          mean: mean,
          structure: .effects(
            SharedEffects(
              count: dimension, designs: matrices, effectVariance: effectVariance,
              ownVariance: ownVariance)))
      }
    }
  }

  /// A prior that all instances share.
  ///
  /// It is worked out when the first instance is drawn and not when the experiment is read: by then
  /// somebody has seen to it that there is memory for it.
  final class FixedPrior: Sendable {
    let clustering: Clustering
    let size: CovarianceSize
    private let work: @Sendable () -> Known
    private let cache = Mutex<Known?>(nil)

    struct Known: Sendable {
      let prior: GaussianPrior
      let clusters: [ClusterDraw]
    }

    private init(
      _ clustering: Clustering, _ size: CovarianceSize, work: @escaping @Sendable () -> Known
    ) {
      self.clustering = clustering
      self.size = size
      self.work = work
    }

    /// The prior of given features.
    convenience init(_ table: ArmFeatures, _ covariance: ArmCovariance, mean: Double) {
      let (clustering, features) = table.laidOut()
      let dimension = table.dimension
      self.init(clustering, covariance.size(of: clustering, dimension: dimension)) {
        var parts = PriorParts()
        let clusters = features.map { parts.append(covariance, $0, dimension: dimension) }
        return Known(
          prior: parts.prior(mean: mean, covariance, dimension: dimension), clusters: clusters)
      }
    }

    /// The prior of one covariance for every cluster.
    convenience init(_ covariance: Matrix, _ factor: CovarianceFactor, clusters: Int, mean: Double)
    {
      let order = Double(covariance.rows)
      var size = CovarianceSize()
      size.largestCluster = covariance.rows
      size.sharedNumbers = 2 * order * order
      size.matrixNumbers = Double(clusters) * order * order
      self.init(
        Clustering(sizes: Array(repeating: covariance.rows, count: clusters)), size
      ) {
        Known(
          prior: GaussianPrior(
            mean: mean, structure: .dense(Array(repeating: covariance, count: clusters))),
          clusters: Array(repeating: .factor(factor), count: clusters))
      }
    }

    /// The prior and how to draw from it; O(Σ n_c³) the first time, while others wait.
    func known() -> Known {
      cache.withLock { cached in
        if let cached { return cached }
        let known = work()
        cached = known
        return known
      }
    }
  }
}

extension CorrelatedClusters.ArmCovariance {
  /// What instances of even clusters with drawn features take.
  func size(arms: Int, clusters: Int, dimension: Int) -> CovarianceSize {
    let largest = (arms + clusters - 1) / clusters
    let squares = CovarianceSize.squares(arms: arms, clusters: clusters)
    var size = size(arms: arms, clusters: clusters, dimension: dimension, squares, largest: largest)
    // All Σ_c, and the factor of the one at hand.
    if case .kernel = self {
      size.instanceNumbers = squares + Double(largest) * Double(largest)
    } else {
      size.instanceNumbers = Double(arms) * Double(dimension)
    }
    return size
  }

  /// What clusters with given features take.
  func size(of clustering: Clustering, dimension: Int) -> CovarianceSize {
    let squares = clustering.sizes.reduce(0.0) { $0 + Double($1) * Double($1) }
    var size = size(
      arms: clustering.armCount, clusters: clustering.clusterCount, dimension: dimension, squares,
      largest: clustering.largestSize)
    if case .kernel = self {
      size.sharedNumbers = 2 * squares
    } else {
      size.sharedNumbers = Double(clustering.armCount) * Double(dimension)
    }
    return size
  }

  private func size(
    arms: Int, clusters: Int, dimension: Int, _ squares: Double, largest: Int
  ) -> CovarianceSize {
    var size = CovarianceSize()
    switch self {
    case .kernel:
      size.largestCluster = largest
      size.matrixNumbers = squares
    case .effects:
      size.matrixNumbers = Double(clusters) * Double(dimension) * Double(dimension)
    }
    return size
  }
}
