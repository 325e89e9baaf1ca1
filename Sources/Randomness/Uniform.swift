extension RandomStream {
  /// A uniform draw from [0, 1) with 53 random bits: k · 2^−53.
  ///
  /// Consumes one word.
  @inlinable @inline(__always)
  public mutating func nextUnit() -> Double {
    Double(Int64(bitPattern: next() &>> 11)) * 0x1p-53
  }

  /// A uniform draw from (0, 1): (k + ½) · 2^−52 with 52 random bits, so that its logarithm is
  /// finite and it is symmetric about ½.
  ///
  /// Consumes one word.
  @inlinable @inline(__always)
  public mutating func nextOpenUnit() -> Double {
    (Double(Int64(bitPattern: next() &>> 12)) + 0.5) * 0x1p-52
  }

  /// A uniform integer in 0 ..< `bound`, exactly uniform.
  ///
  /// Consumes one word, rarely more.
  ///
  /// Source: D. Lemire, "Fast random integer generation in an interval", ACM Transactions on
  /// Modeling and Computer Simulation 29 (2019): the high half of a 128-bit product, rejecting
  /// the 2^64 mod bound low halves that would bias it.
  ///
  /// - Parameter bound: at least 1.
  @inlinable @inline(__always)
  public mutating func nextIndex(below bound: Int) -> Int {
    let range = UInt64(truncatingIfNeeded: bound)
    var product = next().multipliedFullWidth(by: range)
    // "≤" and not "<", so that a bound of 0, whose product is 0, comes by here too.
    if product.low <= range {
      precondition(bound > 0, "a uniform index needs a bound of at least 1")
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(truncatingIfNeeded: product.high)
  }

  /// A Bernoulli draw: true with probability `probability`, to a resolution of 2^−53.
  ///
  /// Consumes one word for every probability, also 0 and 1, so that streams stay in step.
  @inlinable @inline(__always)
  public mutating func nextBernoulli(_ probability: Double) -> Bool {
    nextUnit() < probability
  }

  /// Shuffles `elements` uniformly (Fisher–Yates, Knuth's Algorithm P).
  ///
  /// Consumes count − 1 indices. O(count).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, through: 1, by: -1) {
      elements.swapAt(last, nextIndex(below: last + 1))
    }
  }
}
