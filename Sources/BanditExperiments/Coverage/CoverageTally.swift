/// The places of a truth relative to intervals.
struct CoverageTally {
  /// The number of intervals.
  private(set) var count = 0
  /// Those below the truth.
  private(set) var below = 0
  /// Those above it.
  private(set) var above = 0
  /// The sum of their lengths.
  private(set) var length = 0.0

  /// The share of intervals that hold the truth; an end holds it.
  var coverage: Double { share(count - below - above) }

  /// A number of intervals as a share of all.
  func share(_ number: Int) -> Double { Double(number) / Double(count) }

  mutating func add(_ interval: PairedComparison.Interval, truth: Double) {
    count += 1
    if interval.high < truth { below += 1 }
    if interval.low > truth { above += 1 }
    length += interval.high - interval.low
  }
}
