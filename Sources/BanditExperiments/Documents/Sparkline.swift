/// A curve in a cell of a table: blocks of eight heights, from 0 up.
enum Sparkline {
  /// The blocks of a curve.
  static let length = 12

  private static let blocks = Array("▁▂▃▄▅▆▇█")

  /// A curve that begins at (0, 0), at equal steps to its last round; one of fewer than two points
  /// is none.
  ///
  /// - Parameter largest: the value of the highest block, the same for all curves that are compared.
  static func text(_ rounds: [Int], _ values: [Double], upTo largest: Double) -> String? {
    guard let end = rounds.last, rounds.count > 1, rounds.count == values.count, largest > 0
    else { return nil }
    var text = ""
    for step in 1...length {
      let place = Double(end) * Double(step) / Double(length)
      let after = rounds.firstIndex { Double($0) >= place } ?? rounds.count - 1
      let (first, value) = after > 0 ? (Double(rounds[after - 1]), values[after - 1]) : (0, 0)
      let part = (place - first) / (Double(rounds[after]) - first)
      let height = (value + part * (values[after] - value)) / largest * Double(blocks.count)
      guard height.isFinite else { return nil }
      text.append(blocks[min(max(Int(height.rounded(.up)) - 1, 0), blocks.count - 1)])
    }
    return text
  }
}
