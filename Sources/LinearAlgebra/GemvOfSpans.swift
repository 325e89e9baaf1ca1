internal import COpenBLAS

/// Multiplies a vector by a matrix that lies in memory of the caller's, and adds the result to
/// another vector.
///
/// y ← α op(A) x + β y, as the `gemv` of a ``Matrix``, whose edge cases and whose bound of the error
/// hold here too. Nothing is copied and nothing allocated: columns j ..< k of a longer stack of
/// columns are `stack.extracting(j * rows..<k * rows)`.
///
/// Time O(m n); no memory.
///
/// - Parameters:
///   - opA: Whether A is read as stored or transposed.
///   - alpha: The factor α of the product.
///   - rows: The number of rows of A.
///   - columns: The number of columns of A.
///   - a: The entries of A, column after column.
///   - x: The vector x.
///   - beta: The factor β of the former y.
///   - y: The vector y, replaced by the result.
/// - Precondition: The shapes agree, and no dimension exceeds 2³¹ − 1.
public func gemv(
  opA: Transposition = .notTransposed, alpha: Double = 1,
  rows: Int, columns: Int, _ a: Span<Double>, _ x: Span<Double>,
  beta: Double = 0, _ y: inout MutableSpan<Double>
) {
  let (m, n) = opA == .transposed ? (columns, rows) : (rows, columns)
  precondition(
    rows >= 0 && columns >= 0 && a.count == rows * columns,
    "gemv: \(a.count) elements do not fill a shape of \(rows) × \(columns)")
  precondition(x.count == n, "gemv: op(A) is \(m) × \(n), but x has \(x.count) elements")
  precondition(y.count == m, "gemv: op(A) is \(m) × \(n), but y has \(y.count) elements")
  let (countRows, countColumns) = (Int32(blasDimension: rows), Int32(blasDimension: columns))

  // For the empty dimensions and alpha = 0 see the `gemv` of a matrix.
  guard m > 0 && n > 0 && alpha != 0 else {
    for index in y.indices { y[index] = beta == 0 ? 0 : beta * y[index] }
    return
  }
  BLASThreads.setDefaultOnce()
  a.withUnsafeBufferPointer { a in
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        cblas_dgemv(
          CblasColMajor, opA.cblas, countRows, countColumns, alpha, a.baseAddress, countRows,
          x.baseAddress, 1, beta, y.baseAddress, 1)
      }
    }
  }
}
