/// A dense real matrix, stored column by column.
///
/// The entry in row `i` and column `j`, both counted from zero, is
/// `elements[j * rows + i]`; the leading dimension always equals the number of rows. A matrix may
/// have no rows, no columns, or neither.
///
/// `Matrix` is a value: copying takes O(1) time and memory until one of the copies is written to,
/// which then costs O(`rows` · `columns`) once.
///
/// Storage by columns is the convention of Fortran, hence of BLAS and LAPACK.
public struct Matrix: Equatable, Sendable {
  /// The number of rows, at least zero.
  public let rows: Int

  /// The number of columns, at least zero.
  public let columns: Int

  /// The entries, column after column, `rows` · `columns` of them.
  public private(set) var elements: [Double]

  /// Creates a matrix from its entries in column order.
  ///
  /// Time O(1): the array is shared until it or the matrix is written to.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - elements: The entries, column after column.
  /// - Precondition: `rows` and `columns` are not negative and their product is the number of
  ///   `elements`.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(
      rows >= 0 && columns >= 0,
      "Matrix: a shape of \(rows) × \(columns) is negative")
    precondition(
      elements.count == rows * columns,
      "Matrix: \(elements.count) elements do not fill a shape of \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Creates a matrix whose entries all have one value.
  ///
  /// Time O(`rows` · `columns`).
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - value: The value of every entry, zero unless given.
  /// - Precondition: `rows` and `columns` are not negative.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    precondition(
      rows >= 0 && columns >= 0,
      "Matrix: a shape of \(rows) × \(columns) is negative")
    self.init(
      rows: rows, columns: columns,
      elements: Array(repeating: value, count: rows * columns))
  }

  /// Creates a matrix from its rows, in the order in which they are written on paper.
  ///
  /// Time O(`rows` · `columns`). No rows at all give the 0 × 0 matrix; rows without entries give a
  /// matrix of that many rows and no columns.
  ///
  /// - Parameter rows: The rows, from the top.
  /// - Precondition: The rows are of equal length.
  public init(rows: [[Double]]) {
    let width = rows.first?.count ?? 0
    precondition(
      rows.allSatisfy { $0.count == width },
      "Matrix: the rows are of unequal lengths \(rows.map(\.count))")
    var elements: [Double] = []
    elements.reserveCapacity(rows.count * width)
    for column in 0..<width {
      for row in rows {
        elements.append(row[column])
      }
    }
    self.init(rows: rows.count, columns: width, elements: elements)
  }

  /// Whether there are as many rows as columns.
  public var isSquare: Bool { rows == columns }

  /// The entry in a row and a column, both counted from zero.
  ///
  /// Time O(1).
  ///
  /// - Parameters:
  ///   - row: The row, in `0..<rows`.
  ///   - column: The column, in `0..<columns`.
  /// - Precondition: Both indices are in range; an index out of range never reaches a neighbouring
  ///   column.
  public subscript(row: Int, column: Int) -> Double {
    get {
      elements[offset(row, column)]
    }
    set {
      elements[offset(row, column)] = newValue
    }
  }

  private func offset(_ row: Int, _ column: Int) -> Int {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "Matrix: no entry (\(row), \(column)) in a shape of \(rows) × \(columns)")
    return column * rows + row
  }
}
