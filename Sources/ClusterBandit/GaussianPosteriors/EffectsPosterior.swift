import LinearAlgebra
package import Randomness

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
/// and given ψ_c the arms are independent: θ_i ~ N(m0 + a_i b_iᵀψ_c + (1 − a_i)(r̄_i − m0), a_i τ²) with
/// a_i = s²/(n_i τ² + s²). Σ_c = v B Bᵀ + τ² I is never formed: a cluster that a batch of b distinct arms
/// touches costs O(b q² + q³ + n q), O(n q²) where variances are kept, and q (n + 2 q) numbers.
///
/// Λ only grows, so nothing cancels and rounding does not accumulate. Everything is multiplied through
/// by s², so that s = 0 (rewards without noise) is no special case.
///
/// Source: D. V. Lindley and A. F. M. Smith, "Bayes estimates for the linear model", Journal of the
/// Royal Statistical Society B 34 (1972).
///
/// A draw takes q normals for ψ_c, then one for each arm. Draws: see ``JointDraws``.
package struct EffectsPosterior: ClusterPosterior, ~Copyable {
  /// The largest number of rows in one dsyrk.
  private static let widest = 128

  package let noiseVariance: Double
  private let clustering: Clustering
  private let tables: ZigguratTables
  private let needs: PosteriorNeeds
  private let priorMean: Double
  private let effects: SharedEffects
  private var pullCounts: AlignedBuffer<Double>
  private var sums: AlignedBuffer<Double>
  /// Λ, the lower triangle, q² numbers a cluster.
  private var precisions: AlignedBuffer<Double>
  /// L.
  private var factors: AlignedBuffer<Double>
  /// BᵀD(r̄ − m0) and ψ̂, q numbers a cluster.
  private var moments: AlignedBuffer<Double>
  private var estimates: AlignedBuffer<Double>
  /// b_iᵀψ̂.
  private var scores: AlignedBuffer<Double>
  private var batch: BatchSums
  /// √Δd_i b_i of some arms; also Bᵀ of a cluster, then L⁻¹Bᵀ.
  private var rows: AlignedBuffer<Double>
  private var positions: AlignedBuffer<Int>
  private var draws: JointDraws
  /// ψ_c of the draws: K q numbers each.
  private var effectDraws: AlignedBuffer<Double>
  /// B ψ_c of one cluster's draws.
  private var drawnScores: AlignedBuffer<Double>
  private var pending: PendingEffects

  package init(
    _ prior: GaussianPrior, clustering: Clustering, deviation: Double, needs: PosteriorNeeds
  ) {
    guard case .effects(let effects) = prior.structure else {
      preconditionFailure("a prior with shared effects")
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
  private var q: Int { effects.count }

  package func pulls(of arm: Int) -> Double { pullCounts[arm] }

  package func mean(of arm: Int) -> Double {
    let own = regression(of: arm)
    return own.offset + own.slope * scores[arm]
  }

  /// How θ_i depends on x = b_iᵀψ_c: θ_i = offset + slope x + N(0, variance).
  @inline(__always)
  private func regression(
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

/// What an arm has of its own, given the effects of its cluster.
struct OwnEffect {
  /// n_i.
  let pulls: Double
  /// τ².
  let own: Double
  /// s².
  let noise: Double

  /// d = n/(n τ² + s²), the precision with which r̄ speaks of the effects.
  var precision: Double { pulls > 0 ? pulls / (pulls * own + noise) : 0 }

  /// a = s²/(n τ² + s²), the weight of the effects in θ; 1 before the first pull.
  var slope: Double { pulls > 0 ? noise / (pulls * own + noise) : 1 }

  /// θ = offset + slope b_iᵀψ + N(0, variance).
  @inline(__always)
  func regression(
    sum: Double, mean: Double
  ) -> (offset: Double, slope: Double, variance: Double) {
    let slope = self.slope
    return (mean + precision * own * (pulls > 0 ? sum / pulls - mean : 0), slope, slope * own)
  }
}

// MARK: - Learning

extension EffectsPosterior {
  package mutating func update(arm: Int, cluster: Int, reward: Double) {
    batch.add(arm, cluster, reward)
    learn(cluster)
    batch.finish()
  }

  package mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    for place in arms.indices {
      let arm = Int(arms[place])
      batch.add(arm, Int(clustering.clusterOfArm[arm]), rewards[place])
    }
    for index in 0..<batch.count { learn(batch.cluster(index)) }
    batch.finish()
  }

  /// Learns what the batch holds of a cluster.
  private mutating func learn(_ cluster: Int) {
    let range = clustering.arms(of: cluster)
    var count = 0
    for arm in range where batch.pulls[arm] > 0 {
      positions[count] = arm - range.lowerBound
      count += 1
      if count == positions.count {
        grow(cluster, count)
        count = 0
      }
    }
    if count > 0 { grow(cluster, count) }
    solve(cluster)
    if needs.anticipation { refreshPending(cluster) }
  }

  /// Λ and BᵀD(r̄ − m0) after the batch's pulls of the arms at the first `count` positions.
  private mutating func grow(_ cluster: Int, _ count: Int) {
    let (q, first) = (self.q, clustering.offsets[cluster])
    let order = clustering.size(of: cluster)
    let design = effects.designs[cluster].elements
    for index in 0..<count {
      let position = positions[index]
      let arm = first + position
      let before = OwnEffect(
        pulls: pullCounts[arm], own: effects.ownVariance, noise: noiseVariance)
      let beforeSum = before.pulls > 0 ? sums[arm] / before.pulls - priorMean : 0
      pullCounts[arm] += batch.pulls[arm]
      sums[arm] += batch.sums[arm]
      batch.clear(arm)
      let after = OwnEffect(
        pulls: pullCounts[arm], own: effects.ownVariance, noise: noiseVariance)
      let moment =
        after.precision * (sums[arm] / after.pulls - priorMean) - before.precision * beforeSum
      // Rounding may make equal what only grows.
      let root = max(0, after.precision - before.precision).squareRoot()
      for effect in 0..<q {
        let entry = design[effect * order + position]
        rows[effect * count + index] = root * entry
        moments[cluster * q + effect] += moment * entry
      }
    }
    let square = precisions.mutableBlock(cluster * q * q, q * q)
    var precision = square.mutableSpan
    syrk(
      opA: .transposed, rows: count, columns: q, rows.block(0, count * q).span, beta: 1,
      &precision)
  }

  /// L, ψ̂ and the scores from Λ.
  private mutating func solve(_ cluster: Int) {
    let q = self.q
    let lower = factors.mutableBlock(cluster * q * q, q * q)
    for place in 0..<q * q { lower[place] = precisions[cluster * q * q + place] }
    var factor = lower.mutableSpan
    do {
      try potrf(order: q, &factor)
    } catch {
      // Λ ≥ I/v has a factor unless it overflows; then the effects are as good as known.
      for place in 0..<q * q { lower[place] = place % (q + 1) == 0 ? 1e150 : 0 }
    }
    for effect in 0..<q { estimates[cluster * q + effect] = moments[cluster * q + effect] }
    let estimate = estimates.mutableBlock(cluster * q, q)
    var solution = estimate.mutableSpan
    potrs(order: q, UnsafeBufferPointer(lower).span, columns: 1, &solution)
    let order = clustering.size(of: cluster)
    let score = scores.mutableBlock(clustering.offsets[cluster], order)
    var product = score.mutableSpan
    let design = effects.designs[cluster].elements
    gemv(
      rows: order, columns: q, design.span,
      UnsafeBufferPointer(estimate).span, &product)
  }
}

// MARK: - Drawing

extension EffectsPosterior {
  package var drawLimit: Int { draws.limit }

  package mutating func draw(_ count: Int, using stream: inout RandomStream) {
    draws.begin(count)
    for draw in 0..<count {
      for cluster in 0..<clustering.clusterCount {
        fillNormals(draw, cluster, count, using: &stream)
      }
    }
    for cluster in 0..<clustering.clusterCount { finish(cluster, count) }
  }

  package mutating func drawCluster(_ cluster: Int, using stream: inout RandomStream) {
    draws.begin(1)
    fillNormals(0, cluster, 1, using: &stream)
    finish(cluster, 1)
  }

  package func drawn(_ arm: Int) -> Double {
    draws.first(arm, Int(clustering.clusterOfArm[arm]))
  }

  package func highest(
    ofDraw draw: Int, ties: TieBreak, using stream: inout RandomStream
  ) -> Int {
    draws.highest(draw, ties: ties, using: &stream)
  }

  private mutating func fillNormals(
    _ draw: Int, _ cluster: Int, _ count: Int, using stream: inout RandomStream
  ) {
    let first = (count * cluster + draw) * q
    for place in first..<first + q { effectDraws[place] = stream.nextNormal(tables) }
    draws.fillNormals(draw, cluster, using: &stream, tables)
  }

  /// ψ = ψ̂ + L⁻ᵀz, then the scores B ψ, then the arms given ψ.
  private mutating func finish(_ cluster: Int, _ count: Int) {
    let q = self.q
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    let psi = effectDraws.mutableBlock(count * cluster * q, count * q)
    var solution = psi.mutableSpan
    trsm(
      opL: .transposed, order: q, factors.block(cluster * q * q, q * q).span, columns: count,
      &solution)
    for place in 0..<count * q { psi[place] += estimates[cluster * q + place % q] }
    let scores = drawnScores.mutableBlock(0, count * order)
    var product = scores.mutableSpan
    let design = effects.designs[cluster].elements
    gemm(
      rows: order, columns: count, inner: q, design.span,
      UnsafeBufferPointer(psi).span, &product)
    let columns = draws.columns(of: cluster)
    for row in 0..<order {
      let own = regression(of: first + row)
      let deviation = own.variance.squareRoot()
      for place in stride(from: row, to: count * order, by: order) {
        columns[place] = own.offset + own.slope * scores[place] + deviation * columns[place]
      }
    }
  }
}

// MARK: - Pending pulls

extension EffectsPosterior {
  package func anticipatedVariance(of arm: Int) -> Double { pending.variances[arm] }

  package mutating func anticipate(arm: Int, cluster: Int) {
    let first = clustering.offsets[cluster]
    pending.add(
      cluster, first..<first + clustering.size(of: cluster), arm: arm, noise: noiseVariance,
      effects, factors.block(cluster * q * q, q * q))
  }

  package mutating func forgetAnticipated() {
    while let cluster = pending.popCluster() { refreshPending(cluster) }
  }

  /// b_iᵀΛ⁻¹b_i of all arms of a cluster: the squares of the columns of L⁻¹Bᵀ.
  private mutating func refreshPending(_ cluster: Int) {
    let q = self.q
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    let design = effects.designs[cluster].elements
    for effect in 0..<q {
      for row in 0..<order { rows[row * q + effect] = design[effect * order + row] }
    }
    let columns = rows.mutableBlock(0, q * order)
    var solutions = columns.mutableSpan
    trsm(
      order: q, factors.block(cluster * q * q, q * q).span, columns: order, &solutions)
    for row in 0..<order {
      var square = 0.0
      for place in row * q..<(row + 1) * q { square += columns[place] * columns[place] }
      pending.reset(
        first + row, pulls: pullCounts[first + row], spread: square, noise: noiseVariance, effects)
    }
  }
}
