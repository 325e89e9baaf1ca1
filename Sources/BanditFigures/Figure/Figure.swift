/// A picture as a value: panels in a grid, with a title and a caption.
///
/// It says what is shown; where each thing stands follows from it and a ``FigureStyle`` by
/// ``placed(_:)``, and ``svg(_:idPrefix:)`` writes that down. Nothing in it can make these fail:
/// what cannot be drawn is left out, and said in ``PlacedFigure/notes``.
public struct Figure: Hashable, Sendable {
  /// The heading; empty for none.
  public var title: String
  /// What is seen, for those who read it under the figure or hear it.
  public var caption: String
  /// What is drawn, row by row.
  public var panels: [Panel]
  /// How many panels stand side by side; nil for as many as fit.
  public var columns: Int?
  /// Whether all panels have one x domain, labelled at the lowest panels only.
  public var sharesX: Bool
  /// Whether all panels have one y domain, labelled at the leftmost panels only.
  public var sharesY: Bool

  /// The height of a panel over the width that it takes, its axes included; nil for the style's.
  public var aspect: Double?

  /// Creates a figure of several panels, which share their axes unless told otherwise.
  public init(
    _ title: String = "", caption: String = "", panels: [Panel], columns: Int? = nil,
    sharesX: Bool = true, sharesY: Bool = true, aspect: Double? = nil
  ) {
    self.title = title
    self.caption = caption
    self.panels = panels
    self.columns = columns
    self.sharesX = sharesX
    self.sharesY = sharesY
    self.aspect = aspect
  }

  /// Creates a figure of one panel.
  public init(
    _ title: String = "", caption: String = "", x: Axis = Axis(), y: Axis = Axis(), marks: [Mark]
  ) {
    self.init(title, caption: caption, panels: [Panel(x: x, y: y, marks: marks)])
  }

  /// Where each shape of the figure stands; a pure function.
  public func placed(_ style: FigureStyle = FigureStyle()) -> PlacedFigure {
    FigureLayout(self, style).placed()
  }

  /// The figure as an SVG document, the same bytes for the same figure and style.
  ///
  /// Figures that stand in one HTML page need different prefixes, for ids are global there.
  public func svg(_ style: FigureStyle = FigureStyle(), idPrefix: String = "figure") -> String {
    placed(style).svg(idPrefix: idPrefix)
  }
}
