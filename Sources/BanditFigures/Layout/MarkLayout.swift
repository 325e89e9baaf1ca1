/// The shapes of a panel's marks, in layers.
struct MarkLayout {
  /// What lies above what.
  enum Layer: Int, CaseIterable {
    case fields
    case bands
    case references
    case lines
    case points
  }

  let plot: Box
  let x: ScaleMap
  let y: ScaleMap
  let size: Double
  let theme: Theme
  /// Whether lines have points of a shape on them, so that they differ without color.
  private let hasShapes: Bool
  private var layers = [[PlacedShape]](repeating: [], count: Layer.allCases.count)
  private var texts: [PlacedShape] = []
  /// How many texts have no place.
  private(set) var unplaced = 0

  init(_ frame: PanelFrame, panels: [Panel], series: Int) {
    plot = frame.plot
    x = frame.x
    y = frame.y
    size = frame.small
    theme = frame.theme
    hasShapes = series > 1 && series <= 30
    for mark in frame.panel.marks {
      switch mark {
      case .curve(let one): add(one)
      case .points(let one): add(one)
      case .bars(let one): add(one)
      case .area(let one): add(one)
      case .raster(let one):
        let raster = RasterLayout(
          one, bar: .bar(for: one, panels), plot: plot, x: x, y: y, size: size)
        layers[Layer.fields.rawValue] += raster.shapes
        unplaced += raster.unplaced
      case .reference(let one): add(one)
      case .rug(let one): add(one)
      case .annotation: break
      }
    }
    if frame.panel.marks.allSatisfy(isEmpty) {
      texts.append(
        .text(
          PlacedText(
            text: "no data",
            origin: Point(plot.center.x, plot.center.y + size * TextMetrics.middle), size: size,
            anchor: .middle, paint: .mutedInk)))
      return
    }
    let cellTexts = layers.joined().compactMap { shape -> Box? in
      if case .text(let text) = shape { text.box } else { nil }
    }
    var labels = InnerLabels(plot: plot, size: size, lines: lines, taken: cellTexts)
    for mark in frame.panel.marks { labels.add(mark, x: x, y: y) }
    texts += labels.shapes
    unplaced += labels.unplaced
  }

  /// What is drawn between the axes.
  var shapes: [PlacedShape] {
    // Points are within the plot, and whole at its edge.
    let marks = layers.dropLast().flatMap(\.self)
    return (marks.isEmpty ? [] : [.group(marks, clip: plot)])
      + layers[Layer.points.rawValue] + texts
  }

  private func isEmpty(_ mark: Mark) -> Bool {
    if case .raster(let one) = mark { return one.cells.allSatisfy(\.isEmpty) }
    if case .bars(let one) = mark { return one.edges.count < 2 || one.heights.isEmpty }
    if case .rug(let one) = mark { return one.positions.isEmpty }
    if case .reference = mark { return true }
    return !zip(mark.xValues, mark.yValues).contains { x.scale.accepts($0) && y.scale.accepts($1) }
  }

  /// The lines that text does not cover if it can stand elsewhere.
  private var lines: [[Point]] {
    layers[Layer.lines.rawValue].flatMap { shape -> [[Point]] in
      if case .path(let path) = shape { path.lines } else { [] }
    }
  }

  mutating func add(_ shape: PlacedShape, to layer: Layer) {
    layers[layer.rawValue].append(shape)
  }

  private mutating func add(_ curve: Curve) {
    let style = SeriesStyle(curve.series)
    if let band = curve.band {
      addField(
        zip(curve.x, curve.y).enumerated().map { index, point in
          band.interval(index).map { (point.0, $0.lower, $0.upper) }
        }, paint: .series(curve.series), opacity: 0.18, isStepped: curve.isStepped, to: .bands)
    }
    let runs = runs(zip(curve.x, curve.y).map { point($0, $1) })
    var lines = runs.filter { $0.count > 1 }
    if curve.isStepped { lines = lines.map(steps) }
    lines = lines.map(Polyline.simplified)
    if !lines.isEmpty {
      let stroke = PlacedPath.Stroke(
        paint: .series(curve.series), width: theme.lineWidth, dash: style.dash)
      add(.path(PlacedPath(lines: lines, stroke: stroke)), to: .lines)
    }
    // A value between two gaps has no line; it is seen as a point.
    var points = runs.filter { $0.count == 1 }.flatMap(\.self)
    if hasShapes, !style.isReference {
      points += curve.x.count <= 12 ? runs.flatMap(\.self) : along(lines, series: curve.series)
    }
    addMarkers(points, style, radius: size * 0.25)
  }

