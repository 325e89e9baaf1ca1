internal import COpenBLAS

/// Adds the product of a matrix and its transpose to the lower triangle of a symmetric matrix, both
/// in memory of the caller's.
///
/// C ← α op(A) op(A)ᵀ + β C, where op(A) is A or Aᵀ: the update is α A Aᵀ or α AᵀA.
///
/// Shapes: op(A) is n × k and C is n × n. Only the lower triangle of C with the diagonal is read
/// and written, and stands for the symmetric matrix; the strictly upper triangle may hold anything
/// and keeps it.
///
/// Nothing is copied and nothing allocated. Time n² k operations, half of those of `gemm`; BLAS
/// packs blocks of A into buffers of constant size.
///
/// Edge cases:
/// - With β = 0 the former C is not read: it may hold NaN or infinities.
/// - With α = 0 A is not read.
/// - With k = 0 the product is the zero matrix, and C ← β C.
/// - With n = 0 nothing happens.
///
/// Error: the computed Ĉ obeys |Ĉ − C| ≤ γₖ₊₂ (|α| |op(A)| |op(A)ᵀ| + |β| |C|) componentwise,
/// whatever the order of summation, barring overflow and underflow; see
/// ``RoundingError/gamma(_:)``.
///
/// Sources: DSYRK of the BLAS reference (J. J. Dongarra et al., "A Set of Level 3 Basic Linear
/// Algebra Subprograms", ACM TOMS 16, 1990); for the error N. J. Higham, "Accuracy and Stability of
/// Numerical Algorithms", 2nd edition, section 3.5.
///
/// - Parameters:
///   - opA: Whether A is read as stored or transposed.
///   - alpha: The factor α of the product.
///   - rows: The number of rows of A.
///   - columns: The number of columns of A.
///   - a: The entries of A, column after column.
///   - beta: The factor β of the former C.
///   - c: The entries of C, column after column, the lower triangle replaced by the result.
/// - Precondition: `a` has `rows` · `columns` elements and `c` the square of the order of op(A)
///   op(A)ᵀ; no dimension exceeds 2³¹ − 1.
public func syrk(
  opA: Transposition = .notTransposed, alpha: Double = 1,
  rows: Int, columns: Int, _ a: Span<Double>,
  beta: Double = 0, _ c: inout MutableSpan<Double>
) {
  precondition(
    rows >= 0 && columns >= 0 && a.count == rows * columns,
    "syrk: \(a.count) elements do not fill a shape of \(rows) × \(columns)")
  let (n, k) = opA == .transposed ? (columns, rows) : (rows, columns)
  precondition(
    c.count == n * n, "syrk: \(c.count) elements do not fill a shape of \(n) × \(n)")
  let (countN, countK) = (Int32(blasDimension: n), Int32(blasDimension: k))
  let leadingDimensionOfA = max(1, Int32(blasDimension: rows))

  // OpenBLAS's dsyrk keeps to this by itself, unlike its dgemm; see `gemm`. Kernels change.
  guard n > 0 && k > 0 && alpha != 0 else {
    guard beta != 1 else { return }
    for column in 0..<n {
      for index in column * n + column..<column * n + n {
        c[index] = beta == 0 ? 0 : beta * c[index]
      }
    }
    return
  }
  a.withUnsafeBufferPointer { a in
    c.withUnsafeMutableBufferPointer { c in
      OpenBLAS.functions.dsyrk(
        CblasColMajor, CblasLower, opA.cblas, countN, countK, alpha, a.baseAddress,
        leadingDimensionOfA, beta, c.baseAddress, countN)
    }
  }
}
