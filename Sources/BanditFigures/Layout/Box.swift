/// A point of the page: x to the right, y down.
public struct Point: Hashable, Sendable {
  /// Pixels from the left.
  public var x: Double
  /// Pixels from the top.
  public var y: Double

  /// Creates a point.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// An upright rectangle of the page.
public struct Box: Hashable, Sendable {
  /// The left side.
  public var left: Double
  /// The upper side.
  public var top: Double
  /// The right side.
  public var right: Double
  /// The lower side.
  public var bottom: Double

  /// Creates a box.
  public init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// From the left to the right side.
  public var width: Double { right - left }
  /// From the upper to the lower side.
  public var height: Double { bottom - top }
  /// The point in the middle.
  public var center: Point { Point((left + right) / 2, (top + bottom) / 2) }

  /// Whether two boxes have an area in common.
  public func overlaps(_ other: Box) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  /// Whether another box is within this one, or out of it by no more than a slack.
  public func contains(_ other: Box, slack: Double = 0) -> Bool {
    other.left >= left - slack && other.right <= right + slack && other.top >= top - slack
      && other.bottom <= bottom + slack
  }

  func contains(_ point: Point) -> Bool {
    point.x >= left && point.x <= right && point.y >= top && point.y <= bottom
  }

  func grown(by margin: Double) -> Box {
    Box(left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin)
  }
}
