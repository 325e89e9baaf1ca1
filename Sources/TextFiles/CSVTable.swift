/// The rows and fields of a text whose fields are separated by commas, each with its place.
///
/// Source of the format: RFC 4180 (quoted fields, doubled quotes, LF or CRLF). One pass over the
/// bytes; rows without a text are left out, and so are columns at the right that have no name and
/// no text: spreadsheets write both.
package struct CSVTable: Sendable {
  /// A row: its line and its fields, of which the others of this type ask.
  package struct Row: Sendable {
    package let line: Int
    package fileprivate(set) var fields: Range<Int>

    package var count: Int { fields.count }
  }

  /// Something wrong with the quotes.
  package struct Fault: Sendable {
    package enum Kind: Sendable { case textAfterQuote, openQuote }

    package let kind: Kind
    package let line: Int
    package let column: Int
  }

  /// The rows, the header first.
  package private(set) var rows: [Row] = []
  package private(set) var faults: [Fault] = []
  /// The texts of all fields, one after the other.
  private var content: [UInt8] = []
  /// Where the text of each field ends.
  private var ends: [Int] = []
  /// The column in which each field begins, in Unicode scalars from 1.
  private var columns: [Int] = []

  /// The table in some bytes of UTF-8.
  package init(_ source: [UInt8]) {
    content.reserveCapacity(source.count)
    source.withUnsafeBufferPointer { parse($0) }
    dropBlanks()
  }

  /// The text of a field.
  package func text(_ field: Int) -> String {
    bytes(of: field) { String(decoding: $0, as: UTF8.self) }
  }

  /// The column in which a field begins, from 1.
  package func column(_ field: Int) -> Int { columns[field] }

  /// The number in a field, spaces aside, or nil.
  package func number(_ field: Int) -> Double? {
    bytes(of: field) { decimalNumber(bytes: $0) } ?? decimalNumber(text(field).trimmed)
  }

  /// The numbers of all rows but the first, each of which must have as many fields, and the fields
  /// that hold none in that range; 0 stands for them.
  package func numbers(
    within range: (Double) -> Bool
  ) -> (values: [Double], others: [(row: Int, field: Int)]) {
    var values: [Double] = []
    values.reserveCapacity(rows.count * (rows.first?.count ?? 0))
    var others: [(row: Int, field: Int)] = []
    for row in rows.indices.dropFirst() {
      for field in rows[row].fields {
        if let value = number(field), range(value) {
          values.append(value)
        } else {
          values.append(0)
          others.append((row, field))
        }
      }
    }
    return (values, others)
  }

  private func bytes<Result>(
    of field: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let start = field == 0 ? 0 : ends[field - 1]
    return content.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[start..<ends[field]]))
    }
  }

  private func isBlank(_ field: Int) -> Bool {
    bytes(of: field) { $0.isEmpty } || text(field).isBlank
  }

  private mutating func dropBlanks() {
    rows = rows.filter { row in row.fields.contains { !isBlank($0) } }
    guard let header = rows.first?.fields else { return }
    let width = (header.lastIndex { !isBlank($0) } ?? header.startIndex) - header.startIndex + 1
    for index in rows.indices {
      var fields = rows[index].fields
      while fields.count > width, isBlank(fields.upperBound - 1) {
        fields = fields.lowerBound..<(fields.upperBound - 1)
      }
      rows[index].fields = fields
    }
  }

  private mutating func parse(_ source: UnsafeBufferPointer<UInt8>) {
    var (line, column, isQuoted, wasQuoted) = (1, 0, false, false)
    var (row, rowLine, fieldStart, fieldColumn) = (0, 1, 0, 1)
    var quoteStart = (line: 1, column: 1)
    func endField(_ text: inout CSVTable) {
      text.ends.append(text.content.count)
      text.columns.append(fieldColumn)
      fieldStart = text.content.count
      wasQuoted = false
    }
    func endRow(_ text: inout CSVTable) {
      let isEmpty = text.ends.count == row && text.content.count == fieldStart
      endField(&text)
      if !isEmpty { text.rows.append(Row(line: rowLine, fields: row..<text.ends.count)) }
      (row, rowLine, fieldColumn) = (text.ends.count, line + 1, 1)
    }
    var index = 0
    while index < source.count {
      let byte = source[index]
      // Columns count Unicode scalars: continuation bytes do not start one.
      if byte & 0xC0 != 0x80 { column += 1 }
      switch byte {
      case UInt8(ascii: "\"") where isQuoted:
        if index + 1 < source.count, source[index + 1] == byte {
          content.append(byte)
          index += 1
          column += 1
        } else {
          isQuoted = false
          wasQuoted = true
        }
      case UInt8(ascii: "\"") where content.count == fieldStart && !wasQuoted:
        isQuoted = true
        quoteStart = (line, column)
      case UInt8(ascii: ",") where !isQuoted:
        endField(&self)
        fieldColumn = column + 1
      case UInt8(ascii: "\n"):
        if isQuoted { content.append(byte) } else { endRow(&self) }
        line += 1
        column = 0
      case UInt8(ascii: "\r")
      where !isQuoted && index + 1 < source.count && source[index + 1] == UInt8(ascii: "\n"):
        break
      default:
        if wasQuoted {
          faults.append(Fault(kind: .textAfterQuote, line: line, column: column))
          wasQuoted = false
        }
        content.append(byte)
      }
      index += 1
    }
    if isQuoted {
      faults.append(Fault(kind: .openQuote, line: quoteStart.line, column: quoteStart.column))
    } else if content.count > fieldStart || ends.count > row {
      endRow(&self)
    }
  }
}
