import Foundation

/// Cells of a raster in those of a terminal: shades, or colors where there are any.
enum TerminalRaster {
  /// The shades from the lowest to the highest value; a blank has none.
  static let shades = Array("░▒▓█")

  static func shade(_ value: Double, _ bar: ColorBar) -> Character {
    let fraction = bar.upper > bar.lower ? (value - bar.lower) / (bar.upper - bar.lower) : 0.5
    return shades[Int((fraction * 3).bounded(0...3, else: 0).rounded())]
  }

  /// For each cell along an axis the indices of the raster's cells whose middle it holds, else the
  /// one that covers it.
  static func groups(_ edges: [Double], _ map: ScaleMap, count: Int, dots: Double) -> [[Int]] {
    var groups = [[Int]](repeating: [], count: count)
    let places = edges.map { edge in map.edge(edge).map { $0 / dots } }
    for (index, (first, last)) in zip(places, places.dropFirst()).enumerated() {
      guard let first, let last else { continue }
      let (low, high) = (max(min(first, last), 0), min(max(first, last), Double(count)))
      guard low < high else { continue }
      let middle = TerminalPanel.cell((low + high) / 2, of: count)
      groups[middle].append(index)
      for cell in Int(low.rounded(.down))..<Int(high.rounded(.up)) {
        let center = Double(cell) + 0.5
        if cell != middle, center >= low, center < high { groups[cell].append(index) }
      }
    }
    return groups
  }

  /// A number of two digits.
  private static func number(_ value: Double) -> String {
    String(format: "%.2g", value).replacing("-", with: "−")
  }

  /// What the shades mean, in one line.
  static func legend(_ bar: ColorBar, _ style: TerminalStyle) -> TerminalLine {
    let labels = [bar.lower, bar.upper].map { CellText.label(number($0), style) }
    let title = CellText.label(bar.title, style)
    let missing = bar.missing.map { "   blank: " + CellText.label($0, style) } ?? ""
    let scale =
      style.hasColor
      ? (0..<16).map { part in
        let value = bar.lower + Double(part) / 15 * (bar.upper - bar.lower)
        return TerminalLine.Cell(" ", .field(bar.color(value)))
      } : shades.map { TerminalLine.Cell(String($0)) }
    let numbers = CellText.width(labels.joined()) + scale.count + 2
    let room = style.width - numbers - CellText.width(missing) - 2
    let shown = CellText.shortened(title, to: max(room, style.width / 3))
    let line = TerminalLine(
      [.init(shown + (shown.isEmpty ? "" : "  ") + labels[0] + " ")] + scale
        + [.init(" " + labels[1] + missing)])
    return line.cut(to: style.width)
  }
}

extension TerminalMarks {
  mutating func draw(_ raster: Raster, _ bar: ColorBar) {
    let columnGroups = TerminalRaster.groups(raster.columnEdges, x, count: columns, dots: 2)
    let rowGroups = TerminalRaster.groups(raster.rowEdges, y, count: rows, dots: 4)
    for (row, rowIndices) in rowGroups.enumerated() {
      for (column, columnIndices) in columnGroups.enumerated() {
        let values = rowIndices.flatMap { row in
          columnIndices.compactMap { raster.value(row: row, column: $0) }
        }
        guard !values.isEmpty else { continue }
        let mean = values.reduce(0, +) / Double(values.count)
        let ink: TerminalInk = style.hasColor ? .field(bar.color(mean)) : .plain
        canvas.write(
          style.hasColor ? " " : String(TerminalRaster.shade(mean, bar)), column: column, row: row,
          ink)
      }
    }
    writeTexts(raster, bar, columnGroups, rowGroups)
  }

  /// Texts in the middle of those cells that have room for all of their lines.
  private mutating func writeTexts(
    _ raster: Raster, _ bar: ColorBar, _ columnGroups: [[Int]], _ rowGroups: [[Int]]
  ) {
    for (row, texts) in raster.texts.enumerated() {
      let tall = rowGroups.indices.filter { rowGroups[$0] == [row] }
      for (column, text) in texts.enumerated() where !text.isEmpty {
        let wide = columnGroups.indices.filter { columnGroups[$0] == [column] }
        let lines = text.split(separator: "\n").map { CellText.label(String($0), style) }
        guard lines.count <= tall.count, let top = tall.first, let left = wide.first,
          lines.allSatisfy({ CellText.width($0) + 2 <= wide.count })
        else {
          unplaced += 1
          continue
        }
        let ink: TerminalInk =
          style.hasColor
          ? raster.value(row: row, column: column).map { .field(bar.color($0)) } ?? .plain : .plain
        for (index, line) in lines.enumerated() {
          let room = wide.count - CellText.width(line) - 2
          canvas.write(
            " \(line) ", column: left + room / 2,
            row: top + (tall.count - lines.count) / 2 + index, ink)
        }
      }
    }
  }
}
