import LinearAlgebra
import Randomness

/// The lower Cholesky factor L of a covariance, for drawing from it.
///
/// Source: G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th edition (2013), section 4.2.
struct CovarianceFactor: Sendable {
  /// n.
  let order: Int
  /// L column after column; what lies above the diagonal is no part of it.
  private let elements: [Double]

  /// Up to this order a plain loop factors, for then the bits do not depend on the BLAS in use.
  ///
  /// LAPACK's lead grows with the order; only in the smallest clusters the loop is the faster one
  /// (benchmark cases blas-dpotrf-16 to blas-dpotrf-1024).
  static let plainOrder = 64

  /// The factor of a covariance that is positive definite in rounding: every pivot is above n u
  /// times its diagonal entry, for what is below is as likely an error.
  ///
  /// n³/3 operations.
  init(_ covariance: Matrix) throws(FailedPivot) {
    order = covariance.rows
    var elements = covariance.elements
    if order <= CovarianceFactor.plainOrder {
      try CovarianceFactor.factor(order, &elements)
    } else {
      do {
        var span = elements.mutableSpan
        try potrf(order: order, &span)
      } catch {
        throw CovarianceFactor.pivot(of: covariance, leadingMinor: error.leadingMinor)
      }
      for index in 0..<order {
        let root = elements[index * order + index]
        guard root * root > CovarianceFactor.floor(order, covariance[index, index]) else {
          throw FailedPivot(index: index, value: root * root)
        }
      }
    }
    self.elements = elements
  }

  /// The factor of a covariance after as little as possible was added to its diagonal.
  ///
  /// Where Σ itself has no factor in rounding, n u times the largest diagonal entry is added, then
  /// ten times as much, and so on. A matrix that is positive semidefinite but for the rounding of
  /// its entries has a factor before the addition comes to 10⁻⁶, if n < 90,000 and its diagonal is
  /// constant: N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition, theorem
  /// 10.7. Any finite matrix has one in the end.
  ///
  /// - Parameter covariance: Σ, replaced by the matrix that was factored.
  /// - Returns: the factor, and the addition relative to the largest diagonal entry; 0 for none.
  static func jittered(_ covariance: inout Matrix) -> (factor: CovarianceFactor, jitter: Double) {
    let n = covariance.rows
    let diagonal = (0..<n).map { covariance[$0, $0] }
    let largest = diagonal.max() ?? 0
    var jitter = 0.0
    while true {
      if let factor = try? CovarianceFactor(covariance) { return (factor, jitter) }
      jitter = max(10 * jitter, Double(n) * RoundingError.unitRoundoff)
      precondition(jitter.isFinite && largest > 0, "a covariance has finite, positive variances")
      for index in 0..<n { covariance[index, index] = diagonal[index] + jitter * largest }
    }
  }

  /// A draw from N(m 1, L Lᵀ): m + L z.
  ///
  /// Draws n normals, one for each column. O(n²).
  func draw(mean: Double, using stream: inout RandomStream) -> [Double] {
    var draw = Array(repeating: mean, count: order)
    for column in 0..<order {
      let z = stream.nextNormal(.shared)
      for row in column..<order { draw[row] += elements[column * order + row] * z }
    }
    return draw
  }

  /// The largest pivot that rounding may have made of 0.
  private static func floor(_ order: Int, _ diagonal: Double) -> Double {
    Double(order) * RoundingError.unitRoundoff * diagonal
  }

  /// Column by column, from the columns to its left; only the lower triangle is read.
  private static func factor(_ n: Int, _ a: inout [Double]) throws(FailedPivot) {
    for column in 0..<n {
      let floor = max(0, floor(n, a[column * n + column]))
      for left in 0..<column {
        let multiple = a[left * n + column]
        for row in column..<n { a[column * n + row] -= multiple * a[left * n + row] }
      }
      let pivot = a[column * n + column]
      guard pivot > floor, pivot.isFinite else { throw FailedPivot(index: column, value: pivot) }
      let root = pivot.squareRoot()
      a[column * n + column] = root
      for row in (column + 1)..<max(n, column + 1) { a[column * n + row] /= root }
    }
  }

  /// The pivot at which LAPACK stopped, which it does not tell.
  private static func pivot(of covariance: Matrix, leadingMinor: Int) -> FailedPivot {
    let n = leadingMinor
    var leading: [Double] = []
    leading.reserveCapacity(n * n)
    for column in 0..<n { for row in 0..<n { leading.append(covariance[row, column]) } }
    do {
      try factor(n, &leading)
    } catch {
      return error
    }
    // The two orders of summation disagree on the last bits: the pivot is as good as 0.
    return FailedPivot(index: n - 1, value: 0)
  }
}

/// A pivot that is not positive, or no more than rounding makes of 0: the matrix is not positive
/// definite.
///
/// It is the variance that arm `index` would have, given those before it.
struct FailedPivot: Error, Equatable {
  /// The row, from 0.
  let index: Int
  /// The pivot.
  let value: Double
}
