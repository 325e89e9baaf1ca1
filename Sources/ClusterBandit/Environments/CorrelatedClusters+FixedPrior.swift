import LinearAlgebra
private import Synchronization

extension CorrelatedClusters {
  /// A prior that all instances share.
  ///
  /// It is worked out when the first instance is drawn and not when the experiment is read: by then
  /// somebody has seen to it that there is memory for it.
  final class FixedPrior: Sendable {
    let clustering: Clustering
    let size: CovarianceSize
    /// The names of a table of features.
    let names: ArmNames?
    private let work: @Sendable () -> Known
    private let cache = Mutex<Known?>(nil)

    struct Known: Sendable {
      let prior: GaussianPrior
      let clusters: [ClusterDraw]
    }

    private init(
      _ clustering: Clustering, _ size: CovarianceSize, names: ArmNames? = nil,
      work: @escaping @Sendable () -> Known
    ) {
      self.clustering = clustering
      self.names = names
      self.size = size
      self.work = work
    }

    /// The prior of given features.
    convenience init(_ table: ArmFeatures, _ covariance: ArmCovariance, mean: Double) {
      let (clustering, features) = table.laidOut()
      let dimension = table.dimension
      self.init(
        clustering, covariance.size(of: clustering, dimension: dimension),
        names: ArmNames(clustering, clustersByRow: table.clusters, armsByRow: table.arms)
      ) {
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
