/// A panel in the cells of a terminal: title, axes with ticks, and what is between them.
struct TerminalPanel {
  private let panel: Panel
  private let style: TerminalStyle
  private let hasXLabel: Bool
  private let yLabels: [Int: String]
  private let left: Int
  private let columns: Int
  private let x: ScaleMap
  private let canvas: TerminalCanvas
  /// How many texts have no place.
  let unplaced: Int

  init(
    _ panel: Panel, _ extent: (x: Extent, y: Extent), rows wanted: Int, key: TerminalKey,
    bars panels: [Panel], hasXLabel: Bool, _ style: TerminalStyle
  ) {
    self.panel = panel
    self.style = style
    self.hasXLabel = hasXLabel
    let rows = TerminalPanel.rows(panel, wanted)
    let y = ScaleMap(panel.y.scale, extent.y, from: Double(rows), to: 0)
    var labels: [Int: String] = [:]
    let gap = if case .ordinal = panel.y.scale { 0.0 } else { 0.6 }
    for tick in Tick.ticks(y, spacing: 4, gap: gap, measure: { _ in 0.999 }) {
      guard let label = tick.label, let place = y.position(tick.value) else { continue }
      labels[TerminalPanel.cell(place, of: rows)] = CellText.shortened(
        CellText.label(label, style), to: style.width * 3 / 10)
    }
    yLabels = labels
    left = (labels.values.map(CellText.width).max() ?? 0) + 1
    let names = key.isDirect ? TerminalNames(panel, style) : nil
    let right = min(names?.width ?? 0, style.width / 2, max(0, style.width - left - 9))
    columns = style.width - left - 1 - right
    x = ScaleMap(panel.x.scale, extent.x, from: 0, to: Double(columns))
    var marks = TerminalMarks(
      x: ScaleMap(panel.x.scale, extent.x, from: 0, to: Double(columns * 2)),
      y: ScaleMap(panel.y.scale, extent.y, from: Double(rows * 4), to: 0), columns: columns,
      rows: rows, room: right, key: key, style: style)
    marks.draw(panel, panels)
    names?.draw(on: &marks)
    canvas = marks.canvas
    unplaced = marks.unplaced
  }

  /// The lines of a plot; names are given whole lines where there are enough.
  private static func rows(_ panel: Panel, _ wanted: Int) -> Int {
    guard case .ordinal(let names) = panel.y.scale, !names.isEmpty, names.count <= wanted * 2
    else { return wanted }
    return names.count * max(1, min(wanted / names.count, 3))
  }

  /// The cell of a place along so many.
  static func cell(_ place: Double, of count: Int) -> Int {
    min(max(Int(place.rounded(.down)), 0), count - 1)
  }

  var lines: [TerminalLine] {
    var lines: [TerminalLine] = []
    for (text, ink) in [(panel.title, TerminalInk.strong), (panel.y.label, .plain)]
    where !text.isEmpty {
      lines.append(
        TerminalLine(CellText.shortened(CellText.label(text, style), to: style.width), ink))
    }
    for row in 0..<canvas.rows {
      let label = yLabels[row] ?? ""
      let blank = String(repeating: " ", count: left - 1 - CellText.width(label))
      lines.append(
        TerminalLine(
          [.init(blank + label + " "), .init(yLabels[row] == nil ? "│" : "┤", .muted)]
            + canvas.cells(row, style)))
    }
    return lines + below
  }

  /// The axis, the labels at its ticks, and its name.
  private var below: [TerminalLine] {
    var axis = [Character](repeating: "─", count: columns)
    var labels = TerminalCanvas(columns: style.width, rows: 1)
    var end = -1
    for tick in xTicks {
      guard let place = x.position(tick.value) else { continue }
      let cell = TerminalPanel.cell(place, of: columns)
      guard let label = tick.label else {
        if !tick.isMajor { continue }
        axis[cell] = "┬"
        continue
      }
      axis[cell] = "┬"
      let text = CellText.shortened(CellText.label(label, style), to: labelRoom)
      let width = CellText.width(text)
      let start = min(max(left + 1 + cell - width / 2, 0), style.width - width)
      guard start > end else { continue }
      labels.write(text, column: start, row: 0)
      end = start + width
    }
    let blank = String(repeating: " ", count: left)
    var lines = [
      TerminalLine([.init(blank), .init("└" + String(axis), .muted)]),
      TerminalLine(labels.cells(0, style)),
    ]
    if hasXLabel {
      let text = CellText.shortened(CellText.label(panel.x.label, style), to: style.width - left)
      let start = left + max(0, (columns + 1 - CellText.width(text)) / 2)
      let room = min(start, style.width - CellText.width(text))
      lines.append(TerminalLine(String(repeating: " ", count: room) + text))
    }
    return lines
  }

  /// What a label may take; names share the axis.
  private var labelRoom: Int {
    guard case .ordinal(let names) = panel.x.scale, !names.isEmpty else { return columns }
    return max(4, columns / names.count - 1)
  }

  private var xTicks: [Tick] {
    Tick.ticks(x, spacing: 12, gap: 2) { [style, labelRoom] in
      Double(min(CellText.width(CellText.label($0, style)), labelRoom))
    }
  }
}
