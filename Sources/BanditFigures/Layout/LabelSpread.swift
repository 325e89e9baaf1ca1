/// Labels on a line that are pushed apart by as little as possible.
enum LabelSpread {
  /// Centers of labels of given heights, in the order of those that are wished for.
  ///
  /// They minimize the sum of squared displacements among all that do not overlap and stay in a
  /// range, if they fit in it: with the heights taken off, that is an isotonic regression, which
  /// pooling adjacent violators finds (R. E. Barlow et al., "Statistical inference under order
  /// restrictions", 1972), and its values are bounded last. `wished` ascends.
  static func centers(
    wished: [Double], heights: [Double], within range: ClosedRange<Double>
  ) -> [Double] {
    guard let firstHeight = heights.first, let lastHeight = heights.last,
      wished.count == heights.count
    else { return [] }
    var offsets = [0.0]
    for (one, next) in zip(heights, heights.dropFirst()) {
      offsets.append(offsets[offsets.count - 1] + (one + next) / 2)
    }
    var blocks: [(sum: Double, count: Int)] = []
    for (wish, offset) in zip(wished, offsets) {
      var block = (sum: wish - offset, count: 1)
      while let last = blocks.last,
        last.sum / Double(last.count) >= block.sum / Double(block.count)
      {
        block = (block.sum + last.sum, block.count + last.count)
        blocks.removeLast()
      }
      blocks.append(block)
    }
    let lowest = range.lowerBound + firstHeight / 2
    let highest = range.upperBound - lastHeight / 2 - offsets[offsets.count - 1]
    let free = blocks.flatMap { block in
      [Double](repeating: block.sum / Double(block.count), count: block.count)
    }
    return zip(free, offsets).map { max(min($0, highest), lowest) + $1 }
  }
}
