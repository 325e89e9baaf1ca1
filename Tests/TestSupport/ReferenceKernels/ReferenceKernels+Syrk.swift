public import LinearAlgebra

extension ReferenceKernels {
  /// Adds the product of a matrix and its transpose to the lower triangle of a symmetric matrix, by
  /// definition.
  ///
  /// Cᵢⱼ ← α Σₗ op(A)ᵢₗ op(A)ⱼₗ + β Cᵢⱼ for j ≤ i, summed in the order of l. Shapes, edge cases and
  /// the bound of the error are those of the module's `syrk`. Time n² k operations.
  ///
  /// - Parameters:
  ///   - opA: Whether A is read as stored or transposed.
  ///   - alpha: The factor α of the product.
  ///   - a: The matrix A.
  ///   - beta: The factor β of the former C.
  ///   - c: The matrix C, whose lower triangle is replaced by the result.
  /// - Precondition: The shapes agree.
  public static func syrk(
    opA: Transposition = .notTransposed, alpha: Double = 1, _ a: Matrix,
    beta: Double = 0, _ c: inout Matrix
  ) {
    let (n, k) = opA.shape(of: a)
    precondition(
      c.rows == n && c.columns == n,
      "syrk: op(A) op(A)ᵀ is \(n) × \(n), but C is \(c.rows) × \(c.columns)")
    for j in 0..<n {
      for i in j..<n {
        var result = beta == 0 ? 0 : beta * c[i, j]
        if alpha != 0 {
          var sum = 0.0
          for l in 0..<k {
            sum += opA == .transposed ? a[l, i] * a[l, j] : a[i, l] * a[j, l]
          }
          result += alpha * sum
        }
        c[i, j] = result
      }
    }
  }
}
