/// Draws the marks of a panel on a canvas.
struct TerminalMarks {
  /// From values to dots.
  let x: ScaleMap
  let y: ScaleMap
  /// The columns of the plot; to their right is room for names.
  let columns: Int
  let rows: Int
  let key: TerminalKey
  let style: TerminalStyle
  var canvas: TerminalCanvas
  /// How many texts have no place.
  var unplaced = 0

  init(
    x: ScaleMap, y: ScaleMap, columns: Int, rows: Int, room: Int, key: TerminalKey,
    style: TerminalStyle
  ) {
    self.x = x
    self.y = y
    self.columns = columns
    self.rows = rows
    self.key = key
    self.style = style
    canvas = TerminalCanvas(columns: columns + room, rows: rows)
    canvas.clip = Box(left: 0, top: 0, right: Double(columns * 2), bottom: Double(rows * 4))
  }

  mutating func draw(_ panel: Panel, _ panels: [Panel]) {
    let areFilled = panel.marks.count { if case .bars = $0 { true } else { false } } == 1
    for mark in panel.marks {
      switch mark {
      case .raster(let one): draw(one, .bar(for: one, panels))
      case .bars(let one): draw(one, isFilled: areFilled)
      case .area(let one):
        draw(Curve(one.label, x: one.x, y: one.upper, series: one.series))
        if one.lower.contains(where: { $0 != 0 }) {
          draw(Curve(x: one.x, y: one.lower, series: one.series))
        }
      case .curve(let one): draw(one)
      case .points, .rug, .reference, .annotation: break
      }
    }
    for mark in panel.marks {
      switch mark {
      case .points(let one): draw(one)
      case .rug(let one): draw(one)
      default: break
      }
    }
    guard !canvas.isBlank else {
      return canvas.write("no data", column: max(0, columns / 2 - 3), row: rows / 2, .muted)
    }
    for mark in panel.marks { drawLetters(mark) }
    for case .reference(let one) in panel.marks { draw(one) }
    for mark in panel.marks { write(mark) }
  }

  func point(_ left: Double, _ up: Double) -> Point? {
    guard let left = x.position(left), let up = y.position(up) else { return nil }
    return Point(left, up)
  }

  /// The stretches of a line between its gaps.
  func runs(_ xs: [Double], _ ys: [Double], isStepped: Bool) -> [[Point]] {
    zip(xs, ys).map { point($0, $1) }.split(separator: nil).map { run in
      let points = run.compactMap(\.self)
      guard isStepped else { return points }
      return zip(points, points.dropFirst()).flatMap { [$0, Point($1.x, $0.y)] }
        + points.suffix(1)
    }
  }

  private mutating func draw(_ curve: Curve) {
    let ink = TerminalInk.series(curve.series)
    // Colors and letters tell curves apart better than dashes, of which a terminal shows few.
    let isPlain = style.hasColor || !key.isDirect
    let dash = isPlain ? [] : SeriesStyle(curve.series).dash.map { $0 * 2 }
    for run in runs(curve.x, curve.y, isStepped: curve.isStepped) {
      var phase = 0.0
      if run.count == 1 { canvas.dot(at: run[0], ink) }
      for (first, last) in zip(run, run.dropFirst()) {
        canvas.line(from: first, to: last, ink, dash: dash, phase: &phase)
      }
    }
  }

  private mutating func draw(_ points: PointSeries) {
    let ink = TerminalInk.series(points.series)
    for (index, pair) in zip(points.x, points.y).enumerated() {
      guard let place = point(pair.0, pair.1) else { continue }
      var phase = 0.0
      if let ends = points.vertical?.interval(index), let low = y.edge(ends.lower),
        let high = y.edge(ends.upper)
      {
        canvas.line(from: Point(place.x, low), to: Point(place.x, high), ink, phase: &phase)
      }
      if let ends = points.horizontal?.interval(index), let low = x.edge(ends.lower),
        let high = x.edge(ends.upper)
      {
        canvas.line(from: Point(low, place.y), to: Point(high, place.y), ink, phase: &phase)
      }
    }
    let letter = key.letter(points.label, points.series)
    for (left, up) in zip(points.x, points.y) {
      guard let place = point(left, up), canvas.clip.contains(place) else { continue }
      canvas.write(
        String(letter ?? TerminalMarks.glyph(points.series)),
        column: TerminalPanel.cell(place.x / 2, of: columns),
        row: TerminalPanel.cell(place.y / 4, of: rows), ink)
    }
  }

  /// The character of a series' shape.
  static func glyph(_ series: Int) -> Character {
    switch SeriesStyle(series).shape {
    case .circle: "●"
    case .square: "■"
    case .triangle: "▲"
    case .diamond: "◆"
    case .invertedTriangle: "▼"
    case .cross: "×"
    }
  }

  private mutating func draw(_ bars: Bars, isFilled: Bool) {
    let ink = TerminalInk.series(bars.series)
    for (edges, height) in zip(zip(bars.edges, bars.edges.dropFirst()), bars.heights) {
      guard let left = x.edge(edges.0), let right = x.edge(edges.1), let foot = y.edge(0),
        height.isDrawable, let top = y.edge(height)
      else { continue }
      var phase = 0.0
      // The corners of a bar of no height are one line.
      let corners = [
        Point(left, foot), Point(left, top), Point(right, top), Point(right, foot),
      ]
      for (first, last) in zip(corners, corners.dropFirst()) {
        canvas.line(from: first, to: last, ink, phase: &phase)
      }
      guard isFilled, height != 0 else { continue }
      let ends = [left, right].map { $0.bounded(0...canvas.clip.right, else: 0) }
      for place in Int(ends.min() ?? 0)..<max(Int(ends.max() ?? 0), Int(ends.min() ?? 0)) {
        let middle = Double(place) + 0.5
        canvas.line(from: Point(middle, foot), to: Point(middle, top), ink, phase: &phase)
      }
    }
  }

  private mutating func draw(_ rug: Rug) {
    let isX = rug.axis == .x
    let middle = rug.at.map { (isX ? y : x).position($0) }
    // A place that the other axis has not is none; without one, strokes stand on the axis.
    if let middle, middle == nil { return }
    let across = (middle ?? nil) ?? (isX ? Double(rows * 4) - 1.5 : 1.5)
    for place in rug.positions.compactMap({ (isX ? x : y).position($0) }) {
      for step in [-1.0, 0, 1] {
        let other = across + step
        canvas.dot(
          at: isX ? Point(place, other) : Point(other, place), .series(rug.series))
      }
    }
  }

  private mutating func draw(_ reference: ReferenceLine) {
    let isLevel = reference.direction == .horizontal
    guard let place = (isLevel ? y : x).position(reference.position),
      place >= 0, place <= (isLevel ? canvas.clip.bottom : canvas.clip.right)
    else { return }
    // Dotted, and behind what is drawn already.
    for step in stride(from: 1, to: isLevel ? columns * 2 : rows * 4, by: isLevel ? 3 : 2) {
      let (column, row) =
        isLevel
        ? (step / 2, TerminalPanel.cell(place / 4, of: rows))
        : (TerminalPanel.cell(place / 2, of: columns), step / 4)
      guard
        canvas.isFree(row: row, columns: column..<column + 1)
          || canvas.ink(row: row, column: column) == .muted
      else { continue }
      canvas.dot(
        at: isLevel ? Point(Double(step), place) : Point(place, Double(step)), .muted)
    }
  }
}
