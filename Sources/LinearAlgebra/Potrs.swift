/// Solves a system of equations whose symmetric positive definite matrix is given by its lower
/// Cholesky factor, in memory of the caller's.
///
/// B ← A⁻¹ B = L⁻ᵀ L⁻¹ B, where A = L Lᵀ and L comes from ``potrf(order:_:)``: as DPOTRS of the
/// LAPACK reference does it, by two triangular systems.
///
/// Shapes: L is n × n, B is n × m. Only the lower triangle of L with the diagonal is read; the
/// strictly upper triangle may hold anything.
///
/// Nothing is copied and nothing allocated. Time 2 n² m operations.
///
/// Edge cases:
/// - With n = 0 or m = 0 nothing happens.
/// - L is not tested for singularity: a zero on the diagonal gives infinities or NaN.
///
/// Error: the computed X̂ obeys |L Lᵀ X̂ − B| ≤ γ₂ₙ₊₂ |L| |Lᵀ| |X̂| componentwise for the
/// right-hand sides B, barring overflow and underflow, since each of the two triangular systems
/// obeys the bound of ``trsv(opL:order:_:_:)``; see ``RoundingError/gamma(_:)``.
///
/// Source: N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition, Theorem
/// 10.4.
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
  trsm(order: order, l, columns: columns, &b)
  trsm(opL: .transposed, order: order, l, columns: columns, &b)
}
