/// The variances of arms once their pending pulls have paid.
///
/// What a pull pays moves the mean of its cluster's arms, but not how much the covariance shrinks:
/// that is known beforehand. Pending pulls i₁, i₂, … of a cluster are eliminated as in a Cholesky
/// factorization with these pivots: w_k = (Σ_:i_k − Σ_{l<k} w_l w_l[i_k])/√(Σ_i_k i_k − … + s²),
/// and the variances lose w_k². The covariance itself is neither copied nor changed: k pending
/// pulls cost k n numbers instead of n², and the k-th O(k n) operations instead of O(n²).
///
/// Source: T. Desautels, A. Krause and J. W. Burdick, "Parallelizing exploration-exploitation
/// tradeoffs in Gaussian process bandit optimization", JMLR 15 (2014), section 4 (hallucinated
/// observations).
///
/// 8 bytes an arm and a cluster; the rows w are allocated in the first batch and kept.
struct PendingDowndates: ~Copyable {
  private struct Entry {
    let cluster: Int
    let start: Int
    /// The entry before this one of the same cluster, or −1.
    let previous: Int
  }

  /// Var θ_i with the pending pulls counted.
  private(set) var variances: AlignedBuffer<Double>
  /// The last entry of a cluster, or −1.
  private var latest: AlignedBuffer<Int>
  private var entries: [Entry] = []
  private var rows: [Double] = []

  init(clusterCount: Int, armCount: Int) {
    variances = AlignedBuffer(repeating: 0, count: armCount)
    latest = AlignedBuffer(repeating: -1, count: armCount == 0 ? 0 : clusterCount)
  }

  /// Sets the variance of an arm without pending pulls in its cluster.
  mutating func setVariance(_ arm: Int, _ variance: Double) { variances[arm] = variance }

  /// Counts a pull of the arm at a position in its cluster.
  ///
  /// - Parameters:
  ///   - arms: the arms of the cluster.
  ///   - noise: the variance s² of the reward.
  ///   - known: an arm of a smaller variance teaches nothing more.
  ///   - covariance: the lower triangle of Σ, column after column.
  mutating func add(
    _ cluster: Int, _ arms: Range<Int>, position: Int, noise: Double, known: Double,
    _ covariance: UnsafeBufferPointer<Double>
  ) {
    let order = arms.count
    let variance = variances[arms.lowerBound + position]
    let total = variance + noise
    guard total > 0, variance >= known else { return }
    let start = rows.count
    for column in 0..<position { rows.append(covariance[column * order + position]) }
    for row in position..<order { rows.append(covariance[position * order + row]) }
    var entry = latest[cluster]
    rows.withUnsafeMutableBufferPointer { rows in
      while entry >= 0 {
        let other = entries[entry].start
        let factor = rows[other + position]
        for index in 0..<order { rows[start + index] -= factor * rows[other + index] }
        entry = entries[entry].previous
      }
      let scale = 1 / total.squareRoot()
      for index in 0..<order {
        let w = rows[start + index] * scale
        rows[start + index] = w
        variances[arms.lowerBound + index] = max(0, variances[arms.lowerBound + index] - w * w)
      }
    }
    entries.append(Entry(cluster: cluster, start: start, previous: latest[cluster]))
    latest[cluster] = entries.count - 1
  }

  /// Forgets the last pending pull and returns its cluster; nil if there is none.
  ///
  /// The variances of the clusters are to be set anew.
  mutating func popCluster() -> Int? {
    while let entry = entries.popLast() {
      rows.removeLast(rows.count - entry.start)
      guard latest[entry.cluster] >= 0 else { continue }
      latest[entry.cluster] = -1
      return entry.cluster
    }
    return nil
  }
}
