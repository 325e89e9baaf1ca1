/// The error of a Cholesky factorization whose matrix is not positive definite, as computed.
///
/// The matrix may be indefinite or singular, be positive definite by less than the rounding errors
/// of its factorization, or hold a value that is not finite.
public struct NotPositiveDefinite: Error, Equatable, Sendable {
  /// The order of the smallest leading principal submatrix without a Cholesky factor.
  ///
  /// It counts from one. The submatrices of smaller orders were factored; this one brought a pivot
  /// that is zero, negative or not a number, or an entry that is not finite.
  public let leadingMinor: Int

  /// Creates the error.
  ///
  /// - Parameter leadingMinor: The order of the leading principal submatrix at fault, from one.
  public init(leadingMinor: Int) {
    self.leadingMinor = leadingMinor
  }
}

extension NotPositiveDefinite: CustomStringConvertible {
  /// The error in words.
  public var description: String {
    "the leading principal submatrix of order \(leadingMinor) is not positive definite"
  }
}
