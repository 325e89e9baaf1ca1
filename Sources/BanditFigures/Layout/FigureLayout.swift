/// Lays out a figure: heading, a grid of panels, names, scales of colors, caption and notes.
struct FigureLayout {
  let figure: Figure
  let style: FigureStyle
  let size: Double
  let small: Double
  let inner: Box
  let grid: PanelGrid
  private let extents: [(x: Extent, y: Extent)]
  let labels: [PanelLabels]

  init(_ figure: Figure, _ style: FigureStyle) {
    self.figure = figure
    self.style = style.bounded
    size = min(self.style.fontSize, self.style.width / 12)
    small = size * PanelLabels.small
    let margin = size * 0.6
    inner = Box(left: margin, top: margin, right: self.style.width - margin, bottom: margin)
    grid = PanelGrid(figure, width: inner.width, size: size)
    extents = FigureExtents.extents(figure)
    labels = figure.panels.indices.map { [grid, size] in
      PanelLabels($0, of: figure, grid: grid, size: size)
    }
  }

  func placed() -> PlacedFigure {
    let notes = dataNotes
    let heading = heading
    let top = inner.top + heading.height
    let isDirect = style.key == .automatic && canNameAtEnds(plotHeight(0, footer: 0, top: top))
    let legend =
      isDirect ? nil : Legend(KeyEntry.entries(figure.panels), width: inner.width, size: small)
    let bars = ColorBar.bars(figure.panels)
    var allNotes = notes
    if let omitted = legend?.omitted, omitted > 0 {
      allNotes.append("\(omitted) further series have no room in the legend")
    }
    let barHeight = Double(bars.count) * ColorBar.height(size: small)
    let legendHeight = legend.map { $0.height > 0 ? $0.height + size * 0.5 : 0 } ?? 0
    let caption = caption(allNotes)
    let footer = legendHeight + barHeight + caption.height + size * 0.5
    let height = plotHeight(0, footer: footer, top: top)
    let frames = frames(top: top, plotHeight: height, isDirect: isDirect)

    var shapes = heading.shapes
    var unplaced = 0
    for frame in frames {
      let marks = MarkLayout(frame, panels: figure.panels, series: seriesCount)
      shapes += frame.grid + marks.shapes + frame.axes
      unplaced += marks.unplaced
      if isDirect { shapes += endLabels(frame).shapes(plot: frame.plot, theme: style.theme) }
    }
    if unplaced > 0 { allNotes.append("\(unplaced) texts have no room in their panels") }
    var bottom =
      frames.map(\.cell.bottom).max() ?? (top + height)
    if frames.isEmpty {
      shapes.append(noData(Box(left: inner.left, top: top, right: inner.right, bottom: bottom)))
    }
    bottom += size * 0.5
    if let legend, legendHeight > 0 {
      shapes += legend.shapes(left: inner.left, top: bottom, theme: style.theme)
      bottom += legendHeight
    }
    for bar in bars {
      shapes += bar.shapes(left: inner.left, top: bottom, width: inner.width, size: small)
      bottom += ColorBar.height(size: small)
    }
    shapes += caption.shapes(bottom)
    bottom += caption.height
    let total = max(style.height ?? 0, bottom + size * 0.6)
    let sentences = allNotes.map { $0 + "." }
    return PlacedFigure(
      width: style.width, height: total, title: figure.title,
      description: ([figure.caption] + sentences).filter { !$0.isEmpty }.joined(separator: " "),
      theme: style.theme,
      panels: frames.map {
        .init(plot: $0.plot, x: $0.x, y: $0.y, xTicks: $0.xTicks, yTicks: $0.yTicks)
      },
      shapes: shapes, notes: allNotes)
  }

  private var seriesCount: Int { KeyEntry.entries(figure.panels).count }

  private var dataNotes: [String] {
    var notes = DataNotes()
    for (panel, extent) in zip(figure.panels, extents) {
      notes.add(
        panel, x: ScaleMap(panel.x.scale, extent.x, from: 0, to: 1),
        y: ScaleMap(panel.y.scale, extent.y, from: 1, to: 0))
    }
    return notes.texts
  }

