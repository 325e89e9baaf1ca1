internal import COpenBLAS

/// Solves a lower triangular system of equations for several right-hand sides.
///
/// B ← op(L)⁻¹ B, where op(L) is L or Lᵀ. With B = I the result is the inverse of op(L).
///
/// Shapes: L is n × n, B is n × m. Only the lower triangle of L with the diagonal is read; the
/// strictly upper triangle may hold anything.
///
/// Time n² m operations; BLAS packs blocks of L and B into buffers of constant size.
///
/// Edge cases:
/// - With n = 0 or m = 0 nothing happens.
/// - L is not tested for singularity: a zero on the diagonal gives infinities or NaN.
///
/// Error: every column of the result obeys the bound of ``trsv(opL:_:_:)``.
///
/// Sources: DTRSM of the BLAS reference (J. J. Dongarra et al., "A Set of Level 3 Basic Linear
/// Algebra Subprograms", ACM TOMS 16, 1990); for the error N. J. Higham, "Accuracy and Stability of
/// Numerical Algorithms", 2nd edition, Theorem 8.5.
///
/// - Parameters:
///   - opL: Whether L is read as stored or transposed.
///   - l: The matrix L.
///   - b: The right-hand sides, replaced by the solutions.
/// - Precondition: L is square, B has as many rows as L, and no dimension exceeds 2³¹ − 1.
public func trsm(opL: Transposition = .notTransposed, _ l: Matrix, _ b: inout Matrix) {
  precondition(l.isSquare, "trsm: L is \(l.rows) × \(l.columns), which is not square")
  precondition(
    b.rows == l.rows, "trsm: L is \(l.rows) × \(l.rows), but B is \(b.rows) × \(b.columns)")
  let columns = b.columns
  var solutions = b.elements.mutableSpan
  trsm(opL: opL, order: l.rows, l.elements.span, columns: columns, &solutions)
}

/// Solves a lower triangular system for several right-hand sides, in memory of the caller's.
///
/// B ← op(L)⁻¹ B as the `trsm` of a ``Matrix``. Nothing is copied and nothing allocated.
///
/// - Parameters:
///   - opL: Whether L is read as stored or transposed.
///   - order: The order n of L.
///   - l: The entries of L, column after column.
///   - columns: The number m of columns of B.
///   - b: The right-hand sides, column after column, replaced by the solutions.
/// - Precondition: `l` has `order`² elements and `b` has `order` · `columns`; no dimension exceeds
///   2³¹ − 1.
public func trsm(
  opL: Transposition = .notTransposed, order: Int, _ l: Span<Double>,
  columns: Int, _ b: inout MutableSpan<Double>
) {
  precondition(
    order >= 0 && l.count == order * order,
    "trsm: \(l.count) elements do not fill a shape of \(order) × \(order)")
  precondition(
    columns >= 0 && b.count == order * columns,
    "trsm: \(b.count) elements do not fill a shape of \(order) × \(columns)")
  let (n, m) = (Int32(blasDimension: order), Int32(blasDimension: columns))
  guard n > 0 && m > 0 else { return }
  BLASThreads.setDefaultOnce()
  l.withUnsafeBufferPointer { l in
    b.withUnsafeMutableBufferPointer { b in
      cblas_dtrsm(
        CblasColMajor, CblasLeft, CblasLower, opL.cblas, CblasNonUnit, n, m, 1, l.baseAddress, n,
        b.baseAddress, n)
    }
  }
}
