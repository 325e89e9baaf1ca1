/// What a name in a figure stands for.
struct KeyEntry: Hashable {
  /// How its sample is drawn.
  enum Sample: Hashable {
    case line
    case points
    case field
    case strokes
  }

  var label: String
  var series: Int
  var samples: Set<Sample>

  /// The named series of panels, each once, in the order in which they occur.
  static func entries(_ panels: [Panel]) -> [KeyEntry] {
    var entries: [KeyEntry] = []
    var places: [String: Int] = [:]
    for mark in panels.flatMap(\.marks) {
      guard let (label, series) = mark.entry else { continue }
      let key = "\(series) \(label)"
      if let place = places[key] {
        entries[place].samples.insert(sample(mark))
      } else {
        places[key] = entries.count
        entries.append(KeyEntry(label: label, series: series, samples: [sample(mark)]))
      }
    }
    return entries
  }

  private static func sample(_ mark: Mark) -> Sample {
    switch mark {
    case .points: .points
    case .bars, .area: .field
    case .rug: .strokes
    default: .line
    }
  }

  /// The width of a sample, per size of the font.
  static let sampleWidth = 2.0

  /// The sample with its left end and its middle at a point.
  func shapes(at place: Point, size: Double, theme: Theme) -> [PlacedShape] {
    let style = SeriesStyle(series)
    let width = size * KeyEntry.sampleWidth
    let middle = Point(place.x + width / 2, place.y)
    var shapes: [PlacedShape] = []
    if samples.contains(.field) {
      let box = Box(
        left: place.x, top: place.y - size * 0.35, right: place.x + width,
        bottom: place.y + size * 0.35)
      shapes.append(.rectangle(box, .series(series), opacity: 0.45))
    }
    if samples.contains(.line) {
      shapes.append(
        .path(
          PlacedPath(
            lines: [[place, Point(place.x + width, place.y)]],
            stroke: .init(paint: .series(series), width: theme.lineWidth, dash: style.dash))))
    }
    if samples.contains(.strokes) {
      let lines = [0.2, 0.4, 0.5, 0.8].map { part in
        let x = place.x + width * part
        return [Point(x, place.y - size * 0.35), Point(x, place.y + size * 0.35)]
      }
      shapes.append(
        .path(PlacedPath(lines: lines, stroke: .init(paint: .series(series), width: 1))))
    }
    if samples.contains(.line) && !style.isReference || samples.contains(.points) {
      shapes.append(
        .markers(style.shape, [middle], radius: size * 0.26, .series(series)))
    }
    return shapes
  }
}
