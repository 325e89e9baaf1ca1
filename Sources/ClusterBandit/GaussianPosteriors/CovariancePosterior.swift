import LinearAlgebra
import Randomness

/// The joint normal posterior of the arms of every cluster by mean and full covariance.
///
/// θ ~ N(m, Σ), a matrix for each cluster. A batch that pulls b distinct arms of a cluster, arm j
/// n_j times with average r̄_j, has precisions d_j = n_j/s²:
///
///     S = Σ_bb + diag(1/d) = L Lᵀ        dpotrf
///     V = Σ_:b L⁻ᵀ, z = L⁻¹ (r̄ − m_b)    dgemm and loops, dtrsv
///     Σ ← Σ − V Vᵀ                       dsyrk
///     m ← m + V z                        dgemv
///
/// Many distinct arms are taken in turn, 32 at a time, 64 in clusters of 512 arms or more: that is
/// the same posterior with less memory and fewer operations, and dpotrf and the substitution are
/// slow for what dsyrk gains by a higher rank. Of Σ only the lower triangle is kept. The other one
/// would cost a second pass over the matrix after every update, and all it would save are strided
/// reads of b rows.
///
/// A single pull is the rank-1 update Σ ← Σ − g gᵀ/(Σ_jj + s²), g = Σ_:j, in a plain loop, which
/// dsyrk with one column does not beat (benchmark cases blas-dsyrk-1-16 to blas-dsyrk-1-1024). So
/// are all updates of clusters of at most ``loopOrder`` arms, where the calls of BLAS and LAPACK
/// cost more than they save.
///
/// Without noise (s = 0) a pulled arm is known afterwards: its variance and covariances are 0
/// exactly. Where the noise is within rounding of nothing, n u times an arm's prior variance with
/// u = 2⁻⁵³, an arm whose variance has fallen to 10⁻¹² of the prior's counts as known: its pulls
/// teach nothing more, because the quotients of what is left would be rounding's. Diagonal entries
/// that rounding makes negative are set to 0.
///
/// Rounding: after 10 000 single pulls covariances lie within 1.2·10⁻¹⁵ and means within 5·10⁻¹² of
/// one solution from the prior (measured with 10 and 100 arms of variance about 1, s = 1 and 0.01,
/// for random covariances and a smooth kernel), so nothing is recomputed from time to time.
///
/// Source: the conditioning of a normal vector, as in C. E. Rasmussen and C. K. I. Williams,
/// "Gaussian Processes for Machine Learning" (2006), section A.2.
///
/// An update is b n² + b² n + b³/3 operations. n² numbers a cluster, as many again for draws; room
/// for 32 or 64 (n + 1) numbers of the largest cluster. Draws: see ``JointDraws``.
package struct CovariancePosterior: ClusterPosterior, ~Copyable {
  /// Clusters of at most so many arms are updated one arm after the other.
  package static let loopOrder = 16
  /// The largest number of distinct arms in one update of a cluster of `order` arms.
  static func widest(_ order: Int) -> Int { min(order < 512 ? 32 : 64, order) }

  package let noiseVariance: Double
  let clustering: Clustering
  let tables: ZigguratTables
  let needs: PosteriorNeeds
  /// Where the matrix of a cluster begins.
  let places: AlignedBuffer<Int>
  /// Σ, column after column, the lower triangle.
  var covariances: AlignedBuffer<Double>
  /// m.
  var means: AlignedBuffer<Double>
  /// 1ᵀΣ1 by cluster.
  var totals: AlignedBuffer<Double>
  var pullCounts: AlignedBuffer<Double>
  /// Σ_ii of the prior.
  let priorVariances: AlignedBuffer<Double>
  var batch: BatchSums
  /// The positions in their cluster of the arms of an update.
  var positions: AlignedBuffer<Int>
  /// S, then L.
  var system: AlignedBuffer<Double>
  /// r̄ − m_b, then z, then Vᵀ1.
  var residuals: AlignedBuffer<Double>
  /// V, n × b; g in a rank-1 update.
  var columns: AlignedBuffer<Double>
  /// Some rows of L.
  var panel: AlignedBuffer<Double>
  let ones: AlignedBuffer<Double>
  var factors: CovarianceFactors
  var draws: JointDraws
  var pending: PendingDowndates

  package init(
    _ prior: GaussianPrior, clustering: Clustering, deviation: Double, needs: PosteriorNeeds
  ) {
    let largest = clustering.largestSize
    let widest = CovariancePosterior.widest(largest)
    var places = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    var size = 0
    for cluster in 0..<clustering.clusterCount {
      places[cluster] = size
      size += clustering.size(of: cluster) * clustering.size(of: cluster)
    }
    var covariances = AlignedBuffer(repeating: 0.0, count: size)
    var totals = AlignedBuffer(repeating: 0.0, count: clustering.clusterCount)
    var priorVariances = AlignedBuffer(repeating: 0.0, count: clustering.armCount)
    for cluster in 0..<clustering.clusterCount {
      let order = clustering.size(of: cluster)
      let matrix = covariances.mutableBlock(places[cluster], order * order)
      prior.fillCovariance(of: cluster, order: order, matrix)
      for column in 0..<order {
        let diagonal = matrix[column * (order + 1)]
        priorVariances[clustering.offsets[cluster] + column] = diagonal
        totals[cluster] += diagonal
        for row in column + 1..<max(order, column + 1) {
          totals[cluster] += 2 * matrix[column * order + row]
        }
      }
    }
    noiseVariance = deviation * deviation
    self.clustering = clustering
    tables = .shared
    self.needs = needs
    self.places = places
    self.covariances = covariances
    means = AlignedBuffer(repeating: prior.mean, count: clustering.armCount)
    self.totals = totals
    pullCounts = AlignedBuffer(repeating: 0, count: clustering.armCount)
    self.priorVariances = priorVariances
    batch = BatchSums(clustering)
    positions = AlignedBuffer(repeating: 0, count: widest)
    system = AlignedBuffer(repeating: 0, count: widest * widest)
    residuals = AlignedBuffer(repeating: 0, count: widest)
    columns = AlignedBuffer(repeating: 0, count: widest * largest)
    panel = AlignedBuffer(repeating: 0, count: 8 * widest)
    ones = AlignedBuffer(repeating: 1, count: largest)
    factors = CovarianceFactors(
      clusterCount: clustering.clusterCount, size: needs.draws ? size : 0)
    draws = JointDraws(clustering, isNeeded: needs.draws)
    pending = PendingDowndates(
      clusterCount: clustering.clusterCount,
      armCount: needs.anticipation ? clustering.armCount : 0)
    if needs.anticipation {
      for cluster in 0..<clustering.clusterCount { refreshPending(cluster) }
    }
  }

  package func pulls(of arm: Int) -> Double { pullCounts[arm] }

  package func mean(of arm: Int) -> Double { means[arm] }

  /// Σ_ij of two arms of one cluster.
  package func covariance(_ arm: Int, _ other: Int) -> Double {
    let cluster = Int(clustering.clusterOfArm[arm])
    let first = clustering.offsets[cluster]
    let (row, column) = (max(arm, other) - first, min(arm, other) - first)
    return covariances[places[cluster] + column * clustering.size(of: cluster) + row]
  }

  package func posterior(of arm: Int) -> MeanAndVariance {
    MeanAndVariance(mean: means[arm], variance: covariance(arm, arm))
  }

  /// O(n): 1ᵀΣ1 is kept up to date by |Vᵀ1|².
  package func average(of cluster: Int) -> MeanAndVariance {
    let m = Double(clustering.size(of: cluster))
    var sum = 0.0
    for arm in clustering.arms(of: cluster) { sum += means[arm] }
    return MeanAndVariance(mean: sum / m, variance: totals[cluster] / (m * m))
  }

  /// How a cluster's covariance had to be helped to a factor for draws.
  package func notes(of cluster: Int) -> NumericalNotes { factors.notes(of: cluster) }

  package var numericalNotes: NumericalNotes { factors.notes }
}
