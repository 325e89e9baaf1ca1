import Randomness

/// The sign-flip permutation test that paired differences have mean 0.
///
/// If the two members of a pair are exchangeable, every difference D_i is as likely as −D_i, and
/// the p-value is the share of sign patterns s with |Σ s_i D_i| ≥ |Σ D_i|. Differences of 0 are the
/// same in every pattern and are left out. Sums closer than 1e-12 · Σ |D_i|, which is rounding,
/// count as equal, so that the p-value never falls short because of it.
///
/// Up to ``exactLimit`` differences all 2^n patterns are counted. Beyond it M patterns are drawn
/// and p = (1 + #)/(1 + M), which makes the test valid at every level for every M.
///
/// Source: R. A. Fisher, "The Design of Experiments" (1935), section 21; B. Phipson and G. K.
/// Smyth, "Permutation p-values should never be zero", Statistical Applications in Genetics and
/// Molecular Biology 9 (2010).
struct SignFlipTest: Sendable, Equatable {
  /// The most differences whose patterns are all counted.
  static let exactLimit = 20
  /// The patterns drawn for any but very many differences: p is a multiple of 1e-5.
  static let drawnPatterns = 99_999

  /// The p-value, above 0; 1 if every difference is 0.
  let pValue: Double
  /// The number M of patterns that p is a share of, if they were drawn; nil if all were counted.
  let patterns: Int?

  /// The test of `differences`.
  ///
  /// - Parameters:
  ///   - patterns: M; by default 99,999, fewer beyond 100,000 differences so that n · M stays below
  ///     10^10, and at least 999.
  ///   - stream: draws ⌈n/64⌉ · M words; none up to ``exactLimit`` differences or if they sum to 0.
  init(_ differences: [Double], patterns: Int? = nil, using stream: inout RandomStream) {
    let values = differences.filter { $0 != 0 }
    let bound = SignFlipTest.threshold(values)
    let drawn = patterns ?? SignFlipTest.defaultPatterns(differences: values.count)
    let isCounted = values.count <= SignFlipTest.exactLimit
    self.patterns = isCounted ? nil : drawn
    guard bound > 0 else {
      // Every pattern reaches a sum of 0, whichever are drawn.
      pValue = 1
      return
    }
    if isCounted {
      pValue = SignFlipTest.countAll(values, reaching: bound)
      return
    }
    let sums = SignFlipTest.drawSums(values, count: drawn, using: &stream)
    let extreme = sums.count { $0.magnitude >= bound }
    pValue = Double(1 + extreme) / Double(1 + drawn)
  }

  /// How large a sum must be to count: |Σ D_i| less what rounding may have taken.
  private static func threshold(_ values: [Double]) -> Double {
    var (sum, magnitudes) = (0.0, 0.0)
    for value in values {
      sum += value
      magnitudes += value.magnitude
    }
    return sum.magnitude - 1e-12 * magnitudes
  }

  static func defaultPatterns(differences: Int) -> Int {
    max(1000, min(drawnPatterns + 1, 10_000_000_000 / max(1, differences))) - 1
  }

  /// The share of all patterns whose sum reaches `bound`.
  ///
  /// The sums of both halves of the values are sorted; for every sum of one half a pointer into
  /// the other tells how many complete it. Sums come in pairs ±S, so one side is counted twice.
  /// O(2^(n/2) n).
  private static func countAll(_ values: [Double], reaching bound: Double) -> Double {
    let middle = values.count / 2
    let left = signedSums(values[..<middle]).sorted()
    let right = signedSums(values[middle...]).sorted()
    var count = 0
    var missing = right.count
    for sum in left {
      while missing > 0, sum + right[missing - 1] >= bound { missing -= 1 }
      count += right.count - missing
    }
    return Double(2 * count) / Double(left.count * right.count)
  }

  /// Σ s_i D_i for all sign patterns s; 0 for no values.
  private static func signedSums(_ values: ArraySlice<Double>) -> [Double] {
    var sums = [0.0]
    for value in values { sums = sums.map { $0 - value } + sums.map { $0 + value } }
    return sums
  }

  /// Σ s_i D_i for `count` random patterns.
  ///
  /// One word holds the signs of 64 values. The sums of eight values over their 256 patterns are
  /// looked up by the byte, so a pattern costs ⌈n/64⌉ words and ⌈n/8⌉ additions.
  private static func drawSums(
    _ values: [Double], count: Int, using stream: inout RandomStream
  ) -> [Double] {
    var sums = Array(repeating: 0.0, count: count)
    for start in stride(from: 0, to: values.count, by: 64) {
      var table: [Double] = []
      for byte in 0..<8 {
        let low = min(start + 8 * byte, values.count)
        let high = min(low + 8, values.count)
        let part = signedSums(values[low..<high])
        // Bits beyond the last value choose among equal sums.
        for pattern in 0..<256 { table.append(part[pattern & (part.count - 1)]) }
      }
      for index in 0..<count {
        let word = stream.next()
        var sum = 0.0
        for byte in 0..<8 {
          sum += table[byte << 8 | Int(truncatingIfNeeded: (word >> UInt64(8 * byte)) & 0xFF)]
        }
        sums[index] += sum
      }
    }
    return sums
  }
}
