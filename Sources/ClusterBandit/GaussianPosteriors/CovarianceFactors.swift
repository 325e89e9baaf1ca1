import LinearAlgebra

/// Lower Cholesky factors of the clusters' covariances, renewed only where a covariance has
/// changed.
///
/// Rounding may leave a covariance without a factor. Then jitter is added to its diagonal, at first
/// n u max Σ_ii with u = 2⁻⁵³, ten times as much at every further attempt, up to 10⁻⁶ max Σ_ii;
/// that failing, the arms are drawn independently of each other with their own variances. Both are
/// counted, and the covariance itself is left alone. An arm whose variance is 0 is known: its row
/// of the factor draws nothing, without any jitter.
///
/// Source: the factorization is LAPACK's DPOTRF; jitter as in C. E. Rasmussen and C. K. I.
/// Williams, "Gaussian Processes for Machine Learning" (2006), section A.2 (on sampling).
///
/// n² numbers a cluster; renewing is n³/3 + O(n²), and draws are n² operations each.
struct CovarianceFactors: ~Copyable {
  private var entries: AlignedBuffer<Double>
  private var isCurrent: AlignedBuffer<Bool>
  private var records: AlignedBuffer<NumericalNotes>

  /// Factors for some clusters, none of them current.
  ///
  /// - Parameter size: Σ n², or 0 if factors will not be asked for.
  init(clusterCount: Int, size: Int) {
    entries = AlignedBuffer(repeating: 0, count: size)
    isCurrent = AlignedBuffer(repeating: false, count: clusterCount)
    records = AlignedBuffer(repeating: NumericalNotes(), count: clusterCount)
  }

  /// The factor of a cluster must be renewed before its next use.
  mutating func invalidate(_ cluster: Int) { isCurrent[cluster] = false }

  /// What was added to the diagonal of a cluster's covariance so far.
  func notes(of cluster: Int) -> NumericalNotes { records[cluster] }

  /// The same of all clusters.
  var notes: NumericalNotes {
    var all = NumericalNotes()
    for cluster in 0..<records.count { all.merge(records[cluster]) }
    return all
  }

  /// The factor of a cluster of `order` arms, whose entries begin at `first`.
  mutating func factor(
    of cluster: Int, order: Int, at first: Int, _ covariance: UnsafeBufferPointer<Double>
  ) -> UnsafeBufferPointer<Double> {
    if !isCurrent[cluster] {
      renew(cluster, order, entries.mutableBlock(first, order * order), covariance)
      isCurrent[cluster] = true
    }
    return entries.block(first, order * order)
  }

  private mutating func renew(
    _ cluster: Int, _ order: Int, _ factor: UnsafeMutableBufferPointer<Double>,
    _ covariance: UnsafeBufferPointer<Double>
  ) {
    var largest = 0.0
    for index in 0..<order { largest = max(largest, covariance[index * (order + 1)]) }
    guard largest > 0, largest.isFinite else {
      makeDiagonal(order, factor, covariance)
      return
    }
    let smallest = Double(order) * RoundingError.unitRoundoff * largest
    var jitter = 0.0
    while true {
      for column in 0..<order {
        for place in column * (order + 1)..<(column + 1) * order {
          factor[place] = covariance[place]
        }
        let diagonal = column * (order + 1)
        factor[diagonal] = covariance[diagonal] > 0 ? covariance[diagonal] + jitter : 1
      }
      var span = factor.mutableSpan
      do {
        try potrf(order: order, &span)
        break
      } catch {
        // The smallest may underflow; a jitter of 0 would be tried for ever.
        jitter = max(smallest, 10 * jitter, .leastNormalMagnitude)
        if !(jitter <= 1e-6 * largest) {
          makeDiagonal(order, factor, covariance)
          records[cluster].diagonalFallbacks += 1
          return
        }
      }
    }
    for index in 0..<order where !(covariance[index * (order + 1)] > 0) {
      // The row of an arm that is known.
      for column in 0...index { factor[column * order + index] = 0 }
    }
    records[cluster].note(relativeJitter: jitter / largest)
  }

  private func makeDiagonal(
    _ order: Int, _ factor: UnsafeMutableBufferPointer<Double>,
    _ covariance: UnsafeBufferPointer<Double>
  ) {
    for column in 0..<order {
      let diagonal = column * (order + 1)
      for place in diagonal..<(column + 1) * order { factor[place] = 0 }
      factor[diagonal] = max(0, covariance[diagonal]).squareRoot()
    }
  }
}
