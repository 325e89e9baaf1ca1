public import LinearAlgebra

extension ReferenceKernels {
  /// Replaces a symmetric positive definite matrix by its lower Cholesky factor, row by row.
  ///
  /// Lᵢⱼ = (Aᵢⱼ − Σ Lᵢₗ Lⱼₗ) / Lⱼⱼ for j < i, and Lᵢᵢ = (Aᵢᵢ − Σ Lᵢₗ²)^½, with sums over l < j and
  /// l < i. Row i is thus the first to need the leading principal submatrix of order i + 1,
  /// counting rows from zero. Shapes, edge cases, errors and the bound of the rounding error are
  /// those of the module's `potrf`. Time n³/3 + O(n²) operations.
  ///
  /// - Parameter a: The matrix A, replaced by L, and unchanged on an error.
  /// - Throws: ``NotPositiveDefinite`` with the order of the smallest leading principal submatrix
  ///   that has no factor.
  /// - Precondition: `a` is square.
  public static func potrf(_ a: inout Matrix) throws(NotPositiveDefinite) {
    precondition(a.isSquare, "potrf: A is \(a.rows) × \(a.columns), which is not square")

    var factor = Matrix(rows: a.rows, columns: a.columns)
    for i in 0..<a.rows {
      for j in 0...i {
        guard a[i, j].isFinite else { throw NotPositiveDefinite(leadingMinor: i + 1) }
        var difference = a[i, j]
        for l in 0..<j {
          difference -= factor[i, l] * factor[j, l]
        }
        if j < i {
          factor[i, j] = difference / factor[j, j]
        } else {
          guard difference > 0 else { throw NotPositiveDefinite(leadingMinor: i + 1) }
          factor[i, i] = difference.squareRoot()
        }
      }
    }
    a = factor
  }
}
