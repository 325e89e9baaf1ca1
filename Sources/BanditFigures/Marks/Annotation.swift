/// Text at a place of the panel, moved beside it where something else stands there.
public struct Annotation: Hashable, Sendable {
  /// The text.
  public var text: String
  /// The place along the x axis.
  public var x: Double
  /// The place along the y axis.
  public var y: Double

  /// Creates an annotation.
  public init(_ text: String, x: Double, y: Double) {
    self.text = text
    self.x = x
    self.y = y
  }
}
