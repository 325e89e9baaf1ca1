internal import COpenBLAS

/// Solves a lower triangular system of equations for one right-hand side, in memory of the
/// caller's.
///
/// x ← op(L)⁻¹ x, where op(L) is L or Lᵀ. With the factor of ``potrf(order:_:)`` the two calls,
/// first with L and then with Lᵀ, solve A x = b.
///
/// Shapes: L is n × n, x has n elements. Only the lower triangle of L with the diagonal is read;
/// the strictly upper triangle may hold anything.
///
/// Nothing is copied and nothing allocated. Time n² operations.
///
/// Edge cases:
/// - With n = 0 nothing happens.
/// - L is not tested for singularity: a zero on the diagonal gives infinities or NaN.
///
/// Error: the computed x̂ obeys |op(L) x̂ − b| ≤ γₙ₊₁ |op(L)| |x̂| componentwise for the right-hand
/// side b, whatever the order of the sums, barring overflow and underflow; see
/// ``RoundingError/gamma(_:)``. The classical constant is γₙ; the one more rounding is that of the
/// reciprocal by which a kernel may multiply instead of dividing.
///
/// Sources: DTRSV of the BLAS reference (J. J. Dongarra et al., "An Extended Set of FORTRAN Basic
/// Linear Algebra Subprograms", ACM TOMS 14, 1988); for the error N. J. Higham, "Accuracy and
/// Stability of Numerical Algorithms", 2nd edition, Theorem 8.5.
///
/// - Parameters:
///   - opL: Whether L is read as stored or transposed.
///   - order: The order n of L.
///   - l: The entries of L, column after column.
///   - x: The right-hand side, replaced by the solution.
/// - Precondition: `l` has `order`² elements and `x` has `order`, which does not exceed 2³¹ − 1.
public func trsv(
  opL: Transposition = .notTransposed, order: Int, _ l: Span<Double>,
  _ x: inout MutableSpan<Double>
) {
  precondition(
    order >= 0 && l.count == order * order,
    "trsv: \(l.count) elements do not fill a shape of \(order) × \(order)")
  precondition(x.count == order, "trsv: L is \(order) × \(order), but x has \(x.count) elements")
  let n = Int32(blasDimension: order)
  guard n > 0 else { return }
  l.withUnsafeBufferPointer { l in
    x.withUnsafeMutableBufferPointer { x in
      OpenBLAS.functions.dtrsv(
        CblasColMajor, CblasLower, opL.cblas, CblasNonUnit, n, l.baseAddress, n, x.baseAddress, 1)
    }
  }
}
