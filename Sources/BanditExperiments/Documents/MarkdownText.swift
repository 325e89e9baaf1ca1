/// Documents as Markdown with tables as GitHub's dialect has them.
///
/// Labels are text and stay text: bars, backslashes and tags are escaped, and nothing breaks a line.
public struct MarkdownText: DocumentRenderer {
  /// A file.
  public let medium = Medium.file

  /// A renderer.
  public init() {}

  /// The document, blocks apart by an empty line, without a line break after the last.
  public func text(of document: Document) -> String {
    document.blocks.map(text).joined(separator: "\n\n")
  }

  private func text(of block: Document.Block) -> String {
    switch block {
    case .heading(let text, let level):
      String(repeating: "#", count: level + 1) + " " + inline(text)
    case .paragraph(let text): inline(text)
    case .list(let items): items.map { "- \(inline($0))" }.joined(separator: "\n")
    case .table(let table):
      (table.title.map { "### \(inline($0))\n\n" } ?? "") + lines(of: table).joined(separator: "\n")
    }
  }

  private func lines(of table: Table) -> [String] {
    let columns = table.columns.enumerated().map { index, column in
      let heading = cell(column.heading)
      let cells = table.texts(index).map(cell)
      let width = ([heading] + cells).map(\.displayWidth).max() ?? 0
      return (heading: heading, cells: cells, width: max(width, 2), alignment: column.alignment)
    }
    func line(_ text: (Int) -> String) -> String {
      let cells = columns.indices.map {
        text($0).padded(to: columns[$0].width, columns[$0].alignment)
      }
      return "| " + cells.joined(separator: " | ") + " |"
    }
    let rule = line { index in
      let dashes = String(repeating: "-", count: columns[index].width - 1)
      return columns[index].alignment == .left ? ":" + dashes : dashes + ":"
    }
    return [line { columns[$0].heading }, rule]
      + table.rows.indices.map { row in line { columns[$0].cells[row] } }
  }

  private func cell(_ text: String) -> String {
    inline(text).replacing("|", with: "\\|")
  }

  /// A "<" stays one: it opens a tag only before a letter, "/", "!" or "?".
  private func inline(_ text: String) -> String {
    var result = ""
    var opens = false
    for character in text.printable {
      if opens, character.isLetter || "/!?".contains(character) {
        result.removeLast()
        result += "\\<"
      }
      opens = character == "<"
      result += character == "\\" ? "\\\\" : String(character)
    }
    return result
  }
}
