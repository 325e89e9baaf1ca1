/// How often each of a few candidates was chosen, in independent plays.
struct ChoiceLaw: CustomStringConvertible {
  private(set) var counts: [Int]

  init(candidates: Int) { counts = Array(repeating: 0, count: candidates) }

  mutating func add(_ candidate: Int) { counts[candidate] += 1 }

  var description: String { "\(counts)" }

  /// Σ (a − b)²/(a + b) over the candidates, for laws of equally many plays.
  ///
  /// If the laws are one this follows χ² with at most six degrees of freedom here.
  func distance(from other: ChoiceLaw) -> Double {
    zip(counts, other.counts).reduce(0) { sum, pair in
      let total = Double(pair.0 + pair.1)
      let gap = Double(pair.0 - pair.1)
      return total > 0 ? sum + gap * gap / total : sum
    }
  }

  /// A distance that one law exceeds less than once in 10¹⁰ pairs of plays, while a candidate that
  /// is chosen in all plays on one side and in three quarters of them on the other exceeds it from
  /// 210 plays on.
  static let tolerance = 60.0
}
