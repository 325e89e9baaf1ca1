/// Documents as pieces of HTML: headings, paragraphs, tables whose cells know their values.
///
/// Nothing of a label is markup, and nothing is fetched. A cell's number stands in `data-value`
/// with all its digits, so that a page can sort by it.
public struct HTMLText: DocumentRenderer {
  /// A page.
  public let medium = Medium.page
  /// The level of the highest heading.
  public var level: Int

  /// A renderer whose highest headings have that level.
  public init(level: Int = 2) { self.level = level }

  /// The document's elements.
  public func text(of document: Document) -> String {
    document.blocks.map(text).joined(separator: "\n")
  }

  private func text(of block: Document.Block) -> String {
    switch block {
    case .heading(let text, let depth): heading(text, level + depth - 1)
    case .paragraph(let text): "<p>\(HTMLText.escaped(text))</p>"
    case .list(let items):
      "<ul class=\"notes\">\n"
        + items.map { "<li>\(HTMLText.escaped($0))</li>\n" }.joined() + "</ul>"
    case .table(let table): text(of: table)
    }
  }

  private func heading(_ text: String, _ level: Int) -> String {
    let name = "h\(min(6, level))"
    return "<\(name)>\(HTMLText.escaped(text))</\(name)>"
  }

  private func text(of table: Table) -> String {
    let alignments = table.columns.map { $0.alignment == .right ? " class=\"number\"" : "" }
    let heads = zip(table.columns, alignments).map { column, alignment in
      "<th scope=\"col\"\(alignment)>\(HTMLText.escaped(column.heading))</th>"
    }
    let texts = table.columns.indices.map { table.texts($0) }
    let rows = table.rows.enumerated().map { place, row in
      let cells = row.enumerated().map { index, cell in
        element(cell, texts[index][place], alignments[index], isFirst: index == 0)
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    let caption =
      table.title.map { "<caption><span>\(HTMLText.escaped($0))</span></caption>\n" } ?? ""
    return "<div class=\"table\" tabindex=\"0\">\n<table>\n\(caption)<thead>\n<tr>\(heads.joined())"
      + "</tr>\n</thead>\n<tbody>\n\(rows.joined())</tbody>\n</table>\n</div>"
  }

  private func element(
    _ cell: Cell, _ text: String, _ alignment: String, isFirst: Bool
  ) -> String {
    let shown = HTMLText.escaped(text)
    if isFirst { return "<th scope=\"row\"\(alignment)>\(shown)</th>" }
    var value = ""
    switch cell.value {
    case .number(let number) where number.isFinite: value = " data-value=\"\(number)\""
    case .digits(let digits): value = " data-value=\"\(digits)\""
    default: break
    }
    return "<td\(alignment)\(value)>\(cell.isMarked ? bold(shown) : shown)</td>"
  }

  /// What is marked is bold instead; a space keeps brackets in line.
  private func bold(_ text: String) -> String {
    let parts = text.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
    return "<strong>\(parts[0])</strong> \(parts.dropFirst().joined())"
  }

  /// A text in which nothing is markup and nothing turns the direction of writing.
  public static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.printable.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
