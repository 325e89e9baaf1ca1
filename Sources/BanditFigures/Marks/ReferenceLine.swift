/// A line across the panel at one value.
public struct ReferenceLine: Hashable, Sendable {
  /// Which way a line goes.
  public enum Direction: Hashable, Sendable {
    /// At one y.
    case horizontal
    /// At one x.
    case vertical
  }

  /// What stands beside it; nil for nothing.
  public var label: String?
  /// Which way it goes.
  public var direction: Direction
  /// Where it stands.
  public var position: Double

  /// Creates a line.
  public init(_ direction: Direction, at position: Double, _ label: String? = nil) {
    self.label = label
    self.direction = direction
    self.position = position
  }
}
