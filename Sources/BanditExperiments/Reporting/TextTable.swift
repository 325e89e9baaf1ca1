/// A table of texts that can be laid out for a terminal or as Markdown.
package struct TextTable: Sendable {
  /// How the cells of a column stand.
  package enum Alignment: Sendable {
    case left
    case right
  }

  /// The heading and alignment of each column.
  package let columns: [(name: String, alignment: Alignment)]
  /// The rows, each with one text for each column.
  package private(set) var rows: [[String]] = []

  package init(_ columns: [(name: String, alignment: Alignment)]) { self.columns = columns }

  package mutating func append(_ row: [String]) {
    precondition(row.count == columns.count, "a row has one text for each column")
    rows.append(row)
  }

  /// Columns two spaces apart, padded to their width, with a rule under the headings.
  package func plain() -> String {
    let widths = widths(of: rows)
    func line(_ cells: [String]) -> String {
      var text = ""
      for (index, cell) in cells.enumerated() {
        let padding = String(repeating: " ", count: widths[index] - cell.count)
        text += columns[index].alignment == .left ? cell + padding : padding + cell
        if index < cells.count - 1 { text += "  " }
      }
      while text.last == " " { text.removeLast() }
      return text
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return ([line(columns.map(\.name)), rule] + rows.map(line)).joined(separator: "\n")
  }

  /// A Markdown table.
  package func markdown() -> String {
    let rows = self.rows.map { $0.map { $0.replacing("|", with: "\\|") } }
    let widths = widths(of: rows)
    func line(_ cells: [String]) -> String {
      let padded = cells.enumerated().map { index, cell in
        let padding = String(repeating: " ", count: widths[index] - cell.count)
        return columns[index].alignment == .left ? cell + padding : padding + cell
      }
      return "| " + padded.joined(separator: " | ") + " |"
    }
    let rule = columns.enumerated().map { index, column in
      let dashes = String(repeating: "-", count: max(1, widths[index] - 1))
      return column.alignment == .left ? ":" + dashes : dashes + ":"
    }
    return
      ([line(columns.map(\.name)), "| " + rule.joined(separator: " | ") + " |"]
      + rows.map(line)).joined(separator: "\n")
  }

  private func widths(of rows: [[String]]) -> [Int] {
    columns.indices.map { index in
      max(columns[index].name.count, rows.map { $0[index].count }.max() ?? 0, 2)
    }
  }
}
