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
  /// - Parameter columns: the columns that a file must have, for whoever gives an empty one.
  func rows(
    _ bytes: Data, needing columns: String, _ diagnostics: inout [Diagnostic]
  ) throws(InvalidInput) -> [Row] {
    guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw InvalidInput([
        diagnostic(1, 1, "the file is not text", at: "", hint: "give a CSV file in UTF-8")
      ])
    }
    let text = decoded.hasPrefix("\u{FEFF}") ? String(decoded.dropFirst()) : decoded
    let rows = parse(text, &diagnostics)
    guard !rows.isEmpty else {
      throw InvalidInput([
        diagnostic(1, 1, "the file is empty", at: "", hint: "it needs columns \(columns)")
      ])
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
              line, column, "there is text behind a closing quote", at: "",
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
