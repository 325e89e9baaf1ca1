import LinearAlgebra

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
