extension Figure {
  /// The figure as text for a terminal: curves in braille with axes, ticks and names.
  ///
  /// Panels stand one below the other. Nothing is wider than the style; bands are not drawn, and
  /// that is said. Ends without a line break.
  public func text(_ style: TerminalStyle = TerminalStyle()) -> String {
    TerminalFigure(self, style).lines.map { $0.text(style) }.joined(separator: "\n")
  }
}

/// Lays out a figure in the cells of a terminal.
struct TerminalFigure {
  private let figure: Figure
  private let style: TerminalStyle
  private let rows: Int
  private let key: TerminalKey
  private let extents: [(x: Extent, y: Extent)]

  init(_ figure: Figure, _ style: TerminalStyle) {
    self.figure = figure
    self.style = style
    extents = FigureExtents.extents(figure)
    // Names at curves' ends need no lines below, and need a line each; so the key comes first.
    let usual = figure.panels.count < 2 ? 16 : figure.panels.count < 5 ? 10 : 8
    let count = max(figure.panels.count, 1)
    let chrome =
      figure.panels.indices.reduce(0) { $0 + TerminalFigure.chrome($1, of: figure) }
      + (figure.title.isEmpty ? 0 : 1) + 2
    rows = style.height.map { max(4, ($0 - chrome) / count) } ?? usual
    key = TerminalKey(figure, extents, rows: rows, style)
  }

  /// The lines of a panel besides those of its plot.
  private static func chrome(_ index: Int, of figure: Figure) -> Int {
    let panel = figure.panels[index]
    return [panel.title, panel.y.label].count { !$0.isEmpty } + 2
      + (hasXLabel(index, of: figure) ? 1 : 0)
  }

  /// Of panels above one another the lowest names the axis that they share.
  private static func hasXLabel(_ index: Int, of figure: Figure) -> Bool {
    let label = figure.panels[index].x.label
    let isLast = index == figure.panels.count - 1
    return !label.isEmpty
      && (isLast || !figure.hasCommonX || label != figure.panels[index + 1].x.label)
  }

  var lines: [TerminalLine] {
    var lines = texts(figure.title, .strong)
    var unplaced = 0
    for (index, panel) in figure.panels.enumerated() {
      if index > 0 { lines.append(TerminalLine()) }
      let panel = TerminalPanel(
        panel, extents[index], rows: rows, key: key, bars: figure.panels,
        hasXLabel: TerminalFigure.hasXLabel(index, of: figure), style)
      lines += panel.lines
      unplaced += panel.unplaced
    }
    if figure.panels.isEmpty { lines.append(TerminalLine("no data", .muted)) }
    lines += key.legend
    lines += ColorBar.bars(figure.panels).map { TerminalRaster.legend($0, style) }
    lines += texts(figure.caption, .plain)
    let notes = notes(unplaced)
    if !notes.isEmpty { lines += texts("Note: " + notes.joined(separator: "; ") + ".", .plain) }
    return lines
  }

  private func texts(_ text: String, _ ink: TerminalInk) -> [TerminalLine] {
    CellText.wrapped(CellText.label(text, style), to: style.width).map { TerminalLine($0, ink) }
  }

  private func notes(_ unplaced: Int) -> [String] {
    var notes = DataNotes()
    for (panel, extent) in zip(figure.panels, extents) {
      notes.add(
        panel, x: ScaleMap(panel.x.scale, extent.x, from: 0, to: 1),
        y: ScaleMap(panel.y.scale, extent.y, from: 1, to: 0))
    }
    let hasBands = figure.panels.flatMap(\.marks).contains { mark in
      if case .curve(let one) = mark { one.band != nil } else { false }
    }
    return notes.texts + (hasBands ? ["bands are not drawn in text"] : [])
      + (unplaced > 0 ? ["\(unplaced) texts have no room in their panels"] : [])
  }
}
