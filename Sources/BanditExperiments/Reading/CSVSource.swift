import Foundation
import TextFiles

/// A CSV file and what is wrong with it, with each place.
///
/// All texts are read as text: an arm called 9E10 stays an arm called 9E10.
struct CSVSource {
  let file: String

  /// The rows, at least the header; what is wrong with quotes is added to `diagnostics`.
  ///
  /// - Parameter columns: the columns that a file must have, for the message about an empty one.
  func table(
    _ data: Data, needing columns: String, _ diagnostics: inout [Diagnostic]
  ) throws(InvalidInput) -> CSVTable {
    var bytes = [UInt8](data)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let text: String
    do {
      text = try decodedText(bytes)
    } catch {
      throw InvalidInput([
        diagnostic(
          error.line, error.column, error.message, at: "",
          hint: "\(error.advice) a CSV file in UTF-8")
      ])
    }
    if let foreign = foreignFormat(text) ?? foreignSeparator(text) {
      throw InvalidInput([foreign])
    }
    let table = CSVTable(bytes)
    diagnostics += table.faults.map(diagnostic)
    guard !table.rows.isEmpty else {
      throw InvalidInput([
        diagnostic(1, 1, "the file is empty", at: "", hint: "it needs columns \(columns)")
      ])
    }
    if let header = table.rows.first, header.count == 1,
      table.text(header.fields.lowerBound)
        .hasPrefix("#"), table.rows.dropFirst().contains(where: { $0.count > 1 })
    {
      throw InvalidInput([
        diagnostic(
          header.line, 1, "the first line is a comment", at: "",
          hint: "remove it: the first line names the columns")
      ])
    }
    return table
  }

  /// The names of the columns, without spaces at their ends.
  func names(of table: CSVTable) -> [String] {
    table.rows[0].fields.map { table.text($0).trimmed }
  }

  /// What to say of a text that is no table.
  private func foreignFormat(_ text: String) -> Diagnostic? {
    guard let format = ForeignFormat.text(text) ?? ForeignFormat.json(text) else { return nil }
    return diagnostic(
      1, 1, "the file is \(format.name)", at: "", hint: "\(format.advice) a CSV file in UTF-8")
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

  private func diagnostic(_ fault: CSVTable.Fault) -> Diagnostic {
    switch fault.kind {
    case .textAfterQuote:
      diagnostic(
        fault.line, fault.column, "there is text after a closing quote", at: "",
        hint: "double a quote that belongs to the text")
    case .openQuote:
      diagnostic(
        fault.line, fault.column, "the quote that starts here is never closed", at: "",
        hint: "close it, or double a quote that belongs to the text")
    }
  }

  /// That the first line is a row already: a name of a column is no number.
  func headless(_ names: [String], line: Int, needing columns: String) -> Diagnostic? {
    guard names.contains(where: { decimalNumber($0) != nil }),
      !names.contains(where: { ["cluster", "arm", "theta", "mean"].contains($0.folded) })
    else { return nil }
    return diagnostic(
      line, 1, "the file has no header: its first line holds numbers", at: "",
      hint: "write the names of the columns above it: \(columns)")
  }

  /// What columns are called elsewhere.
  static let otherNames: [String: Set<String>] = [
    "standard-deviation": ["sd", "std", "stdev", "sigma"],
    "theta": ["p", "prob", "probability", "rate", "ctr"],
    "pulls": ["trials", "n", "counts", "impressions"],
    "successes": ["s", "clicks", "conversions"],
  ]

  /// That a column is missing, and the one that seems to be meant by it.
  func missing(_ column: String, among names: [String], line: Int) -> Diagnostic {
    let likely =
      names.first { $0.folded == column }
      ?? names.first { CSVSource.otherNames[column]?.contains($0.folded) == true }
      ?? suggestion(for: column, among: names)
      ?? names.first { suggestion(for: $0, among: [column]) != nil }
    let parts = Set(names.map(\.folded))
    let isRatio =
      column == "theta" && !parts.isDisjoint(with: ["successes", "clicks", "conversions"])
    return diagnostic(
      line, 1, "there is no column \(column.quoted)", at: column,
      hint: likely.map { "rename \($0.quoted) to \(column.quoted)" }
        ?? "the columns are \(names.joined(separator: ", "))"
        + (isRatio ? "; theta is successes divided by trials" : ""))
  }

  /// What is wrong with a row that has not one field for each column.
  func misfit(_ row: CSVTable.Row, of table: CSVTable, columns: Int) -> Diagnostic? {
    if row.count == columns { return nil }
    let texts = row.count > columns ? row.fields.map { table.text($0).trimmed } : []
    let pairs = zip(texts, texts.dropFirst())
    let comma = pairs.first { whole, part in
      whole.wholeMatch(of: /[+-]?\d{1,9}/) != nil && part.wholeMatch(of: /\d+/) != nil
    }
    return diagnostic(
      row.line, 1,
      "the row has \(row.count) \(row.count == 1 ? "field" : "fields") and not \(columns)",
      at: "row",
      hint: "one field for each column of the first line"
        + (comma.map { "; if \($0),\($1) is one number, write \($0).\($1)" } ?? ""))
  }

  /// Reports what is wrong with the names of a cluster and of an arm in a row.
  func report(
    _ faults: [RowNames.Fault], cluster: Int, arm: Int, of row: CSVTable.Row, _ table: CSVTable,
    _ diagnostics: inout [Diagnostic]
  ) {
    let difference = "differ only in capitals, spaces or leading zeros"
    let hint = "write them alike if they are the same, else give one another name"
    func add(_ field: Int, _ message: String, at key: String, _ hint: String) {
      diagnostics.append(
        diagnostic(row.line, table.column(field), message, at: key, hint: hint))
    }
    for (key, field) in [("cluster", cluster), ("arm", arm)] where table.text(field).isEmpty {
      add(field, "the field is empty", at: key, "give it a name")
    }
    for fault in faults {
      let (group, member) = (table.text(cluster).quoted, table.text(arm).quoted)
      switch fault {
      case .repeated(let line):
        add(
          arm, "arm \(member) of cluster \(group) is in line \(line), too", at: "arm",
          "every arm of a cluster has one row")
      case .groupAlike(let first):
        add(
          cluster,
          "clusters \(first.name.quoted) (line \(first.line)) and \(group) \(difference)",
          at: "cluster", hint)
      case .memberAlike(let first):
        add(
          arm, "arms \(first.name.quoted) (line \(first.line)) and \(member) \(difference)",
          at: "arm", hint)
      }
    }
  }

  func diagnostic(
    _ line: Int, _ column: Int, _ message: String, at path: String, hint: String
  ) -> Diagnostic {
    Diagnostic(
      SourcePosition(file: file, line: line, column: column), message, at: path, hint: hint)
  }
}
