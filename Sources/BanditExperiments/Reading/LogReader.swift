import ClusterBandit
import Foundation

/// Reads a CSV file with a row for each round and a column of rewards for each arm into a
/// ``RewardLog``.
struct LogReader {
  let file: String

  /// The log, or all that is wrong with it.
  func read(_ bytes: Data) throws(InvalidInput) -> RewardLog {
    let source = CSVSource(file: file)
    var diagnostics: [Diagnostic] = []
    let rows = try source.rows(bytes, needing: "of rewards, one for each arm", &diagnostics)
    let names = names(of: rows[0], source, &diagnostics)
    var values: [Double] = []
    values.reserveCapacity((rows.count - 1) * names.count)
    for row in rows.dropFirst() {
      values += rewards(of: row, names, source, &diagnostics)
    }
    if rows.count == 1, diagnostics.isEmpty {
      diagnostics.append(
        source.diagnostic(
          1, 1, "the log has no rows", at: "", hint: "write one row for each round"))
    }
    if diagnostics.isEmpty {
      for column in columnsThatCount(values, columns: names.count) {
        diagnostics.append(
          source.diagnostic(
            rows[0].line, rows[0].fields[column].column, "the column numbers the rows",
            at: names[column], hint: "remove it: every column is one arm"))
      }
    }
    if diagnostics.isEmpty, let last = rows.last, holdsTotals(values, columns: names.count) {
      diagnostics.append(
        source.diagnostic(
          last.line, 1, "the last row holds the sums of the columns", at: "row",
          hint: "remove it: every row is one round"))
    }
    guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
    return RewardLog(names: names, values: values)
  }

  private func names(
    of header: CSVSource.Row, _ source: CSVSource, _ diagnostics: inout [Diagnostic]
  ) -> [String] {
    let names = header.fields.map { $0.text.trimmingCharacters(in: .whitespaces) }
    for (place, name) in names.enumerated() {
      let column = header.fields[place].column
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

  /// The columns that hold 0, 1, 2, … or 1, 2, 3, …; in a log of two rows that may be chance.
  private func columnsThatCount(_ values: [Double], columns: Int) -> [Int] {
    guard values.count / columns > 2 else { return [] }
    return (0..<columns).filter { column in
      let first = values[column]
      return (first == 0 || first == 1)
        && stride(from: column, to: values.count, by: columns).enumerated().allSatisfy {
          values[$1] == first + Double($0)
        }
    }
  }

  private func rewards(
    of row: CSVSource.Row, _ names: [String], _ source: CSVSource,
    _ diagnostics: inout [Diagnostic]
  ) -> [Double] {
    if let misfit = source.misfit(row, columns: names.count) {
      diagnostics.append(misfit)
      return []
    }
    var rewards: [Double] = []
    for (name, field) in zip(names, row.fields) {
      let text = field.text.trimmingCharacters(in: .whitespaces)
      if let value = decimalNumber(text), RewardLog.range.contains(value) {
        rewards.append(value)
        continue
      }
      let fault =
        text.isEmpty
        ? "the field is empty"
        : "\(field.text.quoted) is \(decimalNumber(text) == nil ? "not a number" : "out of range")"
      diagnostics.append(
        source.diagnostic(
          row.line, field.column, fault, at: name,
          hint: decimalMeant(by: text).map { "write \($0)" }
            ?? "write what the arm paid, or would have paid, in this round"))
    }
    return rewards
  }

  /// Whether the last row adds up the others: in every column, and in one to more than any reward
  /// there.
  private func holdsTotals(_ values: [Double], columns: Int) -> Bool {
    let count = values.count / columns
    guard count > 2 else { return false }
    var isBeyond = false
    for column in 0..<columns {
      var (sum, size, most) = (0.0, 0.0, 0.0)
      for row in 0..<(count - 1) {
        let value = values[row * columns + column]
        sum += value
        size += abs(value)
        most = max(most, abs(value))
      }
      let last = values[(count - 1) * columns + column]
      guard abs(last - sum) <= 1e-9 * size else { return false }
      isBeyond = isBeyond || abs(last) > most
    }
    return isBeyond
  }
}
