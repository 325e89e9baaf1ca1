import LinearAlgebra
package import Randomness

/// The joint normal posterior of the arms of every cluster by mean and full covariance.
///
/// θ ~ N(m, Σ), a matrix for each cluster. A batch that pulls b distinct arms of a cluster, arm j n_j
/// times with average r̄_j, has precisions d_j = n_j/s²:
///
///     S = Σ_bb + diag(1/d) = L Lᵀ        dpotrf
///     V = Σ_:b L⁻ᵀ, z = L⁻¹ (r̄ − m_b)    dgemm and loops, dtrsv
///     Σ ← Σ − V Vᵀ                       dsyrk
///     m ← m + V z                        dgemv
///
/// Many distinct arms are taken in turn, 32 at a time, 64 in clusters of 512 arms or more: that is the
/// same posterior with less memory and fewer operations, and dpotrf and the substitution are slow for what
/// dsyrk gains by a higher rank. Of Σ only the lower triangle is kept. The other one would cost a second pass
/// over the matrix after every update, and all it would save are strided reads of b rows.
///
/// A single pull is the rank-1 update Σ ← Σ − g gᵀ/(Σ_jj + s²), g = Σ_:j, in a plain loop, which dsyrk
/// with one column does not beat (0.18 µs against 0.22 with n = 16, 12.0 against 11.7 with 256, 362 against
/// 383 with 1024). So are all updates of clusters of at most ``loopOrder`` arms, where the calls of BLAS
/// and LAPACK cost more than they save: with n = 32 four arms take 1.4 µs against 1.3 one by one, sixteen
/// 4.1 against 5.2.
///
/// Without noise (s = 0) a pulled arm is known afterwards: its variance and covariances are exactly 0.
/// Where the noise is within rounding of nothing, n u times an arm's prior variance with u = 2⁻⁵³, an arm
/// whose variance has fallen to 10⁻¹² of the prior's counts as known: its pulls teach nothing more,
/// because the quotients of what is left would be rounding's. Diagonal entries that rounding makes
/// negative are set to 0.
///
/// Rounding: after 10 000 single pulls covariances lie within 1.2·10⁻¹⁵ and means within 5·10⁻¹² of one
/// solution from the prior (measured with 10 and 100 arms of variance about 1, s = 1 and 0.01, for random
/// covariances and a smooth kernel), so nothing is recomputed from time to time.
///
/// Source: the conditioning of a normal vector, as in C. E. Rasmussen and C. K. I. Williams, "Gaussian
/// Processes for Machine Learning" (2006), section A.2.
///
/// An update is b n² + b² n + b³/3 operations. n² numbers a cluster, as many again for draws; room for
/// 32 or 64 (n + 1) numbers of the largest cluster. Draws: see ``JointDraws``.
package struct CovariancePosterior: ClusterPosterior, ~Copyable {
  /// Clusters of at most so many arms are updated one arm after the other.
  package static let loopOrder = 16
  /// The largest number of distinct arms in one update of a cluster of `order` arms.
  private static func widest(_ order: Int) -> Int { min(order < 512 ? 32 : 64, order) }

  package let noiseVariance: Double
  private let clustering: Clustering
  private let tables: ZigguratTables
  private let needs: PosteriorNeeds
  /// Where the matrix of a cluster begins.
  private let places: AlignedBuffer<Int>
  /// Σ, column after column, the lower triangle.
  private var covariances: AlignedBuffer<Double>
  /// m.
  private var means: AlignedBuffer<Double>
  /// 1ᵀΣ1 by cluster.
  private var totals: AlignedBuffer<Double>
  private var pullCounts: AlignedBuffer<Double>
  /// Σ_ii of the prior.
  private let priorVariances: AlignedBuffer<Double>
  private var batch: BatchSums
  /// The positions in their cluster of the arms of an update.
  private var positions: AlignedBuffer<Int>
  /// S, then L.
  private var system: AlignedBuffer<Double>
  /// r̄ − m_b, then z, then Vᵀ1.
  private var residuals: AlignedBuffer<Double>
  /// V, n × b; g in a rank-1 update.
  private var columns: AlignedBuffer<Double>
  /// Some rows of L.
  private var panel: AlignedBuffer<Double>
  private let ones: AlignedBuffer<Double>
  private var factors: CovarianceFactors
  private var draws: JointDraws
  private var pending: PendingDowndates

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

// MARK: - Learning

extension CovariancePosterior {
  package mutating func update(arm: Int, cluster: Int, reward: Double) {
    pullCounts[arm] += 1
    learn(cluster, position: arm - clustering.offsets[cluster], pulls: 1, average: reward)
    changed(cluster)
  }

  package mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    for place in arms.indices {
      let arm = Int(arms[place])
      batch.add(arm, Int(clustering.clusterOfArm[arm]), rewards[place])
      pullCounts[arm] += 1
    }
    for index in 0..<batch.count {
      let cluster = batch.cluster(index)
      learn(cluster)
      changed(cluster)
    }
    batch.finish()
  }

  private mutating func changed(_ cluster: Int) {
    factors.invalidate(cluster)
    if needs.anticipation { refreshPending(cluster) }
  }

  /// Learns what the batch holds of a cluster.
  private mutating func learn(_ cluster: Int) {
    let range = clustering.arms(of: cluster)
    let widest = CovariancePosterior.widest(range.count)
    var count = 0
    for arm in range where batch.pulls[arm] > 0 {
      positions[count] = arm - range.lowerBound
      count += 1
      if count == widest {
        learn(cluster, count)
        count = 0
      }
    }
    if count > 0 { learn(cluster, count) }
  }

  /// Learns of the arms at the first `count` positions.
  private mutating func learn(_ cluster: Int, _ count: Int) {
    let first = clustering.offsets[cluster]
    var isPlain = count == 1 || clustering.size(of: cluster) <= CovariancePosterior.loopOrder
    for index in 0..<count {
      let arm = first + positions[index]
      // S could be singular to rounding; one by one such arms are passed over.
      if isNegligible(noiseVariance / batch.pulls[arm], arm, cluster) { isPlain = true }
    }
    if isPlain || !learnAtOnce(cluster, count) {
      for index in 0..<count {
        let arm = first + positions[index]
        learn(
          cluster, position: positions[index], pulls: batch.pulls[arm],
          average: batch.sums[arm] / batch.pulls[arm])
      }
    }
    for index in 0..<count { batch.clear(first + positions[index]) }
  }

  /// Whether a noise is within rounding of nothing beside an arm's prior variance.
  private func isNegligible(_ noise: Double, _ arm: Int, _ cluster: Int) -> Bool {
    noise
      <= Double(clustering.size(of: cluster)) * RoundingError.unitRoundoff * priorVariances[arm]
  }

  /// The variance from which on an arm counts as known under a noise.
  private func knownVariance(_ noise: Double, _ arm: Int, _ cluster: Int) -> Double {
    isNegligible(noise, arm, cluster) ? 1e-12 * priorVariances[arm] : 0
  }

  /// The rank-b update; false, and nothing done, if S has no factor.
  private mutating func learnAtOnce(_ cluster: Int, _ count: Int) -> Bool {
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    let sigma = covariances.mutableBlock(places[cluster], order * order)
    let lower = system.mutableBlock(0, count * count)
    for column in 0..<count {
      let source = positions[column] * order
      for row in column..<count {
        lower[column * count + row] = sigma[source + positions[row]]
      }
      let arm = first + positions[column]
      lower[column * (count + 1)] += noiseVariance / batch.pulls[arm]
      residuals[column] = batch.sums[arm] / batch.pulls[arm] - means[arm]
    }
    var span = lower.mutableSpan
    do { try potrf(order: count, &span) } catch { return false }

    gatherColumns(count, order, at: places[cluster])
    let l = UnsafeBufferPointer(lower)
    let v = columns.mutableBlock(0, count * order)
    solveColumns(count, order)
    let z = residuals.mutableBlock(0, count)
    var residual = z.mutableSpan
    trsv(order: count, l.span, &residual)

    let w = UnsafeBufferPointer(v)
    var matrix = sigma.mutableSpan
    syrk(alpha: -1, rows: order, columns: count, w.span, beta: 1, &matrix)
    let m = means.mutableBlock(first, order)
    var mean = m.mutableSpan
    gemv(rows: order, columns: count, w.span, UnsafeBufferPointer(z).span, beta: 1, &mean)
    // 1ᵀΣ1 loses |Vᵀ1|².
    gemv(
      opA: .transposed, rows: order, columns: count, w.span, ones.block(0, order).span, &residual)
    var square = 0.0
    for index in 0..<count { square += z[index] * z[index] }
    totals[cluster] = max(0, totals[cluster] - square)
    for index in 0..<order where sigma[index * (order + 1)] < 0 {
      sigma[index * (order + 1)] = 0
    }
    return true
  }

  /// Σ_:b into the columns of V, eight rows at a time where they come from rows of Σ: those are far apart
  /// in memory.
  private mutating func gatherColumns(
    _ count: Int, _ order: Int, at place: Int
  ) {
    let (source, target) = (covariances.base + place, columns.base)
    for start in stride(from: 0, to: order, by: 8) {
      let end = min(start + 8, order)
      for index in 0..<count {
        let position = positions[index]
        let middle = max(start, min(position, end))
        let own = target + index * order
        var row = start
        while row < middle {
          own[row] = source[row &* order &+ position]
          row &+= 1
        }
        let column = source + position * order
        while row < end {
          own[row] = column[row]
          row &+= 1
        }
      }
    }
  }

  /// V ← V L⁻ᵀ by substitution, eight columns at a time with one product for all before them.
  ///
  /// dtrsm spends more than that on packing so few columns: 24 µs against 13 with n = 256 and b = 32.
  private mutating func solveColumns(_ count: Int, _ order: Int) {
    let (v, l) = (columns.base, system.base)
    for start in stride(from: 0, to: count, by: 8) {
      let width = min(8, count - start)
      if start > 0 {
        // The rows of L of these columns, side by side.
        for column in 0..<start {
          for row in 0..<width {
            panel[column * width + row] = l[column * count + start + row]
          }
        }
        let own = columns.mutableBlock(start * order, width * order)
        var block = own.mutableSpan
        gemm(
          opB: .transposed, alpha: -1, rows: order, columns: width, inner: start,
          columns.block(0, start * order).span, panel.block(0, start * width).span, beta: 1, &block)
      }
      for column in start..<start + width {
        let own = v + column * order
        for earlier in start..<column {
          let (factor, other) = (l[earlier * count + column], v + earlier * order)
          var row = 0
          while row < order {
            own[row] -= factor * other[row]
            row &+= 1
          }
        }
        let inverse = 1 / l[column * (count + 1)]
        var row = 0
        while row < order {
          own[row] *= inverse
          row &+= 1
        }
      }
    }
  }

  /// The rank-1 update for some pulls of one arm.
  private mutating func learn(
    _ cluster: Int, position: Int, pulls: Double, average: Double
  ) {
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    let noise = noiseVariance / pulls
    let sigma = covariances.mutableBlock(places[cluster], order * order)
    let variance = sigma[position * (order + 1)]
    guard variance + noise > 0, variance >= knownVariance(noise, first + position, cluster)
    else { return }
    let inverse = 1 / (variance + noise)
    let gain = (average - means[first + position]) * inverse
    // Pointers: with checked indices the loop is not vectorized and takes 2.5 times as long.
    let (g, target) = (columns.base, covariances.base + places[cluster])
    for column in 0..<position { g[column] = target[column * order + position] }
    for row in position..<order { g[row] = target[position * order + row] }
    var sum = 0.0
    for column in 0..<order {
      let own = g[column]
      sum += own
      means[first + column] += own * gain
      let factor = own * inverse
      let start = target + column * order
      var row = column
      while row < order {
        start[row] -= factor * g[row]
        row &+= 1
      }
      if start[column] < 0 { start[column] = 0 }
    }
    totals[cluster] = max(0, totals[cluster] - sum * sum * inverse)
    guard noise == 0 else { return }
    means[first + position] = average
    for column in 0..<position { sigma[column * order + position] = 0 }
    for row in position..<order { sigma[position * order + row] = 0 }
  }
}

