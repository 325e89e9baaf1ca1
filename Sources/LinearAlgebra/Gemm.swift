internal import COpenBLAS

/// Multiplies two matrices and adds the product to a third.
///
/// C ← α op(A) op(B) + β C, where op(A) is A or Aᵀ, and op(B) is B or Bᵀ.
///
/// Shapes: op(A) is m × k, op(B) is k × n and C is m × n.
///
/// Time O(m n k); BLAS packs blocks of A and B into buffers of constant size.
///
/// Edge cases:
/// - With β = 0 the former C is not read: it may hold NaN or infinities.
/// - With α = 0 neither A nor B is read.
/// - With k = 0 the product is the zero matrix, and C ← β C.
/// - With m = 0 or n = 0 nothing happens.
/// - `c` may be the same variable as `a` or `b`; they are then the value before the call.
///
/// Error: the computed Ĉ obeys |Ĉ − C| ≤ γₖ₊₂ (|α| |op(A)| |op(B)| + |β| |C|) componentwise,
/// whatever the order of summation, barring overflow and underflow; see
/// ``RoundingError/gamma(_:)``.
///
/// Sources: DGEMM of the BLAS reference (J. J. Dongarra et al., "A Set of Level 3 Basic Linear
/// Algebra Subprograms", ACM TOMS 16, 1990); for the error N. J. Higham, "Accuracy and Stability of
/// Numerical Algorithms", 2nd edition, section 3.5.
///
/// - Parameters:
///   - opA: Whether A is read as stored or transposed.
///   - opB: Whether B is read as stored or transposed.
///   - alpha: The factor α of the product.
///   - a: The matrix A.
///   - b: The matrix B.
///   - beta: The factor β of the former C.
///   - c: The matrix C, replaced by the result.
/// - Precondition: The shapes agree, and no dimension exceeds 2³¹ − 1.
public func gemm(
  opA: Transposition = .notTransposed, opB: Transposition = .notTransposed,
  alpha: Double = 1, _ a: Matrix, _ b: Matrix,
  beta: Double = 0, _ c: inout Matrix
) {
  let (m, k) = opA.shape(of: a)
  let (rowsOfB, n) = opB.shape(of: b)
  precondition(rowsOfB == k, "gemm: op(A) is \(m) × \(k), but op(B) is \(rowsOfB) × \(n)")
  precondition(
    c.rows == m && c.columns == n,
    "gemm: op(A) op(B) is \(m) × \(n), but C is \(c.rows) × \(c.columns)")

  let (countM, countN) = (Int32(blasDimension: m), Int32(blasDimension: n))
  let countK = Int32(blasDimension: k)

  // OpenBLAS's kernels for small matrices multiply by an alpha of zero instead of skipping the
  // product, so a NaN in A or B would reach C.
  guard k > 0 && alpha != 0 else {
    c.elements.scale(by: beta)
    return
  }
  let leadingDimensionOfC = Int32(leadingDimensionOf: c)
  BLASThreads.setDefaultOnce()
  cblas_dgemm(
    CblasColMajor, opA.cblas, opB.cblas, countM, countN, countK,
    alpha, a.elements, Int32(leadingDimensionOf: a),
    b.elements, Int32(leadingDimensionOf: b),
    beta, &c.elements, leadingDimensionOfC)
}
