/// Whether an operation reads a matrix as it is stored or transposed.
///
/// This is op(A) in the notation of BLAS: A itself, or Aᵀ. The transpose is never formed.
public enum Transposition: CaseIterable, Sendable {
  /// op(A) = A.
  case notTransposed

  /// op(A) = Aᵀ.
  case transposed

  /// Returns the shape of op(A).
  func shape(of a: Matrix) -> (rows: Int, columns: Int) {
    switch self {
    case .notTransposed: (a.rows, a.columns)
    case .transposed: (a.columns, a.rows)
    }
  }
}