// MARK: - Drawing

extension CovariancePosterior {
  package var drawLimit: Int { draws.limit }

  /// Clusters that were touched since their last draw are factored, then m + L Z with a column of Z for
  /// each draw.
  package mutating func draw(_ count: Int, using stream: inout RandomStream) {
    draws.begin(count)
    for draw in 0..<count {
      for cluster in 0..<clustering.clusterCount {
        draws.fillNormals(draw, cluster, using: &stream, tables)
      }
    }
    for cluster in 0..<clustering.clusterCount { finish(cluster, count) }
  }

  package mutating func drawCluster(_ cluster: Int, using stream: inout RandomStream) {
    draws.begin(1)
    draws.fillNormals(0, cluster, using: &stream, tables)
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

  /// The normals of some draws become draws.
  private mutating func finish(_ cluster: Int, _ count: Int) {
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    let factor = factors.factor(
      of: cluster, order: order, at: places[cluster],
      covariances.block(places[cluster], order * order))
    let columns = draws.columns(of: cluster)
    if order == 1 {
      for place in 0..<count { columns[place] *= factor[0] }
    } else {
      var product = columns.mutableSpan
      trmm(order: order, factor.span, columns: count, &product)
    }
    for draw in 0..<count {
      for row in 0..<order { columns[draw * order + row] += means[first + row] }
    }
  }
}

// MARK: - Pending pulls

extension CovariancePosterior {
  package func anticipatedVariance(of arm: Int) -> Double { pending.variances[arm] }

