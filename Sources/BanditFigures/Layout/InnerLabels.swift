/// Texts between the axes, each at the first of its places where nothing stands.
struct InnerLabels {
  private let plot: Box
  private let size: Double
  private let lines: [[Point]]
  /// Points on the lines, close to one another; looked for when the first text is.
  private lazy var ink = points
  private var taken: [Box]
  private(set) var shapes: [PlacedShape] = []
  /// How many texts have no place.
  private(set) var unplaced = 0

  init(plot: Box, size: Double, lines: [[Point]], taken: [Box]) {
    self.plot = plot
    self.size = size
    self.lines = lines
    self.taken = taken
  }

  private var points: [Point] {
    lines.flatMap { line in
      zip(line, line.dropFirst()).flatMap { first, last -> [Point] in
        let length = max((last.x - first.x).magnitude, (last.y - first.y).magnitude)
        let parts = Int(length.bounded(1...2000, else: 1) / 4) + 1
        return (0...parts).map { part in
          let fraction = Double(part) / Double(parts)
          return Point(
            first.x + fraction * (last.x - first.x), first.y + fraction * (last.y - first.y))
        }
      }
    }.filter { plot.contains($0) }
  }

  mutating func add(_ mark: Mark, x: ScaleMap, y: ScaleMap) {
    switch mark {
    case .reference(let one):
      let isLevel = one.direction == .horizontal
      guard let label = one.label, let place = (isLevel ? y : x).position(one.position)
      else { return }
      let (shown, width) = fitted(label)
      let places = isLevel ? besideLevel(place, width) : besideUpright(place, width)
      add(shown, of: label, width: width, at: places)
    case .annotation(let one):
      guard let left = x.position(one.x), let up = y.position(one.y) else { return }
      let (shown, width) = fitted(one.text)
      add(shown, of: one.text, width: width, at: about(Point(left, up), width))
    default: break
    }
  }

  private func fitted(_ text: String) -> (shown: String, width: Double) {
    let shown = TextMetrics.shortened(text, to: plot.width * 0.7, size: size)
    return (shown, TextMetrics.width(shown, size: size))
  }

  private mutating func add(
    _ shown: String, of text: String, width: Double, at corners: [Point]
  ) {
    let boxes = corners.map { corner in
      Box(left: corner.x, top: corner.y, right: corner.x + width, bottom: corner.y + size)
    }
    let free = boxes.filter { box in
      plot.contains(box) && !taken.contains { $0.overlaps(box.grown(by: size * 0.15)) }
    }
    let ink = ink
    let covered = free.map { box in ink.count { box.contains($0) } }
    guard !shown.isEmpty, let best = zip(free, covered).min(by: { $0.1 < $1.1 })?.0 else {
      unplaced += 1
      return
    }
    taken.append(best)
    shapes.append(.rectangle(best.grown(by: 0.5), .background, opacity: 0.75))
    shapes.append(
      .text(
        PlacedText(
          text: shown, full: shown == text ? nil : text,
          origin: Point(best.left, best.top + size * TextMetrics.ascent), size: size,
          anchor: .start, paint: .ink)))
  }

  /// Corners above and below a level line, from the right to the left.
  private func besideLevel(_ y: Double, _ width: Double) -> [Point] {
    let room = plot.width - width - size * 0.6
    let parts: [Double] = [0, 1, 0.5, 0.25, 0.75]
    return parts.flatMap { part -> [Point] in
      let left = plot.right - size * 0.3 - width - room * part
      return [Point(left, y - size * 1.15), Point(left, y + size * 0.2)]
    }
  }

  /// Corners to the right and left of an upright line, from the top down.
  private func besideUpright(_ x: Double, _ width: Double) -> [Point] {
    (0..<8).flatMap { step in
      let top = plot.top + size * (0.2 + 1.3 * Double(step))
      return [Point(x + size * 0.4, top), Point(x - size * 0.4 - width, top)]
    }
  }

  /// Corners about a point.
  private func about(_ point: Point, _ width: Double) -> [Point] {
    let gap = size * 0.5
    let lefts = [
      point.x - width / 2, point.x + gap, point.x - gap - width,
      min(max(point.x - width / 2, plot.left + 1), plot.right - width - 1),
    ]
    let tops = [point.y - gap - size, point.y + gap, point.y - size / 2]
    return lefts.flatMap { left in tops.map { Point(left, $0) } }
  }
}
