internal import COpenBLAS

/// Solves a lower triangular system of equations for several right-hand sides, in memory of
/// the caller's.
///
/// B ← op(L)⁻¹ B, where op(L) is L or Lᵀ. With B = I the result is the inverse of op(L).
///
/// Shapes: L is n × n, B is n × m. Only the lower triangle of L with the diagonal is read; the
/// strictly upper triangle may hold anything.
///
/// Nothing is copied and nothing allocated. Time n² m operations; BLAS packs blocks of L and B into
/// buffers of constant size.
///
/// Edge cases:
/// - With n = 0 or m = 0 nothing happens.
/// - L is not tested for singularity: a zero on the diagonal gives infinities or NaN.
///
/// Error: every column of the result obeys the bound of ``trsv(opL:order:_:_:)``.
///
/// Sources: DTRSM of the BLAS reference (J. J. Dongarra et al., "A Set of Level 3 Basic Linear
/// Algebra Subprograms", ACM TOMS 16, 1990); for the error N. J. Higham, "Accuracy and Stability of
/// Numerical Algorithms", 2nd edition, Theorem 8.5.
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
  l.withUnsafeBufferPointer { l in
    b.withUnsafeMutableBufferPointer { b in
      OpenBLAS.functions.dtrsm(
        CblasColMajor, CblasLeft, CblasLower, opL.cblas, CblasNonUnit, n, m, 1, l.baseAddress, n,
        b.baseAddress, n)
    }
  }
}
