internal import COpenBLAS

/// Multiplies a matrix by a lower triangular one, in memory of the caller's.
///
/// B ← α op(L) B, where op(L) is L or Lᵀ. With the factor of ``potrf(order:_:)`` and columns of
/// independent standard normal numbers in B, the columns of L B are normal with covariance L Lᵀ.
///
/// Shapes: L is n × n, B is n × m. Only the lower triangle of L with the diagonal is read; the
/// strictly upper triangle may hold anything.
///
/// Nothing is copied and nothing allocated. Time n² m operations; BLAS packs blocks of L and B into
/// buffers of constant size.
///
/// Edge cases:
/// - With α = 0 neither L nor the former B is read, and B becomes zero.
/// - With n = 0 or m = 0 nothing happens.
///
/// Error: the computed B̂ obeys |B̂ − B| ≤ γₙ₊₁ |α| |op(L)| |B₀| componentwise for the former B₀,
/// whatever the order of summation, barring overflow and underflow; see
/// ``RoundingError/gamma(_:)``.
///
/// Sources: DTRMM of the BLAS reference (J. J. Dongarra et al., "A Set of Level 3 Basic Linear
/// Algebra Subprograms", ACM TOMS 16, 1990); for the error N. J. Higham, "Accuracy and Stability of
/// Numerical Algorithms", 2nd edition, section 3.5.
///
/// - Parameters:
///   - opL: Whether L is read as stored or transposed.
///   - alpha: The factor α of the product.
///   - order: The order n of L.
///   - l: The entries of L, column after column.
///   - columns: The number m of columns of B.
///   - b: The entries of B, column after column, replaced by those of the product.
/// - Precondition: `l` has `order`² elements and `b` has `order` · `columns`; no dimension exceeds
///   2³¹ − 1.
public func trmm(
  opL: Transposition = .notTransposed, alpha: Double = 1, order: Int, _ l: Span<Double>,
  columns: Int, _ b: inout MutableSpan<Double>
) {
  precondition(
    order >= 0 && l.count == order * order,
    "trmm: \(l.count) elements do not fill a shape of \(order) × \(order)")
  precondition(
    columns >= 0 && b.count == order * columns,
    "trmm: \(b.count) elements do not fill a shape of \(order) × \(columns)")
  let (n, m) = (Int32(blasDimension: order), Int32(blasDimension: columns))
  guard n > 0 && m > 0 else { return }
  // OpenBLAS's dtrmm keeps to this by itself, unlike its dgemm; see `gemm`. Kernels change.
  guard alpha != 0 else {
    for index in b.indices { b[index] = 0 }
    return
  }
  l.withUnsafeBufferPointer { l in
    b.withUnsafeMutableBufferPointer { b in
      OpenBLAS.functions.dtrmm(
        CblasColMajor, CblasLeft, CblasLower, opL.cblas, CblasNonUnit, n, m, alpha, l.baseAddress,
        n, b.baseAddress, n)
    }
  }
}
