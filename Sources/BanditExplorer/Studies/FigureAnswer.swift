import BanditFigures

/// A figure as the page takes it: shapes to show, and where values stand in them.
struct FigureAnswer: Encodable {
  /// The picture.
  let svg: String
  /// What is seen, in words.
  let caption: String
  /// The numbers in it, as a table; nil in a recording.
  let csv: String?
  /// The panels, on which the page lays a cursor.
  let panels: [Panel]

  /// A panel's place and its axes.
  struct Panel: Encodable {
    let left, top, right, bottom: Double
    let x: Axis
  }

  /// From values to places along a line, linear or in logarithms.
  struct Axis: Encodable {
    let isLog: Bool
    let lower, upper, start, end: Double
  }

  init(_ figure: Figure, _ view: ViewRequest) {
    let placed = figure.placed(view.style)
    svg = placed.svg(idPrefix: String((view.id ?? "figure").prefix(40)))
    caption = placed.description
    csv = view.isRecorded == true ? nil : FigureData(figure).csv
    panels = placed.panels.map { panel in
      Panel(
        left: panel.plot.left, top: panel.plot.top, right: panel.plot.right,
        bottom: panel.plot.bottom,
        x: Axis(
          isLog: panel.x.scale == .log, lower: panel.x.lower, upper: panel.x.upper,
          start: panel.x.start, end: panel.x.end))
    }
  }
}
