import ClusterBandit
import Foundation
import TextFiles

/// Reads a CSV file with a row for each round and a column of rewards for each arm into a
/// ``RewardLog``.
struct LogReader {
  let file: String

  /// The log, or all that is wrong with it.
  func read(_ bytes: Data) throws(InvalidInput) -> RewardLog {
    let source = CSVSource(file: file)
    var diagnostics: [Diagnostic] = []
    let text = try source.table(bytes, needing: "of rewards, one for each arm", &diagnostics)
    let names = names(of: text, source, &diagnostics)
    if isOnePullARow(names) { throw InvalidInput(diagnostics) }
    let values = rewards(text, names, source, &diagnostics)
    let (header, last) = (text.rows[0], text.rows[text.rows.count - 1])
    if text.rows.count == 1, diagnostics.isEmpty {
      diagnostics.append(
        source.diagnostic(
          1, 1, "the log has no rows", at: "", hint: "write one row for each round"))
    }
    if diagnostics.isEmpty {
      let table = LoggedColumns(values, columns: names.count)
      for (column, fault) in table.strangers {
        diagnostics.append(
          source.diagnostic(
            header.line, text.column(header.fields.lowerBound + column), fault, at: names[column],
            hint: "remove it: every column is one arm"))
      }
      if diagnostics.isEmpty, table.endsWithTotals {
        diagnostics.append(
          source.diagnostic(
            last.line, 1, "the last row holds the sums of the columns", at: "row",
            hint: "remove it: every row is one round"))
      }
    }
    guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
    var log = RewardLog(names: names, values: values)
    if let other = log.firstOther {
      let row = text.rows[1 + other.row]
      let field = row.fields.lowerBound + other.column
      log.placeOfOther = RewardLog.Place(
        file: file, line: row.line, column: text.column(field), text: text.text(field).trimmed)
    }
    return log
  }

  private func names(
    of text: CSVTable, _ source: CSVSource, _ diagnostics: inout [Diagnostic]
  ) -> [String] {
    let header = text.rows[0]
    let names = source.names(of: text)
    for (place, name) in names.enumerated() {
      let column = text.column(header.fields.lowerBound + place)
      if name.isEmpty {
        diagnostics.append(
          source.diagnostic(
            header.line, column, "the column has no name", at: "",
            hint: "give every arm a name; remove a column that numbers the rows"))
      } else if let other = names[..<place].first(where: { $0.likeness == name.likeness }) {
        diagnostics.append(
          source.diagnostic(
            header.line, column,
            other == name
              ? "there are two columns \(name.quoted)"
              : "\(other.quoted) and \(name.quoted) differ only in capitals, spaces or leading zeros",
            at: name, hint: "give one of them another name"))
      }
    }
    if names.allSatisfy({ decimalNumber($0) != nil }) {
      diagnostics.append(
        source.diagnostic(
          header.line, 1, "the file has no header: its first line holds numbers", at: "",
          hint: "write the names of the arms in the first line"))
    }
    if isOnePullARow(names) {
      diagnostics.append(
        source.diagnostic(
          header.line, 1, "the log has a row for each pull, with the arm in a column of its own",
          at: "",
          hint: "a replay needs what every arm would have paid: a row for each round, a column for "
            + "each arm"))
    }
    return names
  }

  /// Whether the columns are those of a log that names the arm beside its reward.
  private func isOnePullARow(_ names: [String]) -> Bool {
    let words = Set(names.map(\.likeness))
    return !words.isDisjoint(with: ["arm", "ad", "action", "item", "article"])
      && !words.isDisjoint(with: ["reward", "click", "clicked", "payoff", "outcome"])
  }

  /// The reward that a word for a success or a failure stands for.
  private func truthValue(_ text: String) -> String? {
    switch text.trimmed.lowercased() {
    case "true", "yes", "t", "y", "click", "success": "1"
    case "false", "no", "f", "n", "none", "failure": "0"
    default: nil
    }
  }

  private func rewards(
    _ text: CSVTable, _ names: [String], _ source: CSVSource, _ diagnostics: inout [Diagnostic]
  ) -> [Double] {
    diagnostics += text.rows.dropFirst().compactMap {
      source.misfit($0, of: text, columns: names.count)
    }
    let (values, others) = text.numbers { RewardLog.range.contains($0) }
    let faults = others.filter { text.rows[$0.row].count == names.count }
    var perColumn: [Int: Int] = [:]
    for (row, field) in faults {
      perColumn[field - text.rows[row].fields.lowerBound, default: 0] += 1
    }
    // A column without any number is one mistake and not one in each row.
    let wordy = perColumn.filter { $0.value == text.rows.count - 1 && $0.value > 1 }.keys
    let header = text.rows[0].fields.lowerBound
    for column in wordy.sorted() {
      diagnostics.append(
        source.diagnostic(
          text.rows[0].line, text.column(header + column), "the column holds no number in any row",
          at: names[column],
          hint: truthValue(text.text(text.rows[1].fields.lowerBound + column)) == nil
            ? "remove it: every column is one arm, with its rewards"
            : "write 1 for a success and 0 for a failure"))
    }
    for (row, field) in faults {
      let column = field - text.rows[row].fields.lowerBound
      guard !wordy.contains(column) else { continue }
      let written = text.text(field)
      let fault =
        written.isBlank
        ? "the field is empty"
        : "\(written.quoted) is \(text.number(field) == nil ? "not a number" : "out of range")"
      diagnostics.append(
        source.diagnostic(
          text.rows[row].line, text.column(field), fault, at: names[column],
          hint: (truthValue(written) ?? decimalMeant(by: written.trimmed)).map { "write \($0)" }
            ?? "write what the arm paid, or would have paid, in this round"))
    }
    return values
  }
}
