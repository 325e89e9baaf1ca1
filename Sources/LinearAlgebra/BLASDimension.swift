extension Int32 {
  /// Creates a dimension of the width in which BLAS and LAPACK count.
  ///
  /// Their integers have 32 bits, in the usual build of OpenBLAS. A larger dimension must stop the
  /// program: truncated, it would be a plausible dimension of some other matrix.
  ///
  /// - Parameter dimension: A number of rows or columns.
  /// - Precondition: `dimension` is not negative and at most 2³¹ − 1.
  init(blasDimension dimension: Int) {
    precondition(
      dimension >= 0 && dimension <= Int(Int32.max),
      "BLAS: the dimension \(dimension) does not fit in 32 bits")
    self = Int32(dimension)
  }
}
