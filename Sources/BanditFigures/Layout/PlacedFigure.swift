/// A figure laid out: shapes with places, from which any renderer draws.
public struct PlacedFigure: Hashable, Sendable {
  /// A panel's place and its scales, with which a page finds values under a pointer.
  public struct PlacedPanel: Hashable, Sendable {
    /// What is between the axes.
    public let plot: Box
    /// From values to coordinates along the x axis.
    public let x: ScaleMap
    /// From values to coordinates along the y axis.
    public let y: ScaleMap
    /// The marks along the x axis.
    public let xTicks: [Tick]
    /// The marks along the y axis.
    public let yTicks: [Tick]
  }

  /// The width of the page.
  public let width: Double
  /// The height of the page.
  public let height: Double
  /// The heading.
  public let title: String
  /// The caption with the notes, for those who hear it.
  public let description: String
  /// The colors.
  public let theme: Theme
  /// The panels in the figure's order.
  public let panels: [PlacedPanel]
  /// What is drawn, in this order.
  public let shapes: [PlacedShape]
  /// What of the data is not seen, and why.
  public let notes: [String]

  /// All texts of the figure.
  public var texts: [PlacedText] { PlacedFigure.texts(shapes) }

  private static func texts(_ shapes: [PlacedShape]) -> [PlacedText] {
    shapes.flatMap { shape -> [PlacedText] in
      switch shape {
      case .text(let text): [text]
      case .group(let shapes, _): texts(shapes)
      default: []
      }
    }
  }
}
