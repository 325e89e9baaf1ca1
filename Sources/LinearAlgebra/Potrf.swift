internal import CLAPACKE

/// Replaces a symmetric positive definite matrix by its lower Cholesky factor.
///
/// A ← L, where A = L Lᵀ, L is lower triangular and its diagonal is positive.
///
/// Shapes: A is n × n. Only its lower triangle with the diagonal is read, and stands for the
/// symmetric matrix; the strictly upper triangle may hold anything. Afterwards the strictly upper
/// triangle is zero, so that the matrix is L and can enter a product as it is.
///
/// Time n³/3 + O(n²) operations; memory O(n²) for a copy, which keeps A should there be no factor.
///
/// Edge cases:
/// - With n = 0 nothing happens: the empty matrix is its own factor.
/// - A NaN or an infinity in the lower triangle is an error, and never reaches a factor. The
///   leading minor reported is that of the first row holding one, unless a smaller one fails.
/// - A factorization of finite entries that overflows is an error too.
///
/// On an error `a` is unchanged: there is no half-factored matrix to be mistaken for a factor.
///
/// Error: the computed L̂ obeys L̂ L̂ᵀ = A + ΔA with |ΔA| ≤ γₙ₊₂ |L̂| |L̂ᵀ| componentwise, barring
/// underflow; see ``RoundingError/gamma(_:)``. The classical constant is γₙ₊₁; the one more
/// rounding is that of the reciprocal by which a column may be multiplied instead of divided. The
/// factorization runs to completion if 20 n^(3/2) u times the condition number of A is at most one.
///
/// Sources: DPOTRF of the LAPACK reference (E. Anderson et al., "LAPACK Users' Guide", 3rd edition,
/// 1999); for the error N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition,
/// Theorem 10.3; for completion its section 10.1, where the result is J. H. Wilkinson's.
///
/// - Parameter a: The matrix A, replaced by L.
/// - Throws: ``NotPositiveDefinite`` with the order of the smallest leading principal submatrix that
///   has no factor.
/// - Precondition: `a` is square, and its order does not exceed 2³¹ − 1.
public func potrf(_ a: inout Matrix) throws(NotPositiveDefinite) {
  precondition(a.isSquare, "potrf: A is \(a.rows) × \(a.columns), which is not square")
  let leadingDimension = Int32(leadingDimensionOf: a)

  // Kernels compare a pivot with zero, and a NaN passes that comparison. So the rows from the
  // first that is not finite are kept from them, and the pivots are checked afterwards.
  let finiteOrder = orderOfFiniteLeadingSubmatrix(a)
  var factor = a
  BLASThreads.setDefaultOnce()
  let info = LAPACKE_dpotrf_work(
    LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(blasDimension: finiteOrder),
    &factor.elements, leadingDimension)
  precondition(info >= 0, "potrf: LAPACK refused its argument \(-info)")

  let factoredOrder = info == 0 ? finiteOrder : Int(info) - 1
  for index in 0..<factoredOrder where !(factor[index, index] > 0) {
    throw NotPositiveDefinite(leadingMinor: index + 1)
  }
  guard factoredOrder == a.rows else {
    throw NotPositiveDefinite(leadingMinor: factoredOrder + 1)
  }
  clearStrictlyUpperTriangle(&factor)
  a = factor
}

/// Returns the order of the largest leading principal submatrix whose lower triangle is finite.
private func orderOfFiniteLeadingSubmatrix(_ a: Matrix) -> Int {
  var order = a.rows
  for column in 0..<a.columns {
    // A row beyond the order found so far cannot lower it.
    guard column < order else { break }
    for row in column..<order where !a[row, column].isFinite {
      order = row
      break
    }
  }
  return order
}

private func clearStrictlyUpperTriangle(_ a: inout Matrix) {
  for column in 0..<a.columns {
    for row in 0..<column {
      a[row, column] = 0
    }
  }
}
