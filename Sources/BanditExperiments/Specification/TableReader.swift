import ClusterBandit
import Foundation

/// Reads a CSV file with the columns cluster, arm and theta into an ``ArmTable``.
///
/// Source of the format: RFC 4180 (quoted fields, doubled quotes, LF or CRLF). Other columns are
/// ignored. All texts are read as text: an arm called 9E10 stays an arm called 9E10.
struct TableReader {
  let file: String

  /// The table, or all that is wrong with it.
  func read(_ bytes: Data) throws(InvalidInput) -> ArmTable {
    guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw InvalidInput([
        diagnostic(1, 1, "the file is not text", at: "", hint: "give a CSV file in UTF-8")
      ])
    }
    let text = decoded.hasPrefix("\u{FEFF}") ? String(decoded.dropFirst()) : decoded
    var diagnostics: [Diagnostic] = []
    let rows = parse(text, &diagnostics)
    guard let header = rows.first else {
      throw InvalidInput([
        diagnostic(1, 1, "the file is empty", at: "", hint: "it needs columns cluster, arm, theta")
      ])
    }
    let names = header.fields.map { $0.text.trimmingCharacters(in: .whitespaces) }
    var columns: [Int] = []
    for name in ["cluster", "arm", "theta"] {
      if let index = names.firstIndex(of: name) {
        columns.append(index)
        if let second = names[(index + 1)...].firstIndex(of: name) {
          diagnostics.append(
            diagnostic(
              1, header.fields[second].column, "there are two columns \(name.quoted)", at: name,
              hint: "keep one of them"))
        }
      } else {
        diagnostics.append(
          diagnostic(
            1, 1, "there is no column \(name.quoted)", at: name,
            hint: hint(for: name, among: names, what: "columns")))
      }
    }
    guard columns.count == 3 else { throw InvalidInput(diagnostics) }
    var table = Columns()
    for row in rows.dropFirst() {
      table.append(row, columns, width: names.count, reader: self, &diagnostics)
    }
    if table.means.isEmpty, diagnostics.isEmpty {
      diagnostics.append(
        diagnostic(1, 1, "the table has no rows", at: "", hint: "write one row for each arm"))
    }
    guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
    return ArmTable(clusters: table.clusters, arms: table.arms, means: table.means)
  }

  private func diagnostic(
    _ line: Int, _ column: Int, _ message: String, at path: String, hint: String
  ) -> Diagnostic {
    Diagnostic(
      SourcePosition(file: file, line: line, column: column), message, at: path, hint: hint)
  }

  private struct Field {
    var text: String
    var column: Int
  }

  private struct Row {
    var line: Int
    var fields: [Field]
  }

  private struct Columns {
    var clusters: [String] = []
    var arms: [String] = []
    var means: [Double] = []
    var lineOfArm: [String: Int] = [:]

    mutating func append(
      _ row: Row, _ columns: [Int], width: Int, reader: TableReader,
      _ diagnostics: inout [Diagnostic]
    ) {
      guard row.fields.count == width else {
        diagnostics.append(
          reader.diagnostic(
            row.line, 1, "the row has \(row.fields.count) fields and not \(width)", at: "row",
            hint: "one field for each column of the first line"))
        return
      }
      let (cluster, arm, theta) = (
        row.fields[columns[0]], row.fields[columns[1]], row.fields[columns[2]]
      )
      for (name, field) in [("cluster", cluster), ("arm", arm)] where field.text.isEmpty {
        diagnostics.append(
          reader.diagnostic(
            row.line, field.column, "the field is empty", at: name, hint: "give it a name"))
      }
      if let first = lineOfArm[arm.text] {
        diagnostics.append(
          reader.diagnostic(
            row.line, arm.column, "arm \(arm.text.quoted) stands in line \(first) already",
            at: "arm", hint: "every arm has one row"))
      }
      lineOfArm[arm.text] = row.line
      guard let mean = decimalNumber(theta.text.trimmingCharacters(in: .whitespaces)),
        mean >= 0, mean <= 1
      else {
        diagnostics.append(
          reader.diagnostic(
            row.line, theta.column, "\(theta.text.quoted) is not a probability", at: "theta",
            hint: "write a number between 0 and 1"))
        return
      }
      clusters.append(cluster.text)
      arms.append(arm.text)
      means.append(mean)
    }
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

/// The number that a text spells in decimal notation, or nil.
///
/// Hexadecimal, infinity, NaN and separators are no numbers here.
func decimalNumber(_ text: String) -> Double? {
  let allowed = text.utf8.allSatisfy {
    ($0 >= 48 && $0 <= 57) || [43, 45, 46, 69, 101].contains($0)
  }
  guard allowed, text.utf8.contains(where: { $0 >= 48 && $0 <= 57 }), text.utf8.count <= 400,
    let value = Double(text), value.isFinite
  else { return nil }
  return value
}
