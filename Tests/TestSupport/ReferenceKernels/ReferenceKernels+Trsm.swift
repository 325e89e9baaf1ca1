public import LinearAlgebra

extension ReferenceKernels {
  /// Solves a lower triangular system of equations for several right-hand sides, one by one.
  ///
  /// Each column of B is replaced as by ``trsv(opL:_:_:)``. Shapes, edge cases and the bound of the
  /// error are those of the module's `trsm`. Time n² m operations.
  ///
  /// - Parameters:
  ///   - opL: Whether L is read as stored or transposed.
  ///   - l: The matrix L.
  ///   - b: The right-hand sides, replaced by the solutions.
  /// - Precondition: L is square, and B has as many rows as L.
  public static func trsm(opL: Transposition = .notTransposed, _ l: Matrix, _ b: inout Matrix) {
    precondition(l.isSquare, "trsm: L is \(l.rows) × \(l.columns), which is not square")
    precondition(
      b.rows == l.rows, "trsm: L is \(l.rows) × \(l.rows), but B is \(b.rows) × \(b.columns)")
    for column in 0..<b.columns {
      var x = (0..<b.rows).map { b[$0, column] }
      trsv(opL: opL, l, &x)
      for row in 0..<b.rows { b[row, column] = x[row] }
    }
  }
}
