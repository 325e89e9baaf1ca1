/// Marks that fill what is between two ends: bars, areas and bands.
extension MarkLayout {
  mutating func add(_ bars: Bars) {
    let boxes = zip(zip(bars.edges, bars.edges.dropFirst()), bars.heights).compactMap {
      edges, height -> [Point]? in
      guard let left = x.edge(edges.0), let right = x.edge(edges.1), let foot = y.edge(0),
        height.isDrawable, let top = y.edge(height)
      else { return nil }
      return [
        Point(left, foot), Point(left, top), Point(right, top), Point(right, foot),
        Point(left, foot),
      ]
    }
    guard !boxes.isEmpty else { return }
    let paint = Paint.series(bars.series)
    add(
      .path(
        PlacedPath(
          lines: boxes, stroke: .init(paint: paint, width: 0.75), fill: paint, opacity: 0.4)),
      to: .fields)
  }

  mutating func add(_ area: Area) {
    let ends = zip(area.x, zip(area.lower, area.upper)).map {
      $1.0.isNaN || $1.1.isNaN ? nil : ($0, $1.0, $1.1)
    }
    addField(
      ends, paint: .series(area.series), opacity: 0.25, isStepped: false, to: .fields)
    let lines = runs(zip(area.x, area.upper).map { point($0, $1) }).filter { $0.count > 1 }
    guard !lines.isEmpty else { return }
    add(
      .path(
        PlacedPath(
          lines: lines.map(Polyline.simplified),
          stroke: .init(
            paint: .series(area.series), width: theme.lineWidth,
            dash: SeriesStyle(area.series).dash))), to: .lines)
  }

  /// A polygon between lower and upper ends, one for each run without a gap.
  mutating func addField(
    _ ends: [(x: Double, lower: Double, upper: Double)?], paint: Paint, opacity: Double,
    isStepped: Bool, to layer: Layer
  ) {
    let places = ends.map { end -> (Point, Point)? in
      guard let end, let left = x.position(end.x), let low = y.edge(end.lower),
        let high = y.edge(end.upper)
      else { return nil }
      return (Point(left, low), Point(left, high))
    }
    let polygons = places.split(whereSeparator: { $0 == nil }).map { run -> [Point] in
      let pairs = run.compactMap(\.self)
      var (lower, upper) = (pairs.map(\.0), pairs.map(\.1))
      if isStepped { (lower, upper) = (steps(lower), steps(upper)) }
      return Polyline.simplifiedEdge(upper) + Polyline.simplifiedEdge(lower).reversed()
    }.filter { $0.count > 2 }
    guard !polygons.isEmpty else { return }
    add(.path(PlacedPath(lines: polygons, fill: paint, opacity: opacity)), to: layer)
  }
}
