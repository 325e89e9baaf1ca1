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

  /// The quantile of the values: x_(h) interpolated at h = (n − 1) p as in ``quantile(_:_:)``, each
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

  /// The value of the order statistic of that rank, from 0.
  func value(ofRank rank: Int) -> Double {
    var remaining = rank - zeros
    guard remaining >= 0 else { return 0 }
    for (number, count) in zip(classes, counts) {
      guard remaining >= count else {
        let edge = Elementary.exp(Double(number) * QuantileSketch.logarithm)
        // 2γ^i/(γ + 1) = γ^i (1 − α).
        return edge * (1 - QuantileSketch.relativeError)
      }
      remaining -= count
    }
    return 0
  }
}

/// The values of one metric at one checkpoint: all of them, or a sketch of many.
public enum CurveSample: Sendable, Hashable, Codable {
  /// Every replication's value, in their order.
  case values([Double])
  /// A sketch.
  case sketch(QuantileSketch)

  /// Up to so many replications quantiles are exact.
  public static let exactLimit = 1000

  /// Adds another sample, which stands after this one; beyond the limit values become a sketch.
  mutating func merge(_ other: CurveSample, keepsValues: Bool) {
    if case .values(let mine) = self, case .values(let theirs) = other,
      keepsValues || mine.count + theirs.count <= CurveSample.exactLimit
    {
      self = .values(mine + theirs)
    } else {
      var sketch = sketch
      sketch.merge(other.sketch)
      self = .sketch(sketch)
    }
  }

  /// The sample as a sketch.
  package var sketch: QuantileSketch {
    switch self {
    case .values(let values): QuantileSketch(values)
    case .sketch(let sketch): sketch
    }
  }

  /// The quantiles of the sample; nil if it is empty.
  var quantiles: CurveQuantiles? {
    switch self {
    case .values(let values):
      if values.isEmpty { return nil }
      let sorted = values.sorted()
      return CurveQuantiles { quantile(sorted, $0) }
    case .sketch(let sketch):
      return sketch.count == 0 ? nil : CurveQuantiles { sketch.quantile($0) }
    }
  }
}

/// The quantiles of a metric at one checkpoint, over replications.
public struct CurveQuantiles: Sendable, Hashable, Codable {
  /// 5 %.
  public let q05: Double
  /// 25 %.
  public let q25: Double
  /// The median.
  public let median: Double
  /// 75 %.
  public let q75: Double
  /// 95 %.
  public let q95: Double

  init(_ quantile: (Double) -> Double) {
    q05 = quantile(0.05)
    q25 = quantile(0.25)
    median = quantile(0.5)
    q75 = quantile(0.75)
    q95 = quantile(0.95)
  }

  init(q05: Double, q25: Double, median: Double, q75: Double, q95: Double) {
    self.q05 = q05
    self.q25 = q25
    self.median = median
    self.q75 = q75
    self.q95 = q95
  }
}
