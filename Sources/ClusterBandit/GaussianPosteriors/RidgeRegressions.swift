private import LinearAlgebra

/// A ridge regression of rewards on contexts for each of some candidates, arms or clusters.
///
/// With the pulls of a candidate, B = λI + Σ x xᵀ and f = Σ r x, the estimate is θ̂ = B⁻¹ f and the
/// variance of its mean in a context is xᵀB⁻¹x, up to the variance of the rewards. From B = L Lᵀ
/// come W = L⁻¹, with xᵀB⁻¹x = |W x|², and θ̂ = Wᵀ(W f); both are kept, and renewed after a pull.
///
/// Source: L. Li, W. Chu, J. Langford and R. E. Schapire, "A contextual-bandit approach to
/// personalized news article recommendation", WWW 2010, section 3.1 (disjoint linear models).
///
/// Candidates of a group lie side by side, so the scores of a group are two products of a matrix
/// and a vector. Scoring c candidates is O(c d²), a pull O(d³); 2 d² + 3 d + 2 numbers a candidate.
/// Without pulls B = λI, so θ̂ = 0 and the variance is |x|²/λ, the same to the last bit for every
/// candidate: W is diagonal, and no order of summation changes a sum with one term that is not 0.
struct RidgeRegressions: ~Copyable {
  /// xᵀθ̂ of the candidates that were scored last.
  private(set) var means: AlignedBuffer<Double>
  /// xᵀB⁻¹x of the candidates that were scored last.
  private(set) var variances: AlignedBuffer<Double>

  private let dimension: Int
  /// The lower triangle of B, column after column, in d² numbers a candidate.
  private var precisions: AlignedBuffer<Double>
  /// Wᵀ, column after column, in d² numbers a candidate: the rows of W, of which row i ends at i.
  private var inverseFactors: AlignedBuffer<Double>
  /// f.
  private var moments: AlignedBuffer<Double>
  /// θ̂.
  private var estimates: AlignedBuffer<Double>
  /// L of the candidate at work.
  private var factor: AlignedBuffer<Double>
  /// W x of the candidates at work.
  private var transformed: AlignedBuffer<Double>

  /// Regressions without observations.
  ///
  /// - Parameters:
  ///   - count: the number of candidates.
  ///   - dimension: d.
  ///   - ridge: λ > 0.
  init(count: Int, dimension: Int, ridge: Double) {
    self.dimension = dimension
    means = AlignedBuffer(repeating: 0, count: count)
    variances = AlignedBuffer(repeating: 0, count: count)
    precisions = AlignedBuffer(repeating: 0, count: count * dimension * dimension)
    inverseFactors = AlignedBuffer(repeating: 0, count: count * dimension * dimension)
    moments = AlignedBuffer(repeating: 0, count: count * dimension)
    estimates = AlignedBuffer(repeating: 0, count: count * dimension)
    factor = AlignedBuffer(repeating: 0, count: dimension * dimension)
    transformed = AlignedBuffer(repeating: 0, count: count * dimension)
    let inverse = 1 / ridge.squareRoot()
    for candidate in 0..<count {
      for index in 0..<dimension {
        let diagonal = (candidate * dimension + index) * dimension + index
        precisions[diagonal] = ridge
        inverseFactors[diagonal] = inverse
      }
    }
  }

  /// Works out ``means`` and ``variances`` of some candidates in a context.
  ///
  /// O(count d²).
  mutating func score(_ candidates: Range<Int>, in context: Span<Double>) {
    let rows = candidates.count * dimension
    let products = UnsafeMutableBufferPointer(start: transformed.base, count: rows)
    var product = products.mutableSpan
    gemv(
      opA: .transposed, rows: dimension, columns: rows,
      stack(inverseFactors, candidates, columns: dimension).span, context, &product)
    let scores = UnsafeMutableBufferPointer(
      start: means.base + candidates.lowerBound, count: candidates.count)
    var score = scores.mutableSpan
    gemv(
      opA: .transposed, rows: dimension, columns: candidates.count,
      stack(estimates, candidates, columns: 1).span, context, &score)
    var place = 0
    for candidate in candidates {
      var variance = 0.0
      for _ in 0..<dimension {
        variance += transformed[place] * transformed[place]
        place += 1
      }
      variances[candidate] = variance
    }
  }

  /// The columns of some candidates in a stack with that many columns for each.
  private func stack(
    _ buffer: borrowing AlignedBuffer<Double>, _ candidates: Range<Int>, columns: Int
  ) -> UnsafeBufferPointer<Double> {
    let size = columns * dimension
    return UnsafeBufferPointer(
      start: buffer.base + candidates.lowerBound * size, count: candidates.count * size)
  }

  /// Learns that a pull of `candidate` in a context paid `reward`.
  ///
  /// O(d³). B stays positive definite in exact arithmetic, but rounding may hide it where contexts
  /// are much longer than √λ (by 10⁷ or more). Then W and θ̂ stay as they were; the pull is in B
  /// and f, and counts as soon as a later B has a factor.
  mutating func record(_ candidate: Int, context: Span<Double>, reward: Double) {
    let (square, vector) = (candidate * dimension * dimension, candidate * dimension)
    for column in 0..<dimension {
      for row in column..<dimension {
        let place = column * dimension + row
        precisions[square + place] += context[row] * context[column]
        factor[place] = precisions[square + place]
      }
      moments[vector + column] += reward * context[column]
    }
    let lower = UnsafeMutableBufferPointer(start: factor.base, count: dimension * dimension)
    var entries = lower.mutableSpan
    do {
      try potrf(order: dimension, &entries)
    } catch {
      return
    }
    for place in 0..<dimension * dimension {
      inverseFactors[square + place] = place % (dimension + 1) == 0 ? 1 : 0
    }
    let rows = UnsafeMutableBufferPointer(
      start: inverseFactors.base + square, count: dimension * dimension)
    var inverse = rows.mutableSpan
    trsm(
      opL: .transposed, order: dimension, UnsafeBufferPointer(lower).span, columns: dimension,
      &inverse)
    for index in 0..<dimension { estimates[vector + index] = moments[vector + index] }
    let solution = UnsafeMutableBufferPointer(
      start: estimates.base + vector, count: dimension)
    var estimate = solution.mutableSpan
    trsv(order: dimension, UnsafeBufferPointer(lower).span, &estimate)
    trsv(opL: .transposed, order: dimension, UnsafeBufferPointer(lower).span, &estimate)
  }
}
