import LinearAlgebra

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
  mutating func refreshPending(_ cluster: Int) {
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
