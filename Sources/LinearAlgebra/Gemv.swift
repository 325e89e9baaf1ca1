internal import COpenBLAS

/// Multiplies a vector by a matrix and adds the result to another vector, in memory of the
/// caller's.
///
/// y ← α op(A) x + β y, where op(A) is A or Aᵀ.
///
/// Shapes: op(A) is m × n, x has n elements and y has m.
///
/// Nothing is copied and nothing allocated: columns j ..< k of a longer stack of columns are
/// `stack.extracting(j * rows..<k * rows)`. Time O(m n); no memory.
///
/// Edge cases:
/// - With β = 0 the former y is not read: it may hold NaN or infinities.
/// - With α = 0 neither A nor x is read.
/// - With n = 0 the product is the zero vector, and y ← β y. (BLAS itself leaves y alone here.)
/// - With m = 0 nothing happens.
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
///   - rows: The number of rows of A.
///   - columns: The number of columns of A.
///   - a: The entries of A, column after column.
///   - x: The vector x.
///   - beta: The factor β of the former y.
///   - y: The vector y, replaced by the result.
/// - Precondition: The shapes agree, and no dimension exceeds 2³¹ − 1.
public func gemv(
  opA: Transposition = .notTransposed, alpha: Double = 1,
  rows: Int, columns: Int, _ a: Span<Double>, _ x: Span<Double>,
  beta: Double = 0, _ y: inout MutableSpan<Double>
) {
  let (m, n) = opA == .transposed ? (columns, rows) : (rows, columns)
  precondition(
    rows >= 0 && columns >= 0 && a.count == rows * columns,
    "gemv: \(a.count) elements do not fill a shape of \(rows) × \(columns)")
  precondition(x.count == n, "gemv: op(A) is \(m) × \(n), but x has \(x.count) elements")
  precondition(y.count == m, "gemv: op(A) is \(m) × \(n), but y has \(y.count) elements")
  let (countRows, countColumns) = (Int32(blasDimension: rows), Int32(blasDimension: columns))

  // BLAS returns at once where either dimension is zero, so it would neglect beta. For alpha = 0
  // see `gemm`.
  guard m > 0 && n > 0 && alpha != 0 else {
    for index in y.indices { y[index] = beta == 0 ? 0 : beta * y[index] }
    return
  }
  a.withUnsafeBufferPointer { a in
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        OpenBLAS.functions.dgemv(
          CblasColMajor, opA.cblas, countRows, countColumns, alpha, a.baseAddress, countRows,
          x.baseAddress, 1, beta, y.baseAddress, 1)
      }
    }
  }
}
