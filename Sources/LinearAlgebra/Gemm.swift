internal import COpenBLAS

/// Multiplies two matrices and adds the product to a third, in memory of the caller's.
///
/// C ← α op(A) op(B) + β C, where op(A) is A or Aᵀ, and op(B) is B or Bᵀ.
///
/// Shapes: op(A) is m × k, op(B) is k × n and C is m × n.
///
/// Nothing is copied and nothing allocated. Time O(m n k); BLAS packs blocks of A and B into
/// buffers of constant size.
///
/// Edge cases:
/// - With β = 0 the former C is not read: it may hold NaN or infinities.
/// - With α = 0 neither A nor B is read.
/// - With k = 0 the product is the zero matrix, and C ← β C.
/// - With m = 0 or n = 0 nothing happens.
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
///   - rows: The number m of rows of C and of op(A).
///   - columns: The number n of columns of C and of op(B).
///   - inner: The number k of columns of op(A) and of rows of op(B).
///   - a: The entries of A, column after column.
///   - b: The entries of B, column after column.
///   - beta: The factor β of the former C.
///   - c: The entries of C, column after column, replaced by those of the result.
/// - Precondition: `a` has m · k elements, `b` has k · n and `c` has m · n; no dimension exceeds
///   2³¹ − 1.
public func gemm(
  opA: Transposition = .notTransposed, opB: Transposition = .notTransposed, alpha: Double = 1,
  rows: Int, columns: Int, inner: Int, _ a: Span<Double>, _ b: Span<Double>,
  beta: Double = 0, _ c: inout MutableSpan<Double>
) {
  precondition(
    rows >= 0 && inner >= 0 && a.count == rows * inner,
    "gemm: \(a.count) elements do not fill a shape of \(rows) × \(inner)")
  precondition(
    columns >= 0 && b.count == inner * columns,
    "gemm: \(b.count) elements do not fill a shape of \(inner) × \(columns)")
  precondition(
    c.count == rows * columns,
    "gemm: \(c.count) elements do not fill a shape of \(rows) × \(columns)")
  let (m, n) = (Int32(blasDimension: rows), Int32(blasDimension: columns))
  let k = Int32(blasDimension: inner)

  // OpenBLAS's kernels for small matrices multiply by an alpha of zero instead of skipping the
  // product, so a NaN in A or B would reach C.
  guard m > 0 && n > 0 && k > 0 && alpha != 0 else {
    guard beta != 1 else { return }
    for index in c.indices { c[index] = beta == 0 ? 0 : beta * c[index] }
    return
  }
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      c.withUnsafeMutableBufferPointer { c in
        OpenBLAS.functions.dgemm(
          CblasColMajor, opA.cblas, opB.cblas, m, n, k, alpha,
          a.baseAddress, opA == .transposed ? k : m, b.baseAddress, opB == .transposed ? n : k,
          beta, c.baseAddress, m)
      }
    }
  }
}
