import ClusterBandit
import Foundation

/// Reads a CSV file with the columns cluster, arm and theta, or cluster, arm, mean and
/// standard-deviation, into an ``ArmTable``.
///
/// Other columns are ignored, and theta goes before mean.
struct TableReader {
  let file: String

  /// The table, or all that is wrong with it.
  func read(_ bytes: Data) throws(InvalidInput) -> ArmTable {
    let source = CSVSource(file: file)
    var diagnostics: [Diagnostic] = []
    let rows = try source.rows(bytes, needing: "cluster, arm, theta", &diagnostics)
    let header = rows[0]
    let names = header.fields.map {
      let name = $0.text.trimmingCharacters(in: .whitespaces)
      return name == "standard_deviation" ? "standard-deviation" : name
    }
    let isNormal = !names.contains("theta") && names.contains("mean")
    if let headless = source.headless(header, needing: "cluster,arm,theta") {
      throw InvalidInput([headless])
    }
    let needed = ["cluster", "arm"] + (isNormal ? ["mean", "standard-deviation"] : ["theta"])
    var columns: [Int] = []
    for name in needed {
      if let index = names.firstIndex(of: name) {
        columns.append(index)
        if let second = names[(index + 1)...].firstIndex(of: name) {
          diagnostics.append(
            source.diagnostic(
              header.line, header.fields[second].column, "there are two columns \(name.quoted)",
              at: name,
              hint: "keep one of them"))
        }
      } else {
        let missing = source.missing(name, among: names, line: header.line)
        diagnostics.append(
          name == "standard-deviation" && missing.hint.hasPrefix("the columns are")
            ? source.diagnostic(
              header.line, 1, missing.message, at: name,
              hint: "normal rewards need it; for 0/1 rewards call the column of means 'theta'")
            : missing)
      }
    }
    guard columns.count == needed.count else { throw InvalidInput(diagnostics) }
    var table = Columns()
    for row in rows.dropFirst() {
      table.append(row, columns, width: names.count, source, &diagnostics)
    }
    if table.means.isEmpty, diagnostics.isEmpty {
      diagnostics.append(
        source.diagnostic(1, 1, "the table has no rows", at: "", hint: "write one row for each arm")
      )
    }
    guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
    return ArmTable(
      clusters: table.clusters, arms: table.arms, means: table.means,
      standardDeviations: isNormal ? table.deviations : nil)
  }

  /// What spreadsheets call a row that sums up the others.
  private static let totals: Set<String> = ["total", "totals", "sum", "mean", "average"]

  private struct Columns {
    var clusters: [String] = []
    var arms: [String] = []
    var means: [Double] = []
    var deviations: [Double] = []
    private var names = RowNames()

    mutating func append(
      _ row: CSVSource.Row, _ columns: [Int], width: Int, _ source: CSVSource,
      _ diagnostics: inout [Diagnostic]
    ) {
      if let misfit = source.misfit(row, columns: width) {
        diagnostics.append(misfit)
        return
      }
      let (cluster, arm) = (row.fields[columns[0]], row.fields[columns[1]])
      if [cluster, arm].contains(where: { TableReader.totals.contains($0.text.likeness) }) {
        diagnostics.append(
          source.diagnostic(
            row.line, 1, "the row holds totals", at: "row", hint: "remove it: every row is one arm")
        )
        return
      }
      names.add(cluster: cluster, arm: arm, of: row, source, &diagnostics)
      let isNormal = columns.count == 4
      func number(
        _ place: Int, _ name: String, _ range: NumberRange, _ what: String
      ) -> Double? {
        let field = row.fields[columns[place]]
        let value = decimalNumber(field.text.trimmingCharacters(in: .whitespaces))
        if let value, range.contains(value) { return value }
        let isCount = !isNormal && value.map { $0 > 1 && $0 == $0.rounded() } ?? false
        diagnostics.append(
          source.diagnostic(
            row.line, field.column, "\(field.text.quoted) is not \(what)", at: name,
            hint: "write \(decimalMeant(by: field.text) ?? range.words)"
              + (isCount ? ": successes divided by trials" : "")))
        return nil
      }
      let mean =
        isNormal
        ? number(2, "mean", .location, "a mean")
        : number(2, "theta", .probability, "a probability")
      let deviation =
        isNormal
        ? number(3, "standard-deviation", .closed(0, 1e50), "a standard deviation") : 0
      guard let mean, let deviation else { return }
      clusters.append(cluster.text)
      arms.append(arm.text)
      means.append(mean)
      deviations.append(deviation)
    }
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
