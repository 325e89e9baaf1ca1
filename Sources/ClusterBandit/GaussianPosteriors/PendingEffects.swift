import LinearAlgebra

/// The variances of arms with shared effects once their pending pulls have paid.
///
/// A pending pull of arm j raises d_j by Δ, so Λ⁻¹ loses u uᵀ/(1/Δ + b_jᵀu) with u = Λ⁻¹b_j, the
/// earlier pending pulls included; the spreads b_iᵀΛ⁻¹b_i of its siblings lose (b_iᵀu)²/(1/Δ +
/// b_jᵀu). Neither Λ nor its factor changes: the k-th pending pull of a cluster costs O(n q + q² +
/// k q).
///
/// Source: W. W. Hager, "Updating the inverse of a matrix", SIAM Review 31 (1989), for the rank-1
/// formula; Desautels, Krause and Burdick (2014), section 4, for its use.
///
/// 24 bytes an arm; q + 2 numbers for each pending pull, allocated in the first batch and kept.
struct PendingEffects: ~Copyable {
  private struct Entry {
    let cluster: Int
    let start: Int
    /// 1/(1/Δ + b_jᵀu).
    let weight: Double
    /// The entry before this one of the same cluster, or −1.
    let previous: Int
  }

  /// Var θ_i with the pending pulls counted.
  private(set) var variances: AlignedBuffer<Double>
  /// n_i with the pending pulls counted.
  private var pulls: AlignedBuffer<Double>
  /// b_iᵀΛ⁻¹b_i with the pending pulls counted.
  private var spreads: AlignedBuffer<Double>
  /// The last entry of a cluster, or −1.
  private var latest: AlignedBuffer<Int>
  private var entries: [Entry] = []
  /// u of each entry.
  private var vectors: [Double] = []
  /// b_iᵀu of a cluster's arms.
  private var products: AlignedBuffer<Double>

  init(_ effects: SharedEffects, clusterCount: Int, armCount: Int, largest: Int) {
    variances = AlignedBuffer(repeating: 0, count: armCount)
    pulls = AlignedBuffer(repeating: 0, count: armCount)
    spreads = AlignedBuffer(repeating: 0, count: armCount)
    latest = AlignedBuffer(repeating: -1, count: armCount == 0 ? 0 : clusterCount)
    products = AlignedBuffer(repeating: 0, count: armCount == 0 ? 0 : largest)
  }

  /// Sets what is known of an arm without pending pulls in its cluster.
  mutating func reset(
    _ arm: Int, pulls count: Double, spread: Double, noise: Double, _ effects: SharedEffects
  ) {
    pulls[arm] = count
    spreads[arm] = spread
    setVariance(arm, noise, effects)
  }

  private mutating func setVariance(_ arm: Int, _ noise: Double, _ effects: SharedEffects) {
    let slope = OwnEffect(pulls: pulls[arm], own: effects.ownVariance, noise: noise).slope
    variances[arm] = slope * effects.ownVariance + slope * slope * spreads[arm]
  }

  /// Counts a pull of an arm.
  ///
  /// - Parameters:
  ///   - arms: the arms of the cluster.
  ///   - noise: the variance s² of the reward.
  ///   - factor: L with Λ = L Lᵀ, without the pending pulls.
  mutating func add(
    _ cluster: Int, _ arms: Range<Int>, arm: Int, noise: Double, _ effects: SharedEffects,
    _ factor: UnsafeBufferPointer<Double>
  ) {
    let (q, order) = (effects.count, arms.count)
    let before = OwnEffect(pulls: pulls[arm], own: effects.ownVariance, noise: noise)
    let after = OwnEffect(pulls: pulls[arm] + 1, own: effects.ownVariance, noise: noise)
    pulls[arm] += 1
    let growth = after.precision - before.precision
    let start = vectors.count
    guard growth > 0 else {
      // Without noise a second pull says nothing.
      setVariance(arm, noise, effects)
      for _ in 0..<q { vectors.append(0) }
      entries.append(
        Entry(cluster: cluster, start: start, weight: 0, previous: latest[cluster]))
      latest[cluster] = entries.count - 1
      return
    }
    let design = effects.designs[cluster].elements
    for effect in 0..<q { vectors.append(design[effect * order + arm - arms.lowerBound]) }
    var total = 1 / growth
    vectors.withUnsafeMutableBufferPointer { vectors in
      // u = Λ⁻¹ b_j, of which each earlier pull takes its part.
      let u = UnsafeMutableBufferPointer(rebasing: vectors[start..<start + q])
      var solution = u.mutableSpan
      potrs(order: q, factor.span, columns: 1, &solution)
      var entry = latest[cluster]
      while entry >= 0 {
        let other = entries[entry].start
        var product = 0.0
        for effect in 0..<q {
          product += vectors[other + effect] * design[effect * order + arm - arms.lowerBound]
        }
        product *= entries[entry].weight
        for effect in 0..<q { u[effect] -= product * vectors[other + effect] }
        entry = entries[entry].previous
      }
      let result = products.mutableBlock(0, order)
      var product = result.mutableSpan
      gemv(rows: order, columns: q, design.span, UnsafeBufferPointer(u).span, &product)
      total += max(0, result[arm - arms.lowerBound])
      for index in 0..<order {
        let sibling = arms.lowerBound + index
        spreads[sibling] = max(0, spreads[sibling] - result[index] * result[index] / total)
      }
    }
    for sibling in arms { setVariance(sibling, noise, effects) }
    entries.append(
      Entry(cluster: cluster, start: start, weight: 1 / total, previous: latest[cluster]))
    latest[cluster] = entries.count - 1
  }

  /// Forgets the last pending pull and returns its cluster; nil if there is none.
  ///
  /// The arms of the clusters are to be reset.
  mutating func popCluster() -> Int? {
    while let entry = entries.popLast() {
      vectors.removeLast(vectors.count - entry.start)
      guard latest[entry.cluster] >= 0 else { continue }
      latest[entry.cluster] = -1
      return entry.cluster
    }
    return nil
  }
}
