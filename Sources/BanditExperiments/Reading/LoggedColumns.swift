/// The numbers of a log, and which of its columns and rows are no rewards.
struct LoggedColumns {
  private let values: [Double]
  private let columns: Int
  private let rows: Int

  /// - Parameter values: row by row.
  init(_ values: [Double], columns: Int) {
    self.values = values
    self.columns = columns
    rows = values.count / columns
  }

  /// The columns that are no arms, each with what it does; in a log of two rows that may be chance.
  var strangers: [(column: Int, fault: String)] {
    guard rows > 2 else { return [] }
    return (0..<columns).compactMap { column in
      if counts(column) { return (column, "the column numbers the rows") }
      if isSumOfOthers(column) { return (column, "the column holds the sums of the others") }
      if tellsRowsApart(column) {
        return (column, "the column has another whole number in every row, as identifiers are")
      }
      return nil
    }
  }

  /// Whether the last row adds up the others: in every column, and in one to more than any reward
  /// there.
  var endsWithTotals: Bool {
    guard rows > 2 else { return false }
    var isBeyond = false
    for column in 0..<columns {
      var (sum, size, most) = (0.0, 0.0, 0.0)
      for row in 0..<(rows - 1) {
        let value = values[row * columns + column]
        sum += value
        size += abs(value)
        most = max(most, abs(value))
      }
      let last = values[(rows - 1) * columns + column]
      guard abs(last - sum) <= 1e-9 * size else { return false }
      isBeyond = isBeyond || abs(last) > most
    }
    return isBeyond
  }

  /// Whether a column is 0, 1, 2 and so on, or 1, 2, 3 and so on.
  private func counts(_ column: Int) -> Bool {
    let first = values[column]
    return (first == 0 || first == 1)
      && (0..<rows).allSatisfy { values[$0 * columns + column] == first + Double($0) }
  }

  /// Whether a column is in every row what the others add up to, and somewhere more than any of them.
  private func isSumOfOthers(_ column: Int) -> Bool {
    guard columns > 2 else { return false }
    var isBeyond = false
    for row in 0..<rows {
      var (sum, size, most) = (0.0, 0.0, 0.0)
      for other in 0..<columns where other != column {
        let value = values[row * columns + other]
        sum += value
        size += abs(value)
        most = max(most, abs(value))
      }
      let value = values[row * columns + column]
      guard abs(value - sum) <= 1e-9 * size else { return false }
      isBeyond = isBeyond || abs(value) > most
    }
    return isBeyond
  }

  /// Whether a column has whole numbers above 1 that all differ, in ten rows or more, beside columns of nothing but 0
  /// and 1.
  private func tellsRowsApart(_ column: Int) -> Bool {
    guard columns > 1, rows >= 10 else { return false }
    var seen: Set<Double> = []
    for row in 0..<rows {
      for other in 0..<columns where other != column {
        let value = values[row * columns + other]
        guard value == 0 || value == 1 else { return false }
      }
      let value = values[row * columns + column]
      guard value > 1, value == value.rounded(), seen.insert(value).inserted else { return false }
    }
    return true
  }
}
