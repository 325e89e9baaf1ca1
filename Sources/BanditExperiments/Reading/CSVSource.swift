import Foundation

/// The rows and fields of a CSV file, each with its place.
///
/// Source of the format: RFC 4180 (quoted fields, doubled quotes, LF or CRLF). All texts are read
/// as text: an arm called 9E10 stays an arm called 9E10.
struct CSVSource {
  let file: String

  struct Field {
    var text: String
    var column: Int
  }

  struct Row {
    var line: Int
    var fields: [Field]
  }

  /// The rows, at least the header; what is wrong with quotes is added to `diagnostics`.
  ///
  /// Rows without a text are left out, and so are columns at the right that have no name and no
  /// text: spreadsheets write both.
  ///
  /// - Parameter columns: the columns that a file must have, for the message about an empty one.
  func rows(
    _ bytes: Data, needing columns: String, _ diagnostics: inout [Diagnostic]
  ) throws(InvalidInput) -> [Row] {
    let decoded: String
    do {
      decoded = try decodedText(bytes)
    } catch {
      throw InvalidInput([
        diagnostic(1, 1, error.message, at: "", hint: "\(error.advice) a CSV file in UTF-8")
      ])
    }
    let text = decoded.hasPrefix("\u{FEFF}") ? String(decoded.dropFirst()) : decoded
    if let foreign = foreignSeparator(text) { throw InvalidInput([foreign]) }
    let rows = withoutBlanks(parse(text, &diagnostics))
    guard !rows.isEmpty else {
      throw InvalidInput([
        diagnostic(1, 1, "the file is empty", at: "", hint: "it needs columns \(columns)")
      ])
    }
    return rows
  }

  /// What to say of a file whose fields or lines end with something else.
  private func foreignSeparator(_ text: String) -> Diagnostic? {
    if !text.utf8.contains(UInt8(ascii: "\n")), text.utf8.contains(UInt8(ascii: "\r")) {
      return diagnostic(
        1, 1, "the lines end with a carriage return alone", at: "",
        hint: "save the file with line ends of Unix or Windows (LF or CRLF)")
    }
    let header = text.prefix { !$0.isNewline }
    guard !header.contains(",") else { return nil }
    let foreign = [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
    guard let (mark, name) = foreign.first(where: { header.contains($0.0) }),
      let place = header.firstIndex(of: Character(mark))
    else { return nil }
    return diagnostic(
      1, header.unicodeScalars.distance(from: header.startIndex, to: place) + 1,
      "the columns are separated by \(name)", at: "",
      hint: "separate them by commas, and write decimals with a point")
  }

  /// That the first line is a row already: a name of a column is no number.
  func headless(_ header: Row, needing columns: String) -> Diagnostic? {
    let names = header.fields.map { $0.text.trimmingCharacters(in: .whitespaces) }
    guard names.contains(where: { decimalNumber($0) != nil }),
      !names.contains(where: { ["cluster", "arm", "theta", "mean"].contains($0.folded) })
    else { return nil }
    return diagnostic(
      header.line, 1, "the file has no header: its first line holds numbers", at: "",
      hint: "write the names of the columns above it: \(columns)")
  }

  /// What columns are called elsewhere.
  private static let otherNames: [String: Set<String>] = [
    "standard-deviation": ["sd", "std", "stdev", "sigma"],
    "theta": ["p", "prob", "probability", "rate", "ctr"],
  ]

  /// That a column is missing, and the one that seems to be meant by it.
  func missing(_ column: String, among names: [String], line: Int) -> Diagnostic {
    let likely =
      names.first { $0.folded == column }
      ?? names.first { CSVSource.otherNames[column]?.contains($0.folded) == true }
      ?? suggestion(for: column, among: names)
      ?? names.first { suggestion(for: $0, among: [column]) != nil }
    return diagnostic(
      line, 1, "there is no column \(column.quoted)", at: column,
      hint: likely.map { "rename \($0.quoted) to \(column.quoted)" }
        ?? "the columns are \(names.joined(separator: ", "))")
  }

  /// What is wrong with a row that has not one field for each column.
  func misfit(_ row: Row, columns: Int) -> Diagnostic? {
    if row.fields.count == columns { return nil }
    return diagnostic(
      row.line, 1, "the row has \(row.fields.count) fields and not \(columns)", at: "row",
      hint: "one field for each column of the first line")
  }

  private func withoutBlanks(_ rows: [Row]) -> [Row] {
    var rows = rows.filter { row in row.fields.contains { !$0.text.isBlank } }
    guard let header = rows.first else { return [] }
    let width = (header.fields.lastIndex { !$0.text.isBlank } ?? 0) + 1
    for index in rows.indices {
      while rows[index].fields.count > width, rows[index].fields.last?.text.isBlank == true {
        rows[index].fields.removeLast()
      }
    }
    return rows
  }

  func diagnostic(
    _ line: Int, _ column: Int, _ message: String, at path: String, hint: String
  ) -> Diagnostic {
    Diagnostic(
      SourcePosition(file: file, line: line, column: column), message, at: path, hint: hint)
  }

  /// Splits the text into rows of fields; empty lines are skipped.
  private func parse(_ text: String, _ diagnostics: inout [Diagnostic]) -> [Row] {
    var rows: [Row] = []
    var row = Row(line: 1, fields: [])
    var field = Field(text: "", column: 1)
    var bytes: [UInt8] = []
    var (line, column, isQuoted, wasQuoted) = (1, 0, false, false)
    var quoteStart = (line: 1, column: 1)
    func endField() {
      field.text = String(decoding: bytes, as: UTF8.self)
      row.fields.append(field)
      bytes.removeAll(keepingCapacity: true)
      wasQuoted = false
    }
    func endRow() {
      endField()
      if row.fields.count > 1 || !row.fields[0].text.isEmpty { rows.append(row) }
      row = Row(line: line + 1, fields: [])
      field.column = 1
    }
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
      let byte = source[index]
      // Columns count Unicode scalars: continuation bytes do not start one.
      if byte & 0xC0 != 0x80 { column += 1 }
      switch byte {
      case UInt8(ascii: "\"") where isQuoted:
        if index + 1 < source.count, source[index + 1] == byte {
          bytes.append(byte)
          index += 1
          column += 1
        } else {
          isQuoted = false
          wasQuoted = true
        }
      case UInt8(ascii: "\"") where bytes.isEmpty && !wasQuoted:
        isQuoted = true
        quoteStart = (line, column)
      case UInt8(ascii: ",") where !isQuoted:
        endField()
        field.column = column + 1
      case UInt8(ascii: "\n"):
        if isQuoted {
          bytes.append(byte)
        } else {
          endRow()
        }
        line += 1
        column = 0
      case UInt8(ascii: "\r")
      where !isQuoted && index + 1 < source.count
        && source[index + 1] == UInt8(ascii: "\n"):
        break
      default:
        if wasQuoted {
          diagnostics.append(
            diagnostic(
              line, column, "there is text after a closing quote", at: "",
              hint: "double a quote that belongs to the text"))
          wasQuoted = false
        }
        bytes.append(byte)
      }
      index += 1
    }
    if isQuoted {
      diagnostics.append(
        diagnostic(
          quoteStart.line, quoteStart.column, "the quote that starts here is never closed",
          at: "", hint: "close it, or double a quote that belongs to the text"))
    } else if !bytes.isEmpty || !row.fields.isEmpty {
      endRow()
    }
    return rows
  }
}
