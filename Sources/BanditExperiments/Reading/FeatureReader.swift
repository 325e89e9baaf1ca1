import ClusterBandit
import Foundation
import TextFiles

/// Reads a CSV file with the columns cluster and arm into ``ArmFeatures``: every other column is a
/// feature.
struct FeatureReader {
  let file: String

  private static let needed = "cluster, arm and one for each feature"

  /// The table, or all that is wrong with it.
  func read(_ bytes: Data) throws(InvalidInput) -> ArmFeatures {
    let source = CSVSource(file: file)
    var diagnostics: [Diagnostic] = []
    let text = try source.table(bytes, needing: FeatureReader.needed, &diagnostics)
    let columns = try columns(of: text, source, &diagnostics)
    var table = Table(columns: columns, width: text.rows[0].count)
    for row in text.rows.dropFirst() { table.append(row, text, source, &diagnostics) }
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
    of text: CSVTable, _ source: CSVSource, _ diagnostics: inout [Diagnostic]
  ) throws(InvalidInput) -> Columns {
    let header = text.rows[0]
    let names = source.names(of: text)
    if let headless = source.headless(names, line: header.line, needing: "cluster,arm,feature") {
      throw InvalidInput(diagnostics + [headless])
    }
    var features: [(name: String, place: Int)] = []
    for (place, name) in names.enumerated() {
      let column = text.column(header.fields.lowerBound + place)
      if name.isEmpty {
        diagnostics.append(
          source.diagnostic(
            header.line, column, "the column has no name", at: "",
            hint: "give every feature a name"))
      } else if names[..<place].contains(name) {
        diagnostics.append(
          source.diagnostic(
            header.line, column, "there are two columns \(name.quoted)", at: name,
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
      _ row: CSVTable.Row, _ text: CSVTable, _ source: CSVSource, _ diagnostics: inout [Diagnostic]
    ) {
      if let misfit = source.misfit(row, of: text, columns: width) {
        diagnostics.append(misfit)
        return
      }
      let first = row.fields.lowerBound
      let (clusterField, armField) = (first + columns.cluster, first + columns.arm)
      let (cluster, arm) = (text.text(clusterField), text.text(armField))
      let faults = names.add(group: cluster, member: arm, line: row.line)
      if !faults.isEmpty || cluster.isEmpty || arm.isEmpty {
        source.report(
          faults, cluster: clusterField, arm: armField, of: row, text, &diagnostics)
      }
      clusters.append(cluster)
      arms.append(arm)
      for (name, place) in columns.features {
        let field = first + place
        let value = text.number(field)
        if let value, ArmFeatures.range.contains(value) {
          values.append(value)
          continue
        }
        let written = text.text(field)
        let fault = value == nil ? "not a number" : "out of range"
        diagnostics.append(
          source.diagnostic(
            row.line, text.column(field),
            written.isBlank ? "the field is empty" : "\(written.quoted) is \(fault)", at: name,
            hint: "write "
              + (decimalMeant(by: written.trimmed)
                ?? "\(ArmFeatures.range.words) in decimal notation")))
      }
    }
  }
}
