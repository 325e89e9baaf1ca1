/// How the series of a figure are named in a terminal.
struct TerminalKey {
  /// The columns between a plot and a name at a curve's end.
  static let gutter = 3

  let entries: [KeyEntry]
  /// Whether names stand at the ends of curves in all panels.
  let isDirect: Bool
  private let style: TerminalStyle

  init(
    _ figure: Figure, _ extents: [(x: Extent, y: Extent)], rows: Int, _ style: TerminalStyle
  ) {
    entries = KeyEntry.entries(figure.panels)
    self.style = style
    let marks = figure.panels.flatMap(\.marks).filter { $0.entry != nil }
    let areLines = marks.allSatisfy {
      switch $0 {
      case .curve, .points: true
      default: false
      }
    }
    let room = style.width * 2 / 5
    let widest = entries.map { CellText.width(CellText.label($0.label, style)) + 2 }.max() ?? 0
    let most = figure.panels.map { KeyEntry.entries([$0]).count }.max() ?? 0
    // A name far from where its curve ends names nothing.
    let reach = zip(figure.panels, extents).allSatisfy { panel, extent in
      let map = ScaleMap(panel.x.scale, extent.x, from: 0, to: 1)
      return panel.marks.filter { $0.entry != nil }.allSatisfy { mark in
        let places = mark.xValues.compactMap { map.position($0) }.filter { $0 <= 1 }
        return places.max().map { $0 > 0.85 } ?? true
      }
    }
    isDirect = areLines && reach && most <= rows && widest <= room && !entries.isEmpty
  }

  /// The letter that stands for an entry on its curve; nil where it has its name there.
  func letter(_ label: String?, _ series: Int) -> Character? {
    guard !isDirect, entries.count > 1,
      let index = entries.firstIndex(where: { $0.label == label && $0.series == series })
    else { return nil }
    return TerminalKey.letter(index)
  }

  private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

  private static func letter(_ index: Int) -> Character {
    index < letters.count ? letters[index] : "?"
  }

  /// The names with their letters in equal columns; none where they stand at the curves.
  var legend: [TerminalLine] {
    guard !isDirect, !entries.isEmpty else { return [] }
    let texts = entries.enumerated().map { index, entry in
      let letter = entries.count > 1 ? "\(TerminalKey.letter(index)) " : ""
      // Where there are no dots, curves are drawn in signs of their own.
      let mark = style.isASCII ? "\(TerminalInk.series(entry.series).asciiMark) " : ""
      let label = CellText.label(entry.label, style)
      return letter + mark + CellText.shortened(label, to: style.width - 4)
    }
    let width = (texts.map(CellText.width).max() ?? 0) + 3
    let columns = max(1, (style.width + 3) / width)
    let rows = (texts.count + columns - 1) / columns
    return (0..<rows).map { row in
      var line = TerminalLine()
      for index in stride(from: row, to: texts.count, by: rows) {
        let fill = index + rows < texts.count ? width - CellText.width(texts[index]) : 0
        line.cells.append(.init(texts[index], .series(entries[index].series)))
        line.cells.append(.init(String(repeating: " ", count: fill)))
      }
      return line
    }
  }
}
