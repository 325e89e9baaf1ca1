/// Points, each with an interval along one axis or both.
public struct PointSeries: Hashable, Sendable {
  /// What they are called; nil if they have no name.
  public var label: String?
  /// The places along the x axis.
  public var x: [Double]
  /// The places along the y axis.
  public var y: [Double]
  /// Intervals along the x axis.
  public var horizontal: Band?
  /// Intervals along the y axis.
  public var vertical: Band?
  /// The index that gives color and shape.
  public var series: Int

  /// Creates points.
  public init(
    _ label: String? = nil, x: [Double], y: [Double], horizontal: Band? = nil,
    vertical: Band? = nil, series: Int = 0
  ) {
    self.label = label
    self.x = x
    self.y = y
    self.horizontal = horizontal
    self.vertical = vertical
    self.series = series
  }
}
