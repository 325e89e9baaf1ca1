public import LinearAlgebra

extension ReferenceKernels {
  /// Multiplies two matrices and adds the product to a third, by definition.
  ///
  /// Cᵢⱼ ← α Σₗ op(A)ᵢₗ op(B)ₗⱼ + β Cᵢⱼ, summed in the order of l. Shapes, edge cases and the bound
  /// of the error are those of the module's `gemm`. Time O(m n k).
  ///
  /// - Parameters:
  ///   - opA: Whether A is read as stored or transposed.
  ///   - opB: Whether B is read as stored or transposed.
  ///   - alpha: The factor α of the product.
  ///   - a: The matrix A.
  ///   - b: The matrix B.
  ///   - beta: The factor β of the former C.
  ///   - c: The matrix C, replaced by the result.
  /// - Precondition: The shapes agree.
  public static func gemm(
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

    for j in 0..<n {
      for i in 0..<m {
        var result = beta == 0 ? 0 : beta * c[i, j]
        if alpha != 0 {
          var sum = 0.0
          for l in 0..<k {
            let factorOfA = opA == .transposed ? a[l, i] : a[i, l]
            let factorOfB = opB == .transposed ? b[j, l] : b[l, j]
            sum += factorOfA * factorOfB
          }
          result += alpha * sum
        }
        c[i, j] = result
      }
    }
  }
}
