import LinearAlgebra

/// The operations of LinearAlgebra, written plainly from their definitions.
///
/// Each kernel does on matrices what the operation of the same name does in memory of the caller's,
/// with its meaning and its edge cases, and calls neither BLAS nor LAPACK. The kernels are what the
/// operations are tested against, and are much slower.
public enum ReferenceKernels {}

extension Transposition {
  /// Returns the shape of op(A).
  func shape(of a: Matrix) -> (rows: Int, columns: Int) {
    switch self {
    case .notTransposed: (a.rows, a.columns)
    case .transposed: (a.columns, a.rows)
    }
  }
}
