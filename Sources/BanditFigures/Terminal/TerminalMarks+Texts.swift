/// What is written between the axes.
extension TerminalMarks {
  /// The last point of a mark that is seen, in dots.
  func end(_ mark: Mark) -> Point? {
    let (xs, ys): ([Double], [Double]) =
      switch mark {
      case .curve(let one): (one.x, one.y)
      case .points(let one): (one.x, one.y)
      default: ([], [])
      }
    return zip(xs, ys).lazy.compactMap { point($0, $1) }.filter { canvas.clip.contains($0) }
      .max { $0.x < $1.x }
  }

  /// The letters of a legend on a curve, at other places for each series; on an area at its top.
  mutating func drawLetters(_ mark: Mark) {
    guard let (label, series) = mark.entry, let letter = key.letter(label, series) else { return }
    let places: [Point]
    switch mark {
    case .curve(let one):
      let offset = (Double(SeriesStyle.index(series, 1000)) * 0.618 + 0.3)
      let runs = runs(one.x, one.y, isStepped: one.isStepped)
      places = (0..<3).compactMap { step in
        let place =
          Double(columns * 2) * (Double(step) + offset - offset.rounded(.down)) / 3
        for (first, last) in runs.flatMap({ zip($0, $0.dropFirst()) })
        where first.x <= place && last.x > place {
          return Point(
            place, first.y + (place - first.x) / (last.x - first.x) * (last.y - first.y))
        }
        return nil
      }
    case .area(let one): places = [top(zip(one.x, one.upper))].compactMap(\.self)
    case .bars(let one):
      let middles = zip(one.edges, one.edges.dropFirst()).map { ($0 + $1) / 2 }
      places = [top(zip(middles, one.heights))].compactMap(\.self)
    default: return
    }
    for place in places where canvas.clip.contains(place) {
      canvas.write(
        String(letter), column: TerminalPanel.cell(place.x / 2, of: columns),
        row: TerminalPanel.cell(place.y / 4, of: rows), .series(series))
    }
  }

  private func top(_ values: some Sequence<(Double, Double)>) -> Point? {
    values.compactMap { point($0.0, $0.1) }.min { $0.y < $1.y }
  }

  /// The text of a reference line or an annotation, at the first of its places that is free.
  mutating func write(_ mark: Mark) {
    switch mark {
    case .reference(let one):
      let isLevel = one.direction == .horizontal
      guard let label = one.label, let place = (isLevel ? y : x).position(one.position)
      else { return }
      let text = CellText.shortened(CellText.label(label, style), to: columns * 2 / 3)
      let width = CellText.width(text)
      if isLevel {
        let row = TerminalPanel.cell(place / 4, of: rows)
        let room = columns - width
        let starts: [Int] = [room - 1, room / 2, 1, room / 4, 3 * room / 4]
        put(
          text,
          at: [row - 1, row + 1, row].flatMap { row in starts.map { (row, $0) } })
      } else {
        let column = TerminalPanel.cell(place / 2, of: columns)
        put(
          text,
          at: (0..<rows).flatMap { row in
            [column + 2, column - 1 - width].map { (row, $0) }
          })
      }
    case .annotation(let one):
      guard let place = point(one.x, one.y) else { return }
      let text = CellText.shortened(CellText.label(one.text, style), to: columns * 2 / 3)
      let width = CellText.width(text)
      let row = TerminalPanel.cell(place.y / 4, of: rows)
      let column = TerminalPanel.cell(place.x / 2, of: columns)
      let start = min(max(column - width / 2, 0), columns - width)
      put(
        text,
        at: [row - 1, row + 1, row - 2, row + 2, row].flatMap { row in
          [start, min(column + 1, columns - width), max(column - width - 1, 0)].map { (row, $0) }
        })
    default: break
    }
  }

  private mutating func put(_ text: String, at places: [(row: Int, column: Int)]) {
    let width = CellText.width(text)
    let free = places.first { place in
      place.column >= 0 && place.column + width <= columns
        && canvas.isFree(row: place.row, columns: place.column..<place.column + width)
    }
    guard width > 0, let free else { return unplaced += 1 }
    canvas.write(text, column: free.column, row: free.row)
  }
}
