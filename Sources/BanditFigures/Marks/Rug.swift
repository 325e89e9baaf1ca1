/// Short strokes at places along an axis, such as the rounds in which an arm was pulled.
public struct Rug: Hashable, Sendable {
  /// The axis along which the places are.
  public enum Along: Hashable, Sendable {
    /// Places along x, strokes upright.
    case x
    /// Places along y, strokes level.
    case y
  }

  /// What it is called; nil if it has no name.
  public var label: String?
  /// The places.
  public var positions: [Double]
  /// The axis of the places.
  public var axis: Along
  /// Where on the other axis the strokes stand; nil for the edge of the panel.
  public var at: Double?
  /// The index that gives the color.
  public var series: Int

  /// Creates a rug.
  public init(
    _ label: String? = nil, positions: [Double], along axis: Along = .x, at: Double? = nil,
    series: Int = 0
  ) {
    self.label = label
    self.positions = positions
    self.axis = axis
    self.at = at
    self.series = series
  }
}
