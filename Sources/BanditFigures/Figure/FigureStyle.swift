/// How large and in which colors a figure is drawn; lengths in CSS pixels, 96 to the inch.
public struct FigureStyle: Hashable, Sendable {
  /// How curves are named.
  public enum Key: Hashable, Sendable {
    /// At their ends where there is room, else in a legend.
    case automatic
    /// In a legend below the panels.
    case legend
  }

  /// The width of the whole figure, from 120 to 4,000.
  public var width: Double
  /// The height of the whole figure; nil for what the panels' aspect gives.
  ///
  /// A height with no room for the panels is exceeded.
  public var height: Double?
  /// The height of a panel over the width that it takes, its axes included.
  public var aspect: Double
  /// The colors and strokes.
  public var theme: Theme
  /// The size of ordinary text, from 4 to 40.
  public var fontSize: Double
  /// How curves are named.
  public var key: Key
  /// Whether caption and notes stand below the panels.
  ///
  /// They are always in the description.
  public var drawsCaption: Bool

  /// Creates a style.
  public init(
    width: Double = 640, height: Double? = nil, aspect: Double = 0.58, theme: Theme = .light,
    fontSize: Double = 11, key: Key = .automatic, drawsCaption: Bool = true
  ) {
    self.width = width
    self.height = height
    self.aspect = aspect
    self.theme = theme
    self.fontSize = fontSize
    self.key = key
    self.drawsCaption = drawsCaption
  }

  /// One column of a journal's page, 8.5 cm, in 8 point type.
  public static let column = FigureStyle(
    width: pixels(centimeters: 8.5), aspect: 0.68, theme: .print, fontSize: 10.5,
    drawsCaption: false)
  /// The whole width of a journal's page, 17 cm, in 8 point type.
  public static let page = FigureStyle(
    width: pixels(centimeters: 17), theme: .print, fontSize: 10.5, drawsCaption: false)

  /// A length on paper in pixels.
  public static func pixels(centimeters: Double) -> Double { centimeters * 96 / 2.54 }

  /// The same with every length within its bounds.
  var bounded: FigureStyle {
    var style = self
    style.width = width.bounded(120...4000, else: 640)
    style.height = height.map { $0.bounded(40...8000, else: 400) }
    style.aspect = aspect.bounded(0.1...4, else: 0.58)
    style.fontSize = fontSize.bounded(4...40, else: 11)
    return style
  }
}

extension Double {
  func bounded(_ range: ClosedRange<Double>, else other: Double) -> Double {
    isNaN ? other : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