  private var heading: (shapes: [PlacedShape], height: Double) {
    let big = size * 1.12
    let lines = TextMetrics.wrapped(
      figure.title, to: inner.width, size: big, bold: true, lines: 3)
    let shapes = lines.enumerated().map { index, line in
      PlacedShape.text(
        PlacedText(
          text: line, full: line.contains("…") ? figure.title : nil,
          origin: Point(
            inner.left, inner.top + big * (Double(index) * TextMetrics.lineHeight + 0.85)),
          size: big, isBold: true, anchor: .start, paint: .ink))
    }
    let height = Double(lines.count) * big * TextMetrics.lineHeight
    return (shapes, lines.isEmpty ? 0 : height + size * 0.3)
  }

  private func caption(
    _ notes: [String]
  ) -> (height: Double, shapes: (Double) -> [PlacedShape]) {
    guard style.drawsCaption else { return (0, { _ in [] }) }
    let texts =
      [figure.caption] + (notes.isEmpty ? [] : ["Note: " + notes.joined(separator: "; ") + "."])
    let lines = texts.flatMap {
      TextMetrics.wrapped($0, to: inner.width, size: small, lines: 6)
    }
    let height = Double(lines.count) * small * TextMetrics.lineHeight + size * 0.3
    return (
      lines.isEmpty ? 0 : height,
      { top in
        lines.enumerated().map { index, line in
          .text(
            PlacedText(
              text: line, full: line.contains("…") ? figure.caption : nil,
              origin: Point(
                inner.left,
                top + small * (Double(index) * TextMetrics.lineHeight + 0.9)),
              size: small, anchor: .start, paint: .mutedInk))
        }
      }
    )
  }

  // MARK: Panels

  /// What is above a plot.
  var above: Double {
    let hasTitles = figure.panels.contains { !$0.title.isEmpty }
    return small * 0.6 + (hasTitles ? size * TextMetrics.lineHeight : 0)
  }

  /// What is below the plots of a row.
  func below(_ row: Int) -> Double {
    labels.filter { $0.row == row }.map { $0.bottom(size: size) }.max() ?? 0
  }

  private func plotHeight(_ row: Int, footer: Double, top: Double) -> Double {
    let rows = Double(grid.rows)
    let least = size * 4
    let taken = (0..<grid.rows).reduce(0) { $0 + below($1) } / rows + above
    guard let height = style.height else {
      let aspect = figure.aspect?.bounded(0.1...4, else: style.aspect) ?? style.aspect
      return max(size * 7.5, grid.cellWidth * aspect - taken)
    }
    let left = height - top - footer - size * 0.6 - grid.gap * (rows - 1)
    return max(least, left / rows - taken)
  }

  func yMap(_ index: Int, _ top: Double, _ height: Double) -> ScaleMap {
    ScaleMap(
      figure.panels[index].y.scale, extents[index].y, from: top + height, to: top)
  }

  /// Whether the names of all panels fit beside their ends without being shortened.
  private func canNameAtEnds(_ height: Double) -> Bool {
    let marks = figure.panels.flatMap(\.marks).filter { $0.entry != nil }
    let areLines = marks.allSatisfy {
      switch $0 {
      case .curve, .points: true
      default: false
      }
    }
    guard areLines, grid.columns == 1 || grid.cellWidth >= size * 28 else { return false }
    let plot = Box(left: 0, top: 0, right: 1, bottom: height)
    return figure.panels.indices.allSatisfy { index in
      let names = EndLabels(
        figure.panels[index], plot: plot, x: xMap(index, 0, 1), y: yMap(index, 0, height),
        room: endRoom, size: small)
      return names.isWhole && names.height <= height
    }
  }

  var endRoom: Double { grid.cellWidth * 0.42 }

  func xMap(_ index: Int, _ left: Double, _ right: Double) -> ScaleMap {
    ScaleMap(figure.panels[index].x.scale, extents[index].x, from: left, to: right)
  }

  private func endLabels(_ frame: PanelFrame) -> EndLabels {
    EndLabels(
      frame.panel, plot: frame.plot, x: frame.x, y: frame.y, room: endRoom, size: small)
  }

  private func noData(_ box: Box) -> PlacedShape {
    .text(
      PlacedText(
        text: "no data", origin: Point(box.center.x, box.center.y + size * TextMetrics.middle),
        size: size, anchor: .middle, paint: .mutedInk))
  }
}
