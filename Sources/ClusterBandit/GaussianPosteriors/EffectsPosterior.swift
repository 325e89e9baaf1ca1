import LinearAlgebra
import Randomness

/// The joint normal posterior of arms that share effects: θ_i = m0 + b_iᵀψ_c + e_i.
///
/// With ψ_c ~ N(0, v I) and e_i ~ N(0, τ²), n_i pulls that paid r̄_i on average say
/// r̄_i ~ N(m0 + b_iᵀψ_c, 1/d_i) with d_i = n_i/(n_i τ² + s²). So ψ_c ~ N(ψ̂, Λ⁻¹) with
///
///     Λ = I/v + BᵀDB        dsyrk on the rows √Δd_i b_i of the arms in a batch
///     Λ = L Lᵀ              dpotrf
///     ψ̂ = Λ⁻¹ BᵀD(r̄ − m0)  dpotrs
///     B ψ̂                   dgemv, and dgemm for several draws of ψ_c
///
/// and given ψ_c the arms are independent: θ_i ~ N(m0 + a_i b_iᵀψ_c + (1 − a_i)(r̄_i − m0), a_i τ²)
/// with a_i = s²/(n_i τ² + s²). Σ_c = v B Bᵀ + τ² I is never formed: a cluster that a batch of b
/// distinct arms touches costs O(b q² + q³ + n q), O(n q²) where variances are kept, and
/// q (n + 2 q) numbers.
///
/// Λ only grows, so nothing cancels and rounding does not accumulate. Everything is multiplied
/// through by s², so that s = 0 (rewards without noise) is no special case.
///
/// Source: D. V. Lindley and A. F. M. Smith, "Bayes estimates for the linear model", Journal of the
/// Royal Statistical Society B 34 (1972).
///
/// A draw takes q normals for ψ_c, then one for each arm. Draws: see ``JointDraws``.
package struct EffectsPosterior: ClusterPosterior, ~Copyable {
  /// The largest number of rows in one dsyrk.
  private static let widest = 128

  package let noiseVariance: Double
  let clustering: Clustering
  let tables: ZigguratTables
  let needs: PosteriorNeeds
  let priorMean: Double
  let effects: SharedEffects
  var pullCounts: AlignedBuffer<Double>
  var sums: AlignedBuffer<Double>
  /// Λ, the lower triangle, q² numbers a cluster.
  var precisions: AlignedBuffer<Double>
  /// L.
  var factors: AlignedBuffer<Double>
  /// BᵀD(r̄ − m0) and ψ̂, q numbers a cluster.
  var moments: AlignedBuffer<Double>
  var estimates: AlignedBuffer<Double>
  /// b_iᵀψ̂.
  var scores: AlignedBuffer<Double>
  var batch: BatchSums
  /// √Δd_i b_i of some arms; also Bᵀ of a cluster, then L⁻¹Bᵀ.
  var rows: AlignedBuffer<Double>
  var positions: AlignedBuffer<Int>
  var draws: JointDraws
  /// ψ_c of the draws: K q numbers each.
  var effectDraws: AlignedBuffer<Double>
  /// B ψ_c of one cluster's draws.
  var drawnScores: AlignedBuffer<Double>
  var pending: PendingEffects

  package init(
    _ prior: GaussianPrior, clustering: Clustering, deviation: Double, needs: PosteriorNeeds
  ) {
    guard case .effects(let effects) = prior.structure else {
      preconditionFailure("a posterior of shared effects needs a prior that has them")
    }
    let q = effects.count
    let (clusterCount, largest) = (clustering.clusterCount, clustering.largestSize)
    for cluster in 0..<clusterCount {
      let design = effects.designs[cluster]
      precondition(
        design.rows == clustering.size(of: cluster) && design.columns == q,
        "a design has a row for each arm of its cluster and a column for each effect")
    }
    var precisions = AlignedBuffer(repeating: 0.0, count: clusterCount * q * q)
    var factors = AlignedBuffer(repeating: 0.0, count: clusterCount * q * q)
    let own = 1 / effects.effectVariance
    for cluster in 0..<clusterCount {
      for index in 0..<q {
        let diagonal = cluster * q * q + index * (q + 1)
        precisions[diagonal] = own
        factors[diagonal] = own.squareRoot()
      }
    }
    noiseVariance = deviation * deviation
    self.clustering = clustering
    tables = .shared
    self.needs = needs
    priorMean = prior.mean
    self.effects = effects
    pullCounts = AlignedBuffer(repeating: 0, count: clustering.armCount)
    sums = AlignedBuffer(repeating: 0, count: clustering.armCount)
    self.precisions = precisions
    self.factors = factors
    moments = AlignedBuffer(repeating: 0, count: clusterCount * q)
    estimates = AlignedBuffer(repeating: 0, count: clusterCount * q)
    scores = AlignedBuffer(repeating: 0, count: clustering.armCount)
    batch = BatchSums(clustering)
    let widest = min(EffectsPosterior.widest, largest)
    rows = AlignedBuffer(
      repeating: 0, count: max(1, q) * (needs.anticipation ? largest : widest))
    positions = AlignedBuffer(repeating: 0, count: widest)
    let draws = JointDraws(clustering, extra: clusterCount * q, isNeeded: needs.draws)
    effectDraws = AlignedBuffer(repeating: 0, count: draws.limit * clusterCount * q)
    drawnScores = AlignedBuffer(repeating: 0, count: draws.limit * largest)
    self.draws = draws
    pending = PendingEffects(
      effects, clusterCount: clusterCount, armCount: needs.anticipation ? clustering.armCount : 0,
      largest: largest)
    if needs.anticipation {
      for cluster in 0..<clusterCount { refreshPending(cluster) }
    }
  }

  /// q.
  var q: Int { effects.count }

  package func pulls(of arm: Int) -> Double { pullCounts[arm] }

  package func mean(of arm: Int) -> Double {
    let own = regression(of: arm)
    return own.offset + own.slope * scores[arm]
  }

  /// How θ_i depends on x = b_iᵀψ_c: θ_i = offset + slope x + N(0, variance).
  @inline(__always)
  func regression(
    of arm: Int
  ) -> (offset: Double, slope: Double, variance: Double) {
    OwnEffect(pulls: pullCounts[arm], own: effects.ownVariance, noise: noiseVariance)
      .regression(sum: sums[arm], mean: priorMean)
  }

  /// O(q²).
  package func posterior(of arm: Int) -> MeanAndVariance {
    let cluster = Int(clustering.clusterOfArm[arm])
    let own = regression(of: arm)
    let spread = spread(of: cluster) { index in
      effects.designs[cluster][arm - clustering.offsets[cluster], index]
    }
    return MeanAndVariance(
      mean: own.offset + own.slope * scores[arm],
      variance: own.variance + own.slope * own.slope * spread)
  }

  /// O(n q + q²).
  package func average(of cluster: Int) -> MeanAndVariance {
    let range = clustering.arms(of: cluster)
    let m = Double(range.count)
    var (mean, variance) = (0.0, 0.0)
    for arm in range {
      let own = regression(of: arm)
      mean += own.offset + own.slope * scores[arm]
      variance += own.variance
    }
    let design = effects.designs[cluster].elements
    let shared = spread(of: cluster) { index in
      var sum = 0.0
      for arm in range {
        sum += regression(of: arm).slope * design[index * range.count + arm - range.lowerBound]
      }
      return sum
    }
    return MeanAndVariance(mean: mean / m, variance: (variance + shared) / (m * m))
  }

  /// xᵀΛ⁻¹x = |L⁻¹x|².
  private func spread(of cluster: Int, _ x: (Int) -> Double) -> Double {
    let lower = factors.block(cluster * q * q, q * q)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, q)) { solution in
      var square = 0.0
      for row in 0..<q {
        var value = x(row)
        for column in 0..<row { value -= lower[column * q + row] * solution[column] }
        value /= lower[row * (q + 1)]
        solution[row] = value
        square += value * value
      }
      return square
    }
  }
}
