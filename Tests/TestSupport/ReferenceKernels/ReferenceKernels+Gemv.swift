public import LinearAlgebra

extension ReferenceKernels {
  /// Multiplies a vector by a matrix and adds the result to another vector, by definition.
  ///
  /// yᵢ ← α Σⱼ op(A)ᵢⱼ xⱼ + β yᵢ, summed in the order of j. Shapes, edge cases and the bound of the
  /// error are those of the module's `gemv`. Time O(m n).
  ///
  /// - Parameters:
  ///   - opA: Whether A is read as stored or transposed.
  ///   - alpha: The factor α of the product.
  ///   - a: The matrix A.
  ///   - x: The vector x.
  ///   - beta: The factor β of the former y.
  ///   - y: The vector y, replaced by the result.
  /// - Precondition: The shapes agree.
  public static func gemv(
    opA: Transposition = .notTransposed,
    alpha: Double = 1, _ a: Matrix, _ x: [Double],
    beta: Double = 0, _ y: inout [Double]
  ) {
    let (m, n) = opA.shape(of: a)
    precondition(x.count == n, "gemv: op(A) is \(m) × \(n), but x has \(x.count) elements")
    precondition(y.count == m, "gemv: op(A) is \(m) × \(n), but y has \(y.count) elements")

    for i in 0..<m {
      var result = beta == 0 ? 0 : beta * y[i]
      if alpha != 0 {
        var sum = 0.0
        for j in 0..<n {
          sum += (opA == .transposed ? a[j, i] : a[i, j]) * x[j]
        }
        result += alpha * sum
      }
      y[i] = result
    }
  }
}
