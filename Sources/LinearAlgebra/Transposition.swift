/// Whether an operation reads a matrix as it is stored or transposed.
///
/// This is op(A) in the notation of BLAS: A itself, or Aᵀ. The transpose is never formed.
public enum Transposition: CaseIterable, Sendable {
  /// op(A) = A.
  case notTransposed

  /// op(A) = Aᵀ.
  case transposed
}