  package mutating func anticipate(arm: Int, cluster: Int) {
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    pending.add(
      cluster, first..<first + order, position: arm - first, noise: noiseVariance,
      known: knownVariance(noiseVariance, arm, cluster),
      covariances.block(places[cluster], order * order))
  }

  package mutating func forgetAnticipated() {
    while let cluster = pending.popCluster() { refreshPending(cluster) }
  }

  private mutating func refreshPending(_ cluster: Int) {
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    for index in 0..<order {
      pending.setVariance(first + index, covariances[places[cluster] + index * (order + 1)])
    }
  }
}

extension GaussianPrior {
  /// Writes Σ_c into the lower triangle of a square, column after column.
  func fillCovariance(
    of cluster: Int, order: Int, _ matrix: UnsafeMutableBufferPointer<Double>
  ) {
    switch structure {
    case .dense(let covariances):
      precondition(
        covariances[cluster].rows == order && covariances[cluster].isSquare,
        "the prior covariance of a cluster is as large as the cluster")
      let elements = covariances[cluster].elements
      for place in elements.indices { matrix[place] = elements[place] }
    case .effects(let effects):
      let design = effects.designs[cluster]
      precondition(
        design.rows == order && design.columns == effects.count,
        "a design has a row for each arm of its cluster and a column for each effect")
      let elements = design.elements
      var square = matrix.mutableSpan
      syrk(
        alpha: effects.effectVariance, rows: order, columns: effects.count, elements.span,
        &square)
      for index in 0..<order { matrix[index * (order + 1)] += effects.ownVariance }
    }
  }
}
