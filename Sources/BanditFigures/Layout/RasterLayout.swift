/// The cells of a raster, no smaller than can be seen.
struct RasterLayout {
  /// Cells from here on are drawn together, so that a figure stays small.
  static let mostCells = 12_000

  private(set) var shapes: [PlacedShape] = []
  /// How many texts have no room in their cells.
  private(set) var unplaced = 0

  init(_ raster: Raster, bar: ColorBar, plot: Box, x: ScaleMap, y: ScaleMap, size: Double) {
    var least = 1.0
    var columns = RasterLayout.groups(raster.columnEdges, x, least: least)
    var rows = RasterLayout.groups(raster.rowEdges, y, least: least)
    while columns.count * rows.count > RasterLayout.mostCells {
      least *= 1.5
      columns = RasterLayout.groups(raster.columnEdges, x, least: least)
      rows = RasterLayout.groups(raster.rowEdges, y, least: least)
    }
    var paths: [(color: Color, height: Double, lines: [[Point]])] = []
    var places: [String: Int] = [:]
    for row in rows {
      let height = (row.end - row.start).magnitude
      let middle = (row.start + row.end) / 2
      var run: (color: Color, start: Double, end: Double)?
      func close() {
        guard let run else { return }
        let key = "\(run.color.hexadecimal) \(height)"
        let line = [Point(run.start, middle), Point(run.end, middle)]
        if let place = places[key] {
          paths[place].lines.append(line)
        } else {
          places[key] = paths.count
          paths.append((run.color, height, [line]))
        }
      }
      for column in columns {
        let color = RasterLayout.mean(raster, row.indices, column.indices).map(bar.color)
        if let color, let current = run, current.color == color, current.end == column.start {
          run = (color, current.start, column.end)
          continue
        }
        close()
        run = color.map { ($0, column.start, column.end) }
      }
      close()
    }
    shapes = paths.map { path in
      .path(
        PlacedPath(
          lines: path.lines,
          stroke: .init(paint: .fixed(path.color), width: path.height, isCrisp: true)))
    }
    addTexts(raster, bar, rows, columns, size)
  }

  /// Adjoining cells along one axis that are drawn as one.
  private struct Group {
    var indices: Range<Int>
    var start: Double
    var end: Double
  }

  /// Groups of at least so many pixels, on whole pixels so that no gap shows between them.
  private static func groups(_ edges: [Double], _ map: ScaleMap, least: Double) -> [Group] {
    let (low, high) = (min(map.start, map.end), max(map.start, map.end))
    let places = edges.map { edge in
      map.edge(edge).map { $0.bounded(low...high, else: low) }
    }
    var groups: [Group] = []
    var first = 0
    for index in edges.indices.dropFirst() {
      guard let start = places[first], let end = places[index] else {
        first = index
        continue
      }
      let isLast = index == edges.count - 1
      guard (end - start).magnitude >= least || isLast, end != start else { continue }
      groups.append(Group(indices: first..<index, start: start.rounded(), end: end.rounded()))
      first = index
    }
    return groups.filter { $0.start != $0.end }
  }

  /// The mean of the cells that have a value.
  private static func mean(_ raster: Raster, _ rows: Range<Int>, _ columns: Range<Int>) -> Double? {
    var (sum, count) = (0.0, 0)
    for row in rows {
      for column in columns {
        guard let value = raster.value(row: row, column: column) else { continue }
        sum += value
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : nil
  }

  /// The texts of all cells, in the largest of three sizes in which most of them fit.
  private mutating func addTexts(
    _ raster: Raster, _ bar: ColorBar, _ rows: [Group], _ columns: [Group], _ size: Double
  ) {
    let cells = rows.flatMap { row in
      columns.compactMap { column -> (text: String, row: Group, column: Group)? in
        guard raster.texts.indices.contains(row.indices.lowerBound),
          raster.texts[row.indices.lowerBound].indices.contains(column.indices.lowerBound)
        else { return nil }
        let text = raster.texts[row.indices.lowerBound][column.indices.lowerBound]
        return text.isEmpty ? nil : (text, row, column)
      }
    }
    let tries = [0.9, 0.8, 0.7].map { part in
      let small = size * part
      return cells.map { cell -> [PlacedShape]? in
        let color = RasterLayout.mean(raster, cell.row.indices, cell.column.indices).map(bar.color)
        return RasterLayout.texts(
          cell.text, cell.row, cell.column, small, color.map { .fixed($0.contrasting) } ?? .ink)
      }
    }
    let most = tries.map { $0.count { $0 != nil } }.max() ?? 0
    guard let chosen = tries.first(where: { $0.count { $0 != nil } == most }) else { return }
    shapes += chosen.compactMap(\.self).joined()
    unplaced += cells.count - most
  }

  /// The lines of one cell; nil where they have no room in it.
  private static func texts(
    _ text: String, _ row: Group, _ column: Group, _ small: Double, _ paint: Paint
  ) -> [PlacedShape]? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { TextMetrics.line(String($0)) }
    let width = lines.map { TextMetrics.width($0, size: small) }.max() ?? 0
    let height = Double(lines.count) * small * 1.1
    guard width + 3 <= (column.end - column.start).magnitude,
      height + 2 <= (row.end - row.start).magnitude
    else { return nil }
    let top = (row.start + row.end) / 2 - height / 2
    return lines.enumerated().map { index, line in
      .text(
        PlacedText(
          text: line,
          origin: Point(
            (column.start + column.end) / 2, top + (Double(index) * 1.1 + 0.88) * small),
          size: small, anchor: .middle, paint: paint))
    }
  }
}
