/// What a figure draws as a tidy table: one row for each point, bar, cell or stroke.
public struct FigureData: Hashable, Sendable {
  /// The names of the columns.
  public static let columns = [
    "panel", "mark", "series", "x", "x_lower", "x_upper", "y", "y_lower", "y_upper", "value",
  ]

  /// The cells of each row, in the order of ``columns``; empty where there is nothing.
  public private(set) var rows: [[String]] = []

  /// The data of a figure; panels without a title go by their number.
  ///
  /// On an axis with names, places have their names.
  public init(_ figure: Figure) {
    for (index, panel) in figure.panels.enumerated() {
      let name = panel.title.isEmpty ? String(index + 1) : panel.title
      for mark in panel.marks { add(mark, panel, name) }
    }
  }

  /// The table as CSV (RFC 4180) with a heading and lines that end in a line feed.
  public var csv: String {
    ([FigureData.columns] + rows).map { row in
      row.map(FigureData.quoted).joined(separator: ",") + "\n"
    }.joined()
  }

  private static func quoted(_ cell: String) -> String {
    let isPlain = !cell.contains { "\",".contains($0) || $0.isNewline }
    return isPlain ? cell : "\"\(cell.replacing("\"", with: "\"\""))\""
  }

  private mutating func add(_ mark: Mark, _ panel: Panel, _ name: String) {
    func row(
      _ kind: String, _ series: String?, x: Double? = nil, xEnds: (Double, Double)? = nil,
      y: Double? = nil, yEnds: (Double, Double)? = nil, value: Double? = nil
    ) {
      rows.append([
        name, kind, series ?? "", text(x, panel.x), text(xEnds?.0), text(xEnds?.1),
        text(y, panel.y), text(yEnds?.0), text(yEnds?.1), text(value),
      ])
    }
    switch mark {
    case .curve(let one):
      for (index, point) in zip(one.x, one.y).enumerated() {
        row("curve", one.label, x: point.0, y: point.1, yEnds: one.band?.interval(index))
      }
    case .points(let one):
      for (index, point) in zip(one.x, one.y).enumerated() {
        row(
          "point", one.label, x: point.0, xEnds: one.horizontal?.interval(index), y: point.1,
          yEnds: one.vertical?.interval(index))
      }
    case .bars(let one):
      for (edges, height) in zip(zip(one.edges, one.edges.dropFirst()), one.heights) {
        row("bar", one.label, xEnds: edges, y: height)
      }
    case .area(let one):
      for (place, ends) in zip(one.x, zip(one.lower, one.upper)) {
        row("area", one.label, x: place, yEnds: ends)
      }
    case .raster(let one):
      for cell in one.places {
        row("cell", one.title, xEnds: cell.x, yEnds: cell.y, value: cell.value)
      }
    case .reference(let one):
      let isX = one.direction == .vertical
      row("line", one.label, x: isX ? one.position : nil, y: isX ? nil : one.position)
    case .rug(let one):
      for place in one.positions {
        row(
          "stroke", one.label, x: one.axis == .x ? place : one.at,
          y: one.axis == .y ? place : one.at)
      }
    case .annotation(let one): row("text", one.text, x: one.x, y: one.y)
    }
  }

  private func text(_ value: Double?) -> String {
    value.map { $0.isNaN ? "" : ScriptText.number($0) } ?? ""
  }

  private func text(_ value: Double?, _ axis: Axis) -> String {
    if case .ordinal(let names) = axis.scale, let value, let place = Int(exactly: value),
      names.indices.contains(place)
    {
      return names[place]
    }
    return text(value)
  }
}

extension Raster {
  /// All cells with their edges, and their values if they have one.
  var places: [(x: (Double, Double), y: (Double, Double), value: Double?)] {
    zip(rowEdges, rowEdges.dropFirst()).enumerated().flatMap { row, yEdges in
      zip(columnEdges, columnEdges.dropFirst()).enumerated().map { column, xEdges in
        (xEdges, yEdges, value(row: row, column: column))
      }
    }
  }
}
