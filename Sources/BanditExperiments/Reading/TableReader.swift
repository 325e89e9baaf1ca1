import ClusterBandit
import Foundation

/// Reads a CSV file with the columns cluster, arm and theta into an ``ArmTable``.
///
/// Other columns are ignored.
struct TableReader {
  let file: String

  /// The table, or all that is wrong with it.
  func read(_ bytes: Data) throws(InvalidInput) -> ArmTable {
    let source = CSVSource(file: file)
    var diagnostics: [Diagnostic] = []
    let rows = try source.rows(bytes, needing: "cluster, arm, theta", &diagnostics)
    let header = rows[0]
    let names = header.fields.map { $0.text.trimmingCharacters(in: .whitespaces) }
    var columns: [Int] = []
    for name in ["cluster", "arm", "theta"] {
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
        diagnostics.append(source.missing(name, among: names, line: header.line))
      }
    }
    guard columns.count == 3 else { throw InvalidInput(diagnostics) }
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
    return ArmTable(clusters: table.clusters, arms: table.arms, means: table.means)
  }

  private struct Columns {
    var clusters: [String] = []
    var arms: [String] = []
    var means: [Double] = []
    private var names = RowNames()

    mutating func append(
      _ row: CSVSource.Row, _ columns: [Int], width: Int, _ source: CSVSource,
      _ diagnostics: inout [Diagnostic]
    ) {
      guard row.fields.count == width else {
        diagnostics.append(
          source.diagnostic(
            row.line, 1, "the row has \(row.fields.count) fields and not \(width)", at: "row",
            hint: "one field for each column of the first line"))
        return
      }
      let (cluster, arm, theta) = (
        row.fields[columns[0]], row.fields[columns[1]], row.fields[columns[2]]
      )
      names.add(cluster: cluster, arm: arm, of: row, source, &diagnostics)
      guard let mean = decimalNumber(theta.text.trimmingCharacters(in: .whitespaces)),
        mean >= 0, mean <= 1
      else {
        diagnostics.append(
          source.diagnostic(
            row.line, theta.column, "\(theta.text.quoted) is not a probability", at: "theta",
            hint: "write \(decimalMeant(by: theta.text) ?? NumberRange.probability.words)"))
        return
      }
      clusters.append(cluster.text)
      arms.append(arm.text)
      means.append(mean)
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
