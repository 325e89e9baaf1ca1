public import LinearAlgebra

extension ReferenceKernels {
  /// Solves a lower triangular system of equations for one right-hand side, by substitution.
  ///
  /// xᵢ ← (xᵢ − Σ op(L)ᵢⱼ xⱼ) / op(L)ᵢᵢ, forwards with the sum over j < i for L, backwards with the
  /// sum over j > i for Lᵀ. Shapes, edge cases and the bound of the error are those of the module's
  /// `trsv`. Time n² operations.
  ///
  /// - Parameters:
  ///   - opL: Whether L is read as stored or transposed.
  ///   - l: The matrix L.
  ///   - x: The right-hand side, replaced by the solution.
  /// - Precondition: L is square, and x has as many elements as L rows.
  public static func trsv(
    opL: Transposition = .notTransposed, _ l: Matrix, _ x: inout [Double]
  ) {
    precondition(l.isSquare, "trsv: L is \(l.rows) × \(l.columns), which is not square")
    precondition(
      x.count == l.rows, "trsv: L is \(l.rows) × \(l.rows), but x has \(x.count) elements")
    let n = l.rows
    for step in 0..<n {
      let i = opL == .transposed ? n - 1 - step : step
      var difference = x[i]
      if opL == .transposed {
        for j in (i + 1)..<max(n, i + 1) { difference -= l[j, i] * x[j] }
      } else {
        for j in 0..<i { difference -= l[i, j] * x[j] }
      }
      x[i] = difference / l[i, i]
    }
  }
}
