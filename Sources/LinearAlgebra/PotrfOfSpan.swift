internal import CLAPACKE

/// Replaces a symmetric positive definite matrix that lies in memory of the caller's by its lower
/// Cholesky factor.
///
/// A ← L as the `potrf` of a ``Matrix``, with the same bound of the error. It differs in that it
/// allocates nothing: a matrix without a factor is not kept, so on an error `a` holds neither A nor
/// L. The strictly upper triangle is neither read nor written.
///
/// Time n³/3 + O(n²) operations; no memory.
///
/// Edge cases: with n = 0 nothing happens. A NaN or an infinity in the lower triangle is an error;
/// its leading minor is that of the first row holding one, unless a smaller one fails.
///
/// - Parameters:
///   - order: The order n of A.
///   - a: The entries of A, column after column, replaced by those of L.
/// - Throws: ``NotPositiveDefinite`` with the order of the smallest leading principal submatrix that
///   has no factor.
/// - Precondition: `a` has `order`² elements, and the order does not exceed 2³¹ − 1.
public func potrf(
  order: Int, _ a: inout MutableSpan<Double>
) throws(NotPositiveDefinite) {
  precondition(
    order >= 0 && a.count == order * order,
    "potrf: \(a.count) elements do not fill a shape of \(order) × \(order)")
  let leadingDimension = max(1, Int32(blasDimension: order))

  // As for a matrix: a NaN would pass a kernel's comparison of its pivot with zero.
  var finiteOrder = order
  for column in 0..<order where column < finiteOrder {
    for row in column..<finiteOrder where !a[column * order + row].isFinite {
      finiteOrder = row
      break
    }
  }
  BLASThreads.setDefaultOnce()
  let info = a.withUnsafeMutableBufferPointer { a in
    LAPACKE_dpotrf_work(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(blasDimension: finiteOrder),
      a.baseAddress, leadingDimension)
  }
  precondition(info >= 0, "potrf: LAPACK refused its argument \(-info)")

  let factoredOrder = info == 0 ? finiteOrder : Int(info) - 1
  for index in 0..<factoredOrder where !(a[index * order + index] > 0) {
    throw NotPositiveDefinite(leadingMinor: index + 1)
  }
  guard factoredOrder == order else {
    throw NotPositiveDefinite(leadingMinor: factoredOrder + 1)
  }
}
