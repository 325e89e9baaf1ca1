/// Names of curves beside their ends, pushed apart, with leaders to where the curves end.
struct EndLabels {
  private struct Name {
    var entry: KeyEntry
    var end: Point
    var lines: [String]
    var height: Double
  }

  private let names: [Name]
  private let size: Double
  /// Whether all names are whole.
  let isWhole: Bool
  /// Whether a name has more than a line.
  var height: Double { names.reduce(0) { $0 + $1.height } }
  /// What they take to the right of the panel.
  let width: Double

  /// Names of the marks of a panel with so much room; a name without a curve that is seen is none.
  init(_ panel: Panel, plot: Box, x: ScaleMap, y: ScaleMap, room: Double, size: Double) {
    var names: [Name] = []
    var isWhole = true
    let textRoom = room - size * (KeyEntry.sampleWidth + 1.6)
    for entry in KeyEntry.entries([panel]) {
      let ends = panel.marks.compactMap { mark -> Point? in
        guard let (label, series) = mark.entry, label == entry.label, series == entry.series
        else { return nil }
        return EndLabels.end(mark, plot: plot, x: x, y: y)
      }
      guard let end = ends.max(by: { $0.x < $1.x }) else { continue }
      let lines = TextMetrics.wrapped(entry.label, to: textRoom, size: size, lines: 2)
      let whole = TextMetrics.line(entry.label).split(separator: " ").joined(separator: " ")
      isWhole = isWhole && lines.joined(separator: " ") == whole
      names.append(
        Name(
          entry: entry, end: end, lines: lines,
          height: size * (Double(lines.count) + 0.1)))
    }
    self.names = names.enumerated().sorted {
      ($0.element.end.y, $0.offset) < ($1.element.end.y, $1.offset)
    }.map(\.element)
    self.isWhole = isWhole
    self.size = size
    let widest = names.flatMap(\.lines).map { TextMetrics.width($0, size: size) }.max()
    width = widest.map { $0 + size * (KeyEntry.sampleWidth + 1.6) } ?? 0
  }

  /// The last point that is seen.
  private static func end(_ mark: Mark, plot: Box, x: ScaleMap, y: ScaleMap) -> Point? {
    let (xs, ys): ([Double], [Double]) =
      switch mark {
      case .curve(let one): (one.x, one.y)
      case .points(let one): (one.x, one.y)
      default: ([], [])
      }
    return zip(xs, ys).lazy.compactMap { pair -> Point? in
      guard let left = x.position(pair.0), let top = y.position(pair.1) else { return nil }
      let point = Point(left, top)
      return plot.grown(by: 0.01).contains(point) ? point : nil
    }.max { $0.x < $1.x }
  }

  func shapes(plot: Box, theme: Theme) -> [PlacedShape] {
    let centers = LabelSpread.centers(
      wished: names.map(\.end.y), heights: names.map(\.height), within: plot.top...plot.bottom)
    return zip(names, centers).flatMap { name, center -> [PlacedShape] in
      let left = plot.right + size * 1.1
      var shapes: [PlacedShape] = []
      let isBeside = (center - name.end.y).magnitude < 1 && plot.right - name.end.x < 2
      if !isBeside {
        let leader = [
          Point(name.end.x + size * 0.15, name.end.y), Point(plot.right + size * 0.2, name.end.y),
          Point(left - size * 0.2, center),
        ]
        // A curve that ends early is followed to the side only if nothing has to be crossed.
        let isEarly = plot.right - name.end.x > 2
        shapes.append(
          .path(
            PlacedPath(
              lines: [leader],
              stroke: .init(
                paint: .mutedInk, width: 0.5, dash: isEarly ? [1, 2] : []))))
      }
      shapes += name.entry.shapes(at: Point(left, center), size: size, theme: theme)
      let first = center - size * (Double(name.lines.count) - 1) / 2
      let isWhole = name.lines.joined(separator: " ") == name.entry.label
      for (index, line) in name.lines.enumerated() {
        let y = first + Double(index) * size + size * TextMetrics.middle
        shapes.append(
          .text(
            PlacedText(
              text: line, full: isWhole ? nil : name.entry.label,
              origin: Point(left + size * (KeyEntry.sampleWidth + 0.4), y), size: size,
              anchor: .start, paint: .ink)))
      }
      return shapes
    }
  }
}
