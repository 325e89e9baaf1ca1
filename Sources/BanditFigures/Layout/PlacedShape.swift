/// A shape with its place on the page; what any renderer draws.
public enum PlacedShape: Hashable, Sendable {
  /// Lines and polygons.
  case path(PlacedPath)
  /// A filled rectangle without a border.
  case rectangle(Box, Paint, opacity: Double)
  /// Points of one shape and color.
  case markers(MarkerShape, [Point], radius: Double, Paint)
  /// Text.
  case text(PlacedText)
  /// Shapes of which only what is within a box is seen, if there is one.
  case group([PlacedShape], clip: Box?)
}

/// Lines and polygons that are drawn alike.
public struct PlacedPath: Hashable, Sendable {
  /// How a line is drawn.
  public struct Stroke: Hashable, Sendable {
    /// The color.
    public var paint: Paint
    /// The width.
    public var width: Double
    /// Lengths of strokes and gaps; empty for a solid line.
    public var dash: [Double] = []
    /// Whether edges fall on whole pixels in the place of being smoothed.
    public var isCrisp = false
  }

  /// The corners of each line.
  public var lines: [[Point]]
  /// How the line is drawn; nil for not at all.
  public var stroke: Stroke?
  /// What it is filled with; nil for nothing.
  ///
  /// A filled line is closed.
  public var fill: Paint?
  /// The opacity of the filling.
  public var opacity = 1.0
}

/// A line of text.
public struct PlacedText: Hashable, Sendable {
  /// Which part of the text stands at its place.
  public enum Anchor: String, Hashable, Sendable {
    /// The beginning.
    case start
    /// The middle.
    case middle
    /// The end.
    case end
  }

  /// What is read.
  public var text: String
  /// What is raised behind it.
  public var exponent: String?
  /// The whole text, if only a part is shown.
  public var full: String?
  /// The place of the anchor on the base line.
  public var origin: Point
  /// The size of the font.
  public var size: Double
  /// Whether it is bold.
  public var isBold = false
  /// Whether it is read from below.
  public var isUpward = false
  /// Which part stands at the origin.
  public var anchor: Anchor
  /// The color.
  public var paint: Paint

  /// What the text takes, by the font's measures.
  public var box: Box {
    let width = TextMetrics.width(text, exponent: exponent, size: size, bold: isBold)
    let before: Double =
      switch anchor {
      case .start: 0
      case .middle: width / 2
      case .end: width
      }
    let above = size * (exponent == nil ? TextMetrics.ascent : TextMetrics.raisedAscent)
    let below = size * TextMetrics.descent
    return isUpward
      ? Box(
        left: origin.x - above, top: origin.y + before - width, right: origin.x + below,
        bottom: origin.y + before)
      : Box(
        left: origin.x - before, top: origin.y - above, right: origin.x - before + width,
        bottom: origin.y + below)
  }
}
