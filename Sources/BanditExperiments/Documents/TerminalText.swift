/// Documents for a terminal, or for a file that people read in a fixed-width font.
///
/// Nothing is wider than ``width`` that can be made narrower: tables lose columns, labels their
/// middle, paragraphs are broken. Control characters never come through.
public struct TerminalText: DocumentRenderer {
  /// A terminal.
  public let medium = Medium.terminal
  /// The columns of the terminal; nil is as wide as it takes.
  public var width: Int?
  /// How to see columns that were left out, for the line that names them.
  public var remedy: String

  /// A renderer for that many columns.
  public init(width: Int? = nil, remedy: String = "") {
    self.width = width.map { max($0, 20) }
    self.remedy = remedy
  }

  /// The document's lines, without a line break after the last.
  public func text(of document: Document) -> String {
    var lines: [String] = []
    var omitted: [String] = []
    var previous: Document.Block?
    let joined = joinedLayouts(of: document.tables)
    for block in document.blocks {
      if needsGap(previous, block) { lines.append("") }
      switch block {
      case .heading(let text, _), .paragraph(let text): lines += text.printable.wrapped(to: width)
      case .list(let items): lines += items.flatMap(item)
      case .table(let table):
        let (shown, left) = rendered(table, joined)
        lines += shown
        for key in left where !omitted.contains(key) { omitted.append(key) }
      }
      previous = block
    }
    if let width, !omitted.isEmpty {
      let line =
        "Not shown in \(width) columns: \(omitted.joined(separator: ", "))"
        + (remedy.isEmpty ? "" : "; \(remedy)")
      lines += [""] + line.wrapped(to: width)
    }
    return lines.joined(separator: "\n")
  }

  /// The table alone.
  public func text(of table: Table) -> String { text(of: Document([.table(table)])) }

  /// An empty line stands between blocks, but headings and lists follow closely.
  private func needsGap(_ previous: Document.Block?, _ block: Document.Block) -> Bool {
    switch (previous, block) {
    case (nil, _), (.heading, .paragraph), (.heading, .heading), (.paragraph, .list): false
    default: true
    }
  }

  private func item(_ text: String) -> [String] {
    let lines = text.printable.wrapped(to: width.map { $0 - 2 })
    return lines.enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
  }

  private func texts(of table: Table) -> [[String]] {
    table.columns.indices.map { index in table.texts(index).map(\.printable) }
  }

  /// The layouts of tables with the same columns where one is too wide for them.
  ///
  /// If one table loses columns, all do; tables that lose none are laid out one by one.
  private func joinedLayouts(of tables: [Table]) -> [[String]: TableLayout] {
    guard width != nil else { return [:] }
    return Dictionary(grouping: tables.filter { $0.overflow == .omitsColumns }) {
      $0.columns.map(\.key)
    }
    .filter { $0.value.count > 1 }
    .mapValues { tables in
      let all = tables.map { texts(of: $0) }
      return TableLayout(
        tables[0], texts: tables[0].columns.indices.map { index in all.flatMap { $0[index] } },
        width: width)
    }
    .filter { !$0.value.omitted.isEmpty }
  }

  /// The lines of a table, and the keys of the columns that are not among them.
  private func rendered(
    _ table: Table, _ joined: [[String]: TableLayout]
  ) -> (
    lines: [String], omitted: [String]
  ) {
    let texts = texts(of: table)
    let layout =
      joined[table.columns.map(\.key)] ?? TableLayout(table, texts: texts, width: width)
    var lines = table.title.map { $0.printable.wrapped(to: width) } ?? []
    for (index, part) in layout.parts.enumerated() {
      if index > 0 { lines.append("") }
      let columns = zip(part.columns, part.widths).map { column, width in
        (
          heading: table.columns[column].heading.printable.wrapped(to: width),
          cells: texts[column].map { $0.shortened(to: width) },
          width: width, alignment: table.columns[column].alignment
        )
      }
      func line(_ text: (Int) -> String) -> String {
        let cells = columns.indices.map {
          text($0).padded(to: columns[$0].width, columns[$0].alignment)
        }
        var line = cells.joined(separator: String(repeating: " ", count: TableLayout.gap))
        while line.last == " " { line.removeLast() }
        return line
      }
      let height = columns.map(\.heading.count).max() ?? 1
      for row in 0..<height {
        lines.append(
          line { index in
            let heading = columns[index].heading
            let place = row - (height - heading.count)
            return place < 0 ? "" : heading[place]
          })
      }
      lines.append(line { String(repeating: "─", count: columns[$0].width) })
      for row in table.rows.indices { lines.append(line { columns[$0].cells[row] }) }
    }
    return (lines, layout.omitted.filter { !$0.isOrnament }.map(\.key))
  }
}
