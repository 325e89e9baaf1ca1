import ClusterBandit
import Foundation
import TextFiles

/// Reads a CSV file with the columns arm, pulls and successes (or sum) into ``ArmHistory``; other
/// columns are ignored.
struct HistoryReader {
  let file: String

  private static let needed = "arm, pulls and successes"

  /// The history, or all that is wrong with it.
  func read(_ bytes: Data) throws(InvalidInput) -> ArmHistory {
    let source = CSVSource(file: file)
    var diagnostics: [Diagnostic] = []
    let text = try source.table(bytes, needing: HistoryReader.needed, &diagnostics)
    let columns = try columns(of: text, source, &diagnostics)
    var entries: [ArmHistory.Entry] = []
    var lines: [Int: Int] = [:]
    for row in text.rows.dropFirst() {
      if let misfit = source.misfit(row, of: text, columns: text.rows[0].count) {
        diagnostics.append(misfit)
        continue
      }
      let first = row.fields.lowerBound
      let arm = whole(
        first + columns.arm, of: row, text, "arm", "the arm's number, counted from 0", source,
        &diagnostics)
      let pulls = whole(
        first + columns.pulls, of: row, text, "pulls", "how often the arm was pulled", source,
        &diagnostics)
      let successes = whole(
        first + columns.successes, of: row, text, columns.name, "how many of its pulls paid 1",
        source, &diagnostics)
      guard let arm, let pulls, let successes else { continue }
      let number = Int(arm)
      let field = first + columns.arm
      if let other = lines[number] {
        diagnostics.append(
          source.diagnostic(
            row.line, text.column(field), "arm \(number) is in line \(other), too", at: "arm",
            hint: "every arm has one row: add its counts up"))
        continue
      }
      lines[number] = row.line
      guard successes <= pulls else {
        diagnostics.append(
          source.diagnostic(
            row.line, text.column(first + columns.successes),
            "\(grouped(Int(successes))) successes of \(grouped(Int(pulls))) "
              + (pulls == 1 ? "pull" : "pulls"),
            at: columns.name, hint: "a pull has at most one success"))
        continue
      }
      entries.append(
        ArmHistory.Entry(
          arm: number, pulls: pulls, successes: successes,
          place: RewardLog.Place(
            file: file, line: row.line, column: text.column(field),
            text: text.text(field).trimmed)))
    }
    if text.rows.count == 1, diagnostics.isEmpty {
      diagnostics.append(
        source.diagnostic(
          1, 1, "the history has no rows", at: "",
          hint: "write one row for each arm that was pulled")
      )
    }
    guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
    return ArmHistory(entries: entries)
  }

  /// Where the columns stand in a row, and what the last one is called.
  private struct Columns {
    let arm, pulls, successes: Int
    let name: String
  }

  private func columns(
    of text: CSVTable, _ source: CSVSource, _ diagnostics: inout [Diagnostic]
  ) throws(InvalidInput) -> Columns {
    let header = text.rows[0]
    let names = source.names(of: text)
    if let headless = source.headless(names, line: header.line, needing: "arm,pulls,successes") {
      throw InvalidInput(diagnostics + [headless])
    }
    let name = names.contains("sum") && !names.contains("successes") ? "sum" : "successes"
    for (place, column) in names.enumerated() {
      let field = text.column(header.fields.lowerBound + place)
      if ["arm", "pulls", name].contains(column), names[..<place].contains(column) {
        diagnostics.append(
          source.diagnostic(
            header.line, field, "there are two columns \(column.quoted)", at: column,
            hint: "keep one of them"))
      }
    }
    if let place = names.firstIndex(of: "sum"), name == "successes" {
      diagnostics.append(
        source.diagnostic(
          header.line, text.column(header.fields.lowerBound + place),
          "there are both 'sum' and 'successes', which mean the same", at: "sum",
          hint: "keep one of them"))
    }
    for column in ["arm", "pulls", name] where !names.contains(column) {
      diagnostics.append(source.missing(column, among: names, line: header.line))
    }
    guard diagnostics.isEmpty, let arm = names.firstIndex(of: "arm"),
      let pulls = names.firstIndex(of: "pulls"), let successes = names.firstIndex(of: name)
    else { throw InvalidInput(diagnostics) }
    return Columns(arm: arm, pulls: pulls, successes: successes, name: name)
  }

  /// A whole number, or nil after saying what is wrong with it.
  private func whole(
    _ field: Int, of row: CSVTable.Row, _ text: CSVTable, _ key: String, _ meaning: String,
    _ source: CSVSource, _ diagnostics: inout [Diagnostic]
  ) -> Double? {
    let written = text.text(field)
    let number = text.number(field)
    if let number, ArmHistory.countRange.contains(number), number == number.rounded() {
      return number
    }
    let fault =
      written.isBlank
      ? "the field is empty"
      : "\(written.quoted) is "
        + (number.map { ArmHistory.countRange.contains($0) ? "not a whole number" : "out of range" }
          ?? "not a number")
    diagnostics.append(
      source.diagnostic(
        row.line, text.column(field), fault, at: key,
        hint: "write \(meaning): a whole number from 0"))
    return nil
  }
}
