/// A table of a Markdown file.
public struct MarkdownTable: Sendable, Hashable {
  /// Where the cells of a column stand.
  public enum Alignment: String, Sendable, Hashable {
    /// At the left, at the right, or in the middle.
    case left, right, center
  }

  /// The alignment of each column, nothing where none is given.
  public let alignments: [Alignment?]
  /// The cells of the first row.
  public let header: [[MarkdownInline]]
  /// The cells of the others, as many in each as there are columns.
  public let rows: [[[MarkdownInline]]]

  /// The alignments that a line below a header gives, or nothing if it is no such line.
  static func alignments(_ line: MarkdownLine) -> [Alignment?]? {
    guard line.indentation < 4, line.scalars.contains("-"),
      line.scalars.allSatisfy({ "|:- \t".unicodeScalars.contains($0) })
    else { return nil }
    var alignments: [Alignment?] = []
    for cell in cells(line) {
      let dashes = cell.drop { $0 == ":" }.prefix { $0 == "-" }
      let isLeft = cell.hasPrefix(":")
      let isRight = cell.count > 1 && cell.hasSuffix(":")
      guard !dashes.isEmpty,
        dashes.count + (isLeft ? 1 : 0) + (isRight ? 1 : 0) == cell.count
      else { return nil }
      alignments.append(isLeft ? (isRight ? .center : .left) : isRight ? .right : nil)
    }
    return alignments
  }

  /// The cells of a row: what stands between bars that have no backslash in front.
  static func cells(_ line: MarkdownLine) -> [String] {
    var cells: [String.UnicodeScalarView] = [String.UnicodeScalarView()]
    var isEscaped = false
    for scalar in line.text.trimmed.unicodeScalars {
      if scalar == "|", !isEscaped {
        cells.append(String.UnicodeScalarView())
      } else {
        if scalar == "|" { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(scalar)
      }
      isEscaped = scalar == "\\" && !isEscaped
    }
    var texts = cells.map { String($0).trimmed }
    if texts.count > 1, texts.first == "" { texts.removeFirst() }
    if texts.count > 1, texts.last == "" { texts.removeLast() }
    return texts
  }

  /// Reads the table that begins with the first of some lines.
  ///
  /// - Returns: The table and how many lines it has, or nothing if none begins there.
  static func read(_ lines: ArraySlice<MarkdownLine>) -> (table: MarkdownTable, count: Int)? {
    guard let first = lines.first, let second = lines.dropFirst().first, begins(first, second),
      let alignments = alignments(second)
    else { return nil }
    let body = lines.dropFirst(2).prefix { !$0.interruptsParagraph }
    func row(_ line: MarkdownLine) -> [[MarkdownInline]] {
      let cells = cells(line).prefix(alignments.count)
      return cells.map { MarkdownInlineParser.parse($0, line: line.number) }
        + [[MarkdownInline]](repeating: [], count: alignments.count - cells.count)
    }
    let table = MarkdownTable(
      alignments: alignments, header: row(first), rows: body.map(row))
    return (table, 2 + body.count)
  }

  /// Whether two lines begin a table.
  static func begins(_ first: MarkdownLine, _ second: MarkdownLine) -> Bool {
    guard first.indentation < 4, first.scalars.contains("|") else { return false }
    return alignments(second)?.count == cells(first).count
  }
}
