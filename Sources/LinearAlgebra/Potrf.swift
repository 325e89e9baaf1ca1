internal import COpenBLAS

/// Replaces a symmetric positive definite matrix that lies in memory of the caller's by its lower
/// Cholesky factor.
///
/// A ← L, where A = L Lᵀ, L is lower triangular and its diagonal is positive.
///
/// Shapes: A is n × n. Only its lower triangle with the diagonal is read and written, and stands
/// for the symmetric matrix; the strictly upper triangle may hold anything and keeps it.
///
/// Nothing is copied and nothing allocated. Time n³/3 + O(n²) operations.
///
/// Edge cases:
/// - With n = 0 nothing happens: the empty matrix is its own factor.
/// - A NaN or an infinity in the lower triangle is an error, and never reaches a factor. The
///   leading minor reported is that of the first row holding one, unless a smaller one fails.
/// - A factorization of finite entries that overflows is an error too.
///
/// On an error `a` holds neither A nor L.
///
/// Error: the computed L̂ obeys L̂ L̂ᵀ = A + ΔA with |ΔA| ≤ γₙ₊₂ |L̂| |L̂ᵀ| componentwise, barring
/// underflow; see ``RoundingError/gamma(_:)``. The classical constant is γₙ₊₁; the one more
/// rounding is that of the reciprocal by which a column may be multiplied instead of divided. The
/// factorization runs to completion if 20 n^(3/2) u times the condition number of A is at most one.
///
/// Sources: DPOTRF of the LAPACK reference (E. Anderson et al., "LAPACK Users' Guide", 3rd edition,
/// 1999), in OpenBLAS's own implementation; for the error N. J. Higham, "Accuracy and Stability of
/// Numerical Algorithms", 2nd edition, Theorem 10.3; for completion its section 10.1, where the
/// result is J. H. Wilkinson's.
///
/// - Parameters:
///   - order: The order n of A.
///   - a: The entries of A, column after column, replaced by those of L.
/// - Throws: ``NotPositiveDefinite`` with the order of the smallest leading principal submatrix
///   that has no factor.
/// - Precondition: `a` has `order`² elements, and the order does not exceed 2³¹ − 1.
public func potrf(
  order: Int, _ a: inout MutableSpan<Double>
) throws(NotPositiveDefinite) {
  precondition(
    order >= 0 && a.count == order * order,
    "potrf: \(a.count) elements do not fill a shape of \(order) × \(order)")
  var leadingDimension = max(1, Int32(blasDimension: order))

  // Kernels compare a pivot with zero, and a NaN passes that comparison. So the rows from the
  // first that is not finite are kept from them, and the pivots are checked afterwards.
  var finiteOrder = order
  for column in 0..<order where column < finiteOrder {
    for row in column..<finiteOrder where !a[column * order + row].isFinite {
      finiteOrder = row
      break
    }
  }
  var triangle = CChar(UInt8(ascii: "L"))
  var dimension = Int32(blasDimension: finiteOrder)
  var info: Int32 = 0
  a.withUnsafeMutableBufferPointer { a in
    _ = OpenBLAS.functions.dpotrf(&triangle, &dimension, a.baseAddress, &leadingDimension, &info)
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
