/// Names to the right of a plot, each at the end of its curve or near it, with a line to it.
struct TerminalNames {
  private let panel: Panel
  private let style: TerminalStyle
  private let entries: [(entry: KeyEntry, text: String)]

  init(_ panel: Panel, _ style: TerminalStyle) {
    self.panel = panel
    self.style = style
    entries = KeyEntry.entries([panel]).map { entry in
      let label = CellText.label(entry.label, style)
      // Without colors, and where a curve has no dots, its sign stands before the name.
      if entry.samples.contains(.points) {
        return (entry, "\(TerminalMarks.glyph(entry.series)) \(label)")
      }
      let mark = TerminalInk.series(entry.series).asciiMark
      return (entry, style.isASCII ? "\(mark) \(label)" : label)
    }
  }

  /// The cells that the names take, with the gutter before them.
  var width: Int {
    entries.map { CellText.width($0.text) }.max().map { $0 + TerminalKey.gutter } ?? 0
  }

  func draw(on marks: inout TerminalMarks) {
    let places = entries.compactMap {
      name -> (name: (entry: KeyEntry, text: String), end: Point)? in
      let ends = panel.marks.compactMap { mark -> Point? in
        guard let (label, series) = mark.entry, label == name.entry.label,
          series == name.entry.series
        else { return nil }
        return marks.end(mark)
      }
      return ends.max { $0.x < $1.x }.map { (name, $0) }
    }.enumerated().sorted { ($0.element.end.y, $0.offset) < ($1.element.end.y, $1.offset) }
      .map(\.element)
    let rows = marks.canvas.rows
    let centers = LabelSpread.centers(
      wished: places.map { $0.end.y / 4 }, heights: places.map { _ in 1 },
      within: 0...Double(rows))
    marks.canvas.clip = Box(
      left: 0, top: 0, right: Double(marks.canvas.columns * 2), bottom: Double(rows * 4))
    var previous = -1
    for ((name, end), center) in zip(places, centers) {
      let row = max(previous + 1, TerminalPanel.cell(center + 1e-9, of: rows))
      previous = row
      let ink = TerminalInk.series(name.entry.series)
      let first = Double(marks.columns * 2)
      if !style.isASCII {
        var phase = 0.0
        let height = TerminalPanel.cell(end.y / 4, of: rows) == row ? end.y : Double(row * 4) + 2
        marks.canvas.line(
          from: Point(max(end.x + 1, first), min(end.y, Double(rows * 4) - 1)),
          to: Point(first + Double(TerminalKey.gutter * 2 - 3), min(height, Double(rows * 4) - 1)),
          ink, phase: &phase)
      }
      marks.canvas.write(
        CellText.shortened(
          name.text, to: marks.canvas.columns - marks.columns - TerminalKey.gutter),
        column: marks.columns + TerminalKey.gutter, row: row, ink)
    }
  }
}
