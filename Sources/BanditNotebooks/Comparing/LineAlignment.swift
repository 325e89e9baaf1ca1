/// The longest common subsequence of two sequences.
struct LineAlignment {
  /// The largest product of two lengths that is searched; beyond it only the ends are aligned.
  static let largestTable = 16_000_000

  /// The positions that belong together, rising in both sequences.
  let pairs: [(Int, Int)]

  /// Aligns positions `0..<old` and `0..<new`; O(old · new) beyond their common ends.
  init(_ old: Int, _ new: Int, same: (Int, Int) -> Bool) {
    var start = 0
    while start < min(old, new), same(start, start) { start += 1 }
    var tail = 0
    while tail < min(old, new) - start, same(old - 1 - tail, new - 1 - tail) { tail += 1 }
    var pairs = (0..<start).map { ($0, $0) }
    let rows = old - start - tail
    let columns = new - start - tail
    if rows > 0, columns > 0, rows <= LineAlignment.largestTable / columns {
      pairs += LineAlignment.middle(rows, columns) { same(start + $0, start + $1) }
        .map { (start + $0, start + $1) }
    }
    pairs += (0..<tail).reversed().map { (old - 1 - $0, new - 1 - $0) }
    self.pairs = pairs
  }

  private enum Step: UInt8 { case both, old, new }

  private static func middle(
    _ rows: Int, _ columns: Int, same: (Int, Int) -> Bool
  ) -> [(Int, Int)] {
    var steps = [Step](repeating: .both, count: rows * columns)
    // The lengths for the rows below the present one and for the present one, from their ends.
    var below = [Int32](repeating: 0, count: columns + 1)
    var present = below
    for row in (0..<rows).reversed() {
      for column in (0..<columns).reversed() {
        if same(row, column) {
          present[column] = below[column + 1] + 1
        } else if below[column] >= present[column + 1] {
          present[column] = below[column]
          steps[row * columns + column] = .old
        } else {
          present[column] = present[column + 1]
          steps[row * columns + column] = .new
        }
      }
      swap(&below, &present)
    }
    var pairs: [(Int, Int)] = []
    var row = 0
    var column = 0
    while row < rows, column < columns {
      switch steps[row * columns + column] {
      case .both:
        pairs.append((row, column))
        row += 1
        column += 1
      case .old: row += 1
      case .new: column += 1
      }
    }
    return pairs
  }
}
