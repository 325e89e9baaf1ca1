/// What lies between two curves, such as a density over 0.
public struct Area: Hashable, Sendable {
  /// What it is called; nil if it has no name.
  public var label: String?
  /// The places along the x axis.
  public var x: [Double]
  /// The lower ends.
  public var lower: [Double]
  /// The upper ends, along which a line is drawn.
  public var upper: [Double]
  /// The index that gives color and dashes.
  public var series: Int

  /// Creates an area; without lower ends it stands on 0.
  public init(
    _ label: String? = nil, x: [Double], lower: [Double]? = nil, upper: [Double], series: Int = 0
  ) {
    self.label = label
    self.x = x
    self.lower = lower ?? [Double](repeating: 0, count: upper.count)
    self.upper = upper
    self.series = series
  }
}
