/// A scale laid along a line of the page.
public struct ScaleMap: Hashable, Sendable {
  /// The scale.
  public let scale: Scale
  /// The values at both ends.
  public let lower: Double, upper: Double
  /// The coordinates of both ends; the first is that of ``lower``.
  public let start: Double, end: Double

  private let first: Double
  private let last: Double

  init(_ scale: Scale, _ extent: Extent, from start: Double, to end: Double) {
    self.scale = scale
    lower = extent.lower
    upper = extent.upper
    self.start = start
    self.end = end
    first = scale.forward(lower)
    last = scale.forward(upper)
  }

  /// The coordinate of a value; nil where it has no place, and never further off than a million.
  public func position(_ value: Double) -> Double? {
    guard scale.accepts(value) else { return nil }
    let fraction = (scale.forward(value) - first) / (last - first)
    guard fraction.isFinite else { return nil }
    return (start + fraction * (end - start)).bounded(-1e6...1e6, else: start)
  }

  /// The coordinate of a lower or upper end; what lies beyond the scale stands at its end.
  func edge(_ value: Double) -> Double? {
    if value.isNaN { return nil }
    if scale.accepts(value) { return position(value) }
    return value > 0 ? end : start
  }

  /// The value at a coordinate.
  public func value(at position: Double) -> Double {
    scale.inverse(first + (position - start) / (end - start) * (last - first))
  }

  /// Whether a value is between both ends.
  public func shows(_ value: Double) -> Bool { value >= lower && value <= upper }
}
