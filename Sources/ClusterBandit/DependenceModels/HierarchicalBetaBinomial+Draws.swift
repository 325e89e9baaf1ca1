public import Randomness

extension HierarchicalBetaBinomial {
  /// Many draws at once: those that share a point of the grid share what a Beta draw is prepared
  /// with.
  ///
  /// The points are stratified: draw i is the point at (i + U_i)/count of the grid's weight, and
  /// the draws are dealt out in random order. Each is one from the posterior, and their shares of
  /// the grid vary less than those of independent draws.
  ///
  /// Source: for strata W. G. Cochran, "Sampling Techniques" (1977), section 5.6.
  ///
  /// One word, one index and |c| Beta draws a draw. O(512 + count |c|).
  public mutating func drawMeans(
    of cluster: Int, arms: Range<Int>, count: Int, using stream: inout RandomStream,
    _ body: (_ draw: Int, _ arm: Int, _ mean: Double) -> Void
  ) {
    var order = self.order.take() ?? AlignedBuffer(repeating: 0, count: 0)
    var siblings = self.siblings.take() ?? SiblingBetas(capacity: clustering.largestSize)
    siblings.begin(arms) { SIMD2(successes[$0], pullCounts[$0] - successes[$0]) }
    if order.count != count {
      order = AlignedBuffer((0..<count).map { Int32(truncatingIfNeeded: $0) })
    }
    let width = totals[cluster] / Double(count)
    let (lastRow, lastColumn) = (Self.cohesions - 1, Self.centres - 1)
    var passed = 0.0
    var drawn = 0
    var target = stream.nextUnit() * width
    for row in 0...lastRow {
      let rowEnd = passed + sums[cluster][row]
      guard target < rowEnd || row == lastRow else {
        passed = rowEnd
        continue
      }
      let start = (2 * cluster + row / 8) * Self.centres
      for column in 0...lastColumn where drawn < count {
        passed += weights[start + column][row % 8]
        let first = drawn
        // Rounding can leave a draw beyond the end.
        while drawn < count, target < passed || (row == lastRow && column == lastColumn) {
          drawn += 1
          if drawn < count { target = (Double(drawn) + stream.nextUnit()) * width }
        }
        guard drawn > first else { continue }
        for place in first..<drawn {
          let other = place + stream.nextIndex(below: count - place)
          (order[place], order[other]) = (order[other], order[place])
        }
        siblings.draw(
          pi[column] * nu[row], order.base + first, drawn - first, tables, using: &stream, body)
      }
      passed = rowEnd
    }
    siblings.finish(body)
    self.order = consume order
    self.siblings = consume siblings
  }
}
