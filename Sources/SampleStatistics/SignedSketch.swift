/// A sketch of values of either sign: one of those below 0 and one of the others.
package struct SignedSketch: Sendable, Hashable {
  /// Of the values below 0, their sizes.
  package private(set) var negative: QuantileSketch
  /// Of the values from 0 on.
  package private(set) var positive: QuantileSketch

  /// A sketch of its two parts, by default of no value.
  package init(
    negative: QuantileSketch = QuantileSketch(), positive: QuantileSketch = QuantileSketch()
  ) {
    self.negative = negative
    self.positive = positive
  }

  /// Adds values.
  ///
  /// O(n log n + classes).
  package mutating func add(_ values: [Double]) {
    negative.merge(QuantileSketch(values.filter { $0 < 0 }.map { -$0 }))
    positive.merge(QuantileSketch(values.filter { $0 >= 0 }))
  }

  /// The quantile of the values, read as from ``QuantileSketch``; the sketch must not be empty.
  package func quantile(_ p: Double) -> Double {
    let count = negative.count + positive.count
    let h = Double(count - 1) * p
    let below = min(Int(h), count - 1)
    let low = value(ofRank: below)
    let high = value(ofRank: min(below + 1, count - 1))
    return low + (h - Double(below)) * (high - low)
  }

  /// The order statistic of that rank, from 0: the largest size below 0 comes first.
  private func value(ofRank rank: Int) -> Double {
    rank < negative.count
      ? -negative.value(ofRank: negative.count - 1 - rank)
      : positive.value(ofRank: rank - negative.count)
  }
}
