internal import COpenBLAS

/// Multiplies a vector by a matrix and adds the result to another vector.
///
/// y ← α op(A) x + β y, where op(A) is A or Aᵀ.
///
/// Shapes: op(A) is m × n, x has n elements and y has m.
///
/// Time O(m n); no memory beyond that of the result.
///
/// Edge cases:
/// - With β = 0 the former y is not read: it may hold NaN or infinities.
/// - With α = 0 neither A nor x is read.
/// - With n = 0 the product is the zero vector, and y ← β y. (BLAS itself leaves y alone here.)
/// - With m = 0 nothing happens.
/// - `y` may be the same variable as `x`; x is then the value before the call.
///
/// Error: the computed ŷ obeys |ŷ − y| ≤ γₙ₊₂ (|α| |op(A)| |x| + |β| |y|) componentwise, whatever
/// the order of summation, barring overflow and underflow; see ``RoundingError/gamma(_:)``.
///
/// Sources: DGEMV of the BLAS reference (J. J. Dongarra et al., "An Extended Set of FORTRAN Basic
/// Linear Algebra Subprograms", ACM TOMS 14, 1988); for the error N. J. Higham, "Accuracy and
/// Stability of Numerical Algorithms", 2nd edition, section 3.5.
///
/// - Parameters:
///   - opA: Whether A is read as stored or transposed.
///   - alpha: The factor α of the product.
///   - a: The matrix A.
///   - x: The vector x.
///   - beta: The factor β of the former y.
///   - y: The vector y, replaced by the result.
/// - Precondition: The shapes agree, and no dimension exceeds 2³¹ − 1.
public func gemv(
  opA: Transposition = .notTransposed,
  alpha: Double = 1, _ a: Matrix, _ x: [Double],
  beta: Double = 0, _ y: inout [Double]
) {
  let (m, n) = opA.shape(of: a)
  precondition(x.count == n, "gemv: op(A) is \(m) × \(n), but x has \(x.count) elements")
  precondition(y.count == m, "gemv: op(A) is \(m) × \(n), but y has \(y.count) elements")
  let rows = Int32(blasDimension: a.rows)
  let columns = Int32(blasDimension: a.columns)

  // BLAS returns at once where either dimension is zero, so it would neglect beta. For alpha = 0
  // see `gemm`.
  guard n > 0 && alpha != 0 else {
    y.scale(by: beta)
    return
  }
  BLASThreads.setDefaultOnce()
  cblas_dgemv(
    CblasColMajor, opA.cblas, rows, columns,
    alpha, a.elements, Int32(leadingDimensionOf: a), x, 1,
    beta, &y, 1)
}
