import Randomness

/// Counts of values at least 0 in classes of equal relative width, from which quantiles are read.
///
/// A value x > 0 is counted in class i = ⌈log_γ x⌉ with γ = (1 + α)/(1 − α), that is in
/// (γ^(i−1), γ^i], and any value of a class is reported as 2γ^i/(γ + 1): at most α away from it,
/// relative to its size. Values below 10⁻⁹ count as 0. Counts of two sketches add up, so the order
/// of merging cannot change a bit.
///
/// Source: C. Masson, J. E. Rim and H. K. Lee, "DDSketch: a fast and fully-mergeable quantile
/// sketch with relative-error guarantees", PVLDB 12 (2019).
public struct QuantileSketch: Sendable, Hashable, Codable {
  /// α: the relative error of every reported quantile is at most 0.5 %.
  public static let relativeError = 0.005

  /// The number of values.
  public private(set) var count = 0
  /// The values that count as 0.
  public private(set) var zeros = 0
  /// The numbers of the classes that hold values, ascending.
  public private(set) var classes: [Int] = []
  /// The values in each of them.
  public private(set) var counts: [Int] = []

  private static let smallest = 1e-9
  private static let logarithm = Elementary.log((1 + relativeError) / (1 - relativeError))

  /// The sketch of no value.
  public init() {}

  /// The sketch of some values, each at least 0.
  ///
  /// O(n log n).
  public init(_ values: [Double]) {
    var tally: [Int: Int] = [:]
    for value in values {
      if value < QuantileSketch.smallest {
        zeros += 1
      } else {
        let place = (Elementary.log(value) / QuantileSketch.logarithm).rounded(.up)
        tally[Int(place), default: 0] += 1
      }
    }
    count = values.count
    classes = tally.keys.sorted()
    counts = classes.map { tally[$0] ?? 0 }
  }

  /// A sketch that was made before: counts of classes in ascending order.
  package init(zeros: Int, classes: [Int], counts: [Int]) {
    count = counts.reduce(zeros, +)
    self.zeros = zeros
    self.classes = classes
    self.counts = counts
  }

  /// Adds another sketch.
  ///
  /// O(classes of both).
  public mutating func merge(_ other: QuantileSketch) {
    count += other.count
    zeros += other.zeros
    var merged: (classes: [Int], counts: [Int]) = ([], [])
    var (here, there) = (0, 0)
    while here < classes.count || there < other.classes.count {
      let mine = here < classes.count ? classes[here] : Int.max
      let theirs = there < other.classes.count ? other.classes[there] : Int.max
      var sum = 0
      if mine <= theirs {
        sum += counts[here]
        here += 1
      }
      if theirs <= mine {
        sum += other.counts[there]
        there += 1
      }
      merged.classes.append(min(mine, theirs))
      merged.counts.append(sum)
    }
    (classes, counts) = merged
  }

  /// The quantile of the values: x_(h) interpolated at h = (n − 1) p as in `quantile(_:_:)`, each
  /// of the two order statistics with a relative error of at most α.
  ///
  /// O(classes). The sketch must not be empty.
  public func quantile(_ p: Double) -> Double {
    let h = Double(count - 1) * p
    let below = min(Int(h), count - 1)
    let low = value(ofRank: below)
    let high = value(ofRank: min(below + 1, count - 1))
    return low + (h - Double(below)) * (high - low)
  }

  /// What is reported of the values of a class.
  func value(ofClass number: Int) -> Double {
    let edge = Elementary.exp(Double(number) * QuantileSketch.logarithm)
    // 2γ^i/(γ + 1) = γ^i (1 − α).
    return edge * (1 - QuantileSketch.relativeError)
  }

  /// The value of the order statistic of that rank, from 0.
  func value(ofRank rank: Int) -> Double {
    var remaining = rank - zeros
    guard remaining >= 0 else { return 0 }
    for (number, count) in zip(classes, counts) {
      guard remaining >= count else {
        return value(ofClass: number)
      }
      remaining -= count
    }
    return 0
  }
}
