public import LinearAlgebra

extension Matrix {
  /// Returns the identity matrix I of an order.
  ///
  /// Time O(`order`²).
  ///
  /// - Parameter order: The number of rows and of columns.
  /// - Returns: The matrix with ones on the diagonal and zeros elsewhere.
  /// - Precondition: `order` is not negative.
  public static func identity(_ order: Int) -> Matrix {
    var identity = Matrix(rows: order, columns: order)
    for index in 0..<order {
      identity[index, index] = 1
    }
    return identity
  }

  /// Returns the transpose, whose entry in row `i` and column `j` is this one's in row `j` and
  /// column `i`.
  ///
  /// Time O(`rows` · `columns`).
  ///
  /// - Returns: A matrix of `columns` rows and `rows` columns.
  public func transposed() -> Matrix {
    var transpose = Matrix(rows: columns, columns: rows)
    for column in 0..<columns {
      for row in 0..<rows {
        transpose[column, row] = self[row, column]
      }
    }
    return transpose
  }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// Creates a matrix from a literal of its rows, such as `[[1, 2], [3, 4]]`.
  ///
  /// - Parameter rows: The rows, from the top.
  /// - Precondition: The rows are of equal length.
  public init(arrayLiteral rows: [Double]...) {
    self.init(rows: rows)
  }
}
