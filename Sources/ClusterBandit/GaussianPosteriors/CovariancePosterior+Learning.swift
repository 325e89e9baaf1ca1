import LinearAlgebra

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
  func knownVariance(_ noise: Double, _ arm: Int, _ cluster: Int) -> Double {
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

  /// Σ_:b into the columns of V, eight rows at a time where they come from rows of Σ: those are far
  /// apart in memory.
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
  /// dtrsm spends more than that on packing so few columns.
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
    // Pointers: with checked indices the loop is not vectorized.
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
