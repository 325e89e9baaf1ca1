/// Lower and upper ends of intervals, one for each point; NaN where there is none.
public struct Band: Hashable, Sendable {
  /// The lower ends.
  public var lower: [Double]
  /// The upper ends.
  public var upper: [Double]

  /// Creates a band.
  public init(lower: [Double], upper: [Double]) {
    self.lower = lower
    self.upper = upper
  }

  /// A band of half-widths about values.
  public init(about values: [Double], plusMinus widths: [Double]) {
    lower = zip(values, widths).map { $0 - $1 }
    upper = zip(values, widths).map { $0 + $1 }
  }

  /// Both ends of one interval, the smaller first; nil where there is none.
  func interval(_ index: Int) -> (lower: Double, upper: Double)? {
    guard lower.indices.contains(index), upper.indices.contains(index) else { return nil }
    let (first, second) = (lower[index], upper[index])
    guard !first.isNaN, !second.isNaN else { return nil }
    return (min(first, second), max(first, second))
  }
}

/// A line through points in their order; values that are not finite are gaps.
///
/// Of sequences of different length the surplus is not drawn, here and in all marks.
public struct Curve: Hashable, Sendable {
  /// What it is called; nil if it has no name.
  public var label: String?
  /// The places along the x axis.
  public var x: [Double]
  /// The places along the y axis.
  public var y: [Double]
  /// Intervals about the points.
  public var band: Band?
  /// The index that gives color, dashes and shape; the same in all panels for the same thing.
  public var series: Int
  /// Whether a value holds until the next one.
  public var isStepped: Bool

  /// Creates a curve.
  public init(
    _ label: String? = nil, x: [Double], y: [Double], band: Band? = nil, series: Int = 0,
    isStepped: Bool = false
  ) {
    self.label = label
    self.x = x
    self.y = y
    self.band = band
    self.series = series
    self.isStepped = isStepped
  }
}