  /// Four places on lines, at other x for each series.
  private func along(_ lines: [[Point]], series: Int) -> [Point] {
    let offset = (Double(SeriesStyle.index(series, 1000)) * 0.618 + 0.3)
    return (0..<4).compactMap { step in
      let place =
        plot.left + plot.width * (Double(step) + offset - offset.rounded(.down)) / 4
      for line in lines {
        for (first, last) in zip(line, line.dropFirst())
        where first.x <= place && last.x > place {
          let part = (place - first.x) / (last.x - first.x)
          return Point(place, first.y + part * (last.y - first.y))
        }
      }
      return nil
    }
  }

  private mutating func add(_ series: PointSeries) {
    let style = SeriesStyle(series.series)
    let cap = size * 0.25
    var bars: [[Point]] = []
    for (index, pair) in zip(series.x, series.y).enumerated() {
      guard let point = point(pair.0, pair.1) else { continue }
      if let ends = series.vertical?.interval(index), let low = y.edge(ends.lower),
        let high = y.edge(ends.upper)
      {
        bars.append([Point(point.x, low), Point(point.x, high)])
        bars += [low, high].map { [Point(point.x - cap, $0), Point(point.x + cap, $0)] }
      }
      if let ends = series.horizontal?.interval(index), let low = x.edge(ends.lower),
        let high = x.edge(ends.upper)
      {
        bars.append([Point(low, point.y), Point(high, point.y)])
        bars += [low, high].map { [Point($0, point.y - cap), Point($0, point.y + cap)] }
      }
    }
    if !bars.isEmpty {
      add(
        .path(PlacedPath(lines: bars, stroke: .init(paint: .series(series.series), width: 1))),
        to: .lines)
    }
    addMarkers(zip(series.x, series.y).compactMap { point($0, $1) }, style, radius: size * 0.3)
  }

  /// Points within the plot, those that look alike once.
  private mutating func addMarkers(_ points: [Point], _ style: SeriesStyle, radius: Double) {
    var seen: Set<Point> = []
    let visible = points.filter { plot.grown(by: 0.01).contains($0) }.filter { point in
      seen.insert(Point((point.x * 2).rounded(), (point.y * 2).rounded())).inserted
    }
    guard !visible.isEmpty else { return }
    add(.markers(style.shape, visible, radius: radius, .series(style.series)), to: .points)
  }

  private mutating func add(_ reference: ReferenceLine) {
    let isLevel = reference.direction == .horizontal
    guard let place = (isLevel ? y : x).position(reference.position) else { return }
    let line =
      isLevel
      ? [Point(plot.left, place), Point(plot.right, place)]
      : [Point(place, plot.top), Point(place, plot.bottom)]
    let stroke = PlacedPath.Stroke(paint: .mutedInk, width: 0.9, dash: [4, 2])
    add(.path(PlacedPath(lines: [line], stroke: stroke)), to: .references)
  }

  private mutating func add(_ rug: Rug) {
    let isX = rug.axis == .x
    let length = size * 0.9
    let middle = rug.at.map { (isX ? y : x).position($0) }
    // A place that the other axis has not is none; without one, strokes stand on the axis.
    if let middle, middle == nil { return }
    let edge = isX ? plot.bottom - length / 2 : plot.left + length / 2
    let across = (middle ?? nil) ?? edge
    let places = Set(
      rug.positions.compactMap { (isX ? x : y).position($0) }.map { ($0 * 2).rounded() / 2 }
    ).sorted()
    let lines = places.map { place in
      [across - length / 2, across + length / 2].map { isX ? Point(place, $0) : Point($0, place) }
    }
    guard !lines.isEmpty else { return }
    add(
      .path(PlacedPath(lines: lines, stroke: .init(paint: .series(rug.series), width: 0.75))),
      to: .lines)
  }

  // MARK: Runs between gaps

  func point(_ left: Double, _ up: Double) -> Point? {
    guard let left = x.position(left), let up = y.position(up) else { return nil }
    return Point(left, up)
  }

  func runs(_ points: [Point?]) -> [[Point]] {
    points.split(separator: nil).map { $0.compactMap(\.self) }
  }

  func steps(_ points: [Point]) -> [Point] {
    zip(points, points.dropFirst()).flatMap { [$0, Point($1.x, $0.y)] } + points.suffix(1)
  }
}
