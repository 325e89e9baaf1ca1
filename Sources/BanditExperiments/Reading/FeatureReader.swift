import ClusterBandit
import Foundation

/// Reads a CSV file with the columns cluster and arm into ``ArmFeatures``: every other column is a
/// feature.
struct FeatureReader {
  let file: String

  private static let needed = "cluster, arm and one for each feature"

  /// The table, or all that is wrong with it.
  func read(_ bytes: Data) throws(InvalidInput) -> ArmFeatures {
    let source = CSVSource(file: file)
    var diagnostics: [Diagnostic] = []
    let rows = try source.rows(bytes, needing: FeatureReader.needed, &diagnostics)
    let columns = try columns(of: rows[0], source, &diagnostics)
    var table = Table(columns: columns, width: rows[0].fields.count)
    for row in rows.dropFirst() { table.append(row, source, &diagnostics) }
    if table.arms.isEmpty, diagnostics.isEmpty {
      diagnostics.append(
        source.diagnostic(
          1, 1, "the table has no rows", at: "", hint: "write one row for each arm"))
    }
    guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
    return ArmFeatures(
      clusters: table.clusters, arms: table.arms, names: columns.features.map(\.name),
      values: table.values)
  }

  /// Where the columns stand in a row.
  private struct Columns {
    let cluster: Int
    let arm: Int
    let features: [(name: String, place: Int)]
  }

  private func columns(
    of header: CSVSource.Row, _ source: CSVSource, _ diagnostics: inout [Diagnostic]
  ) throws(InvalidInput) -> Columns {
    if let headless = source.headless(header, needing: "cluster,arm,feature") {
      throw InvalidInput(diagnostics + [headless])
    }
    let names = header.fields.map { $0.text.trimmingCharacters(in: .whitespaces) }
    var features: [(name: String, place: Int)] = []
    for (place, name) in names.enumerated() {
      let field = header.fields[place]
      if name.isEmpty {
        diagnostics.append(
          source.diagnostic(
            header.line, field.column, "the column has no name", at: "",
            hint: "give every feature a name"))
      } else if names[..<place].contains(name) {
        diagnostics.append(
          source.diagnostic(
            header.line, field.column, "there are two columns \(name.quoted)", at: name,
            hint: "keep one of them, or give it another name"))
      } else if name != "cluster", name != "arm" {
        features.append((name, place))
      }
    }
    for name in ["cluster", "arm"] where !names.contains(name) {
      diagnostics.append(source.missing(name, among: names, line: header.line))
    }
    guard let cluster = names.firstIndex(of: "cluster"), let arm = names.firstIndex(of: "arm")
    else { throw InvalidInput(diagnostics) }
    guard (1...CorrelatedClusters.dimensionLimit).contains(features.count) else {
      diagnostics.append(
        source.diagnostic(
          header.line, 1, "there are \(grouped(features.count)) columns of features", at: "",
          hint: "there may be 1 to "
            + "\(grouped(CorrelatedClusters.dimensionLimit)) columns"))
      throw InvalidInput(diagnostics)
    }
    return Columns(cluster: cluster, arm: arm, features: features)
  }

  /// The rows so far.
  private struct Table {
    let columns: Columns
    let width: Int
    var clusters: [String] = []
    var arms: [String] = []
    var values: [Double] = []
    private var names = RowNames()

    init(columns: Columns, width: Int) {
      self.columns = columns
      self.width = width
    }

    mutating func append(
      _ row: CSVSource.Row, _ source: CSVSource, _ diagnostics: inout [Diagnostic]
    ) {
      if let misfit = source.misfit(row, columns: width) {
        diagnostics.append(misfit)
        return
      }
      let (cluster, arm) = (row.fields[columns.cluster], row.fields[columns.arm])
      names.add(cluster: cluster, arm: arm, of: row, source, &diagnostics)
      clusters.append(cluster.text)
      arms.append(arm.text)
      for (name, place) in columns.features {
        let field = row.fields[place]
        let text = field.text.trimmingCharacters(in: .whitespaces)
        guard let value = decimalNumber(text), ArmFeatures.range.contains(value) else {
          let isFar = decimalNumber(text) != nil
          diagnostics.append(
            source.diagnostic(
              row.line, field.column,
              "\(field.text.quoted) is \(isFar ? "out of range" : "not a number")", at: name,
              hint: "write "
                + (decimalMeant(by: text) ?? "\(ArmFeatures.range.words) in decimal notation")))
          continue
        }
        values.append(value)
      }
    }
  }
}
