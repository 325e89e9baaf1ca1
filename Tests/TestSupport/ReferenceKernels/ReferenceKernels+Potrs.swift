public import LinearAlgebra

extension ReferenceKernels {
  /// Solves a system whose matrix is given by its lower Cholesky factor, by two substitutions.
  ///
  /// First with L, then with Lᵀ, each as by ``trsm(opL:_:_:)``. Shapes, edge cases and the bound of
  /// the error are those of the module's `potrs`. Time 2 n² m operations.
  ///
  /// - Parameters:
  ///   - l: The factor L.
  ///   - b: The right-hand sides, replaced by the solutions.
  /// - Precondition: L is square, and B has as many rows as L.
  public static func potrs(_ l: Matrix, _ b: inout Matrix) {
    precondition(l.isSquare, "potrs: L is \(l.rows) × \(l.columns), which is not square")
    precondition(
      b.rows == l.rows, "potrs: L is \(l.rows) × \(l.rows), but B is \(b.rows) × \(b.columns)")
    trsm(l, &b)
    trsm(opL: .transposed, l, &b)
  }
}
