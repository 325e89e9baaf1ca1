internal import CLAPACKE

/// Solves a system of equations whose symmetric positive definite matrix is given by its lower
/// Cholesky factor.
///
/// B ← A⁻¹ B = L⁻ᵀ L⁻¹ B, where A = L Lᵀ and L comes from ``potrf(_:)``.
///
/// Shapes: L is n × n, B is n × m. Only the lower triangle of L with the diagonal is read; the
/// strictly upper triangle may hold anything.
///
/// Time 2 n² m operations; no memory beyond that of the result.
///
/// Edge cases:
/// - With n = 0 or m = 0 nothing happens.
/// - L is not tested for singularity: a zero on the diagonal gives infinities or NaN.
///
/// Error: the computed X̂ obeys |L Lᵀ X̂ − B| ≤ γ₂ₙ₊₂ |L| |Lᵀ| |X̂| componentwise for the right-hand
/// sides B, barring overflow and underflow, since each of the two triangular systems obeys the bound
/// of ``trsv(opL:_:_:)``; see ``RoundingError/gamma(_:)``.
///
/// Sources: DPOTRS of the LAPACK reference (E. Anderson et al., "LAPACK Users' Guide", 3rd edition,
/// SIAM 1999); for the error N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd
/// edition, Theorem 10.4.
///
/// - Parameters:
///   - l: The factor L.
///   - b: The right-hand sides, replaced by the solutions.
/// - Precondition: L is square, B has as many rows as L, and no dimension exceeds 2³¹ − 1.
public func potrs(_ l: Matrix, _ b: inout Matrix) {
  precondition(l.isSquare, "potrs: L is \(l.rows) × \(l.columns), which is not square")
  precondition(
    b.rows == l.rows, "potrs: L is \(l.rows) × \(l.rows), but B is \(b.rows) × \(b.columns)")
  let columns = b.columns
  var solutions = b.elements.mutableSpan
  potrs(order: l.rows, l.elements.span, columns: columns, &solutions)
}

/// Solves a system whose matrix is given by its lower Cholesky factor, in memory of the caller's.
///
/// B ← L⁻ᵀ L⁻¹ B as the `potrs` of a ``Matrix``. Nothing is copied and nothing allocated.
///
/// - Parameters:
///   - order: The order n of L.
///   - l: The entries of L, column after column.
///   - columns: The number m of columns of B.
///   - b: The right-hand sides, column after column, replaced by the solutions.
/// - Precondition: `l` has `order`² elements and `b` has `order` · `columns`; no dimension exceeds
///   2³¹ − 1.
public func potrs(
  order: Int, _ l: Span<Double>, columns: Int, _ b: inout MutableSpan<Double>
) {
  precondition(
    order >= 0 && l.count == order * order,
    "potrs: \(l.count) elements do not fill a shape of \(order) × \(order)")
  precondition(
    columns >= 0 && b.count == order * columns,
    "potrs: \(b.count) elements do not fill a shape of \(order) × \(columns)")
  let (n, m) = (Int32(blasDimension: order), Int32(blasDimension: columns))
  guard n > 0 && m > 0 else { return }
  BLASThreads.setDefaultOnce()
  let info = l.withUnsafeBufferPointer { l in
    b.withUnsafeMutableBufferPointer { b in
      LAPACKE_dpotrs_work(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), n, m, l.baseAddress, n, b.baseAddress, n)
    }
  }
  precondition(info == 0, "potrs: LAPACK refused its argument \(-info)")
}
