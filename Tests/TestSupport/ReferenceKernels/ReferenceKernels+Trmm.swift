public import LinearAlgebra

extension ReferenceKernels {
  /// Multiplies a matrix by a lower triangular one, by definition.
  ///
  /// Bᵢⱼ ← α Σₗ op(L)ᵢₗ Bₗⱼ, summed in the order of l over l ≤ i for L and l ≥ i for Lᵀ. Shapes,
  /// edge cases and the bound of the error are those of the module's `trmm`. Time n² m operations.
  ///
  /// - Parameters:
  ///   - opL: Whether L is read as stored or transposed.
  ///   - alpha: The factor α of the product.
  ///   - l: The matrix L.
  ///   - b: The matrix B, replaced by the product.
  /// - Precondition: L is square, and B has as many rows as L.
  public static func trmm(
    opL: Transposition = .notTransposed, alpha: Double = 1, _ l: Matrix, _ b: inout Matrix
  ) {
    precondition(l.isSquare, "trmm: L is \(l.rows) × \(l.columns), which is not square")
    precondition(
      b.rows == l.rows, "trmm: L is \(l.rows) × \(l.rows), but B is \(b.rows) × \(b.columns)")
    let former = b
    for j in 0..<b.columns {
      for i in 0..<b.rows {
        var sum = 0.0
        if alpha != 0 {
          for k in opL == .transposed ? i..<l.rows : 0..<i + 1 {
            sum += (opL == .transposed ? l[k, i] : l[i, k]) * former[k, j]
          }
          sum *= alpha
        }
        b[i, j] = sum
      }
    }
  }
}
