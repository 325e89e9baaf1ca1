import ClusterBandit
import Foundation
import TextFiles

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
    let text = try source.table(bytes, needing: "cluster, arm, theta", &diagnostics)
    let header = text.rows[0]
    let written = source.names(of: text)
    let names = written.map { $0 == "standard_deviation" ? "standard-deviation" : $0 }
    let isNormal = !names.contains("theta") && names.contains("mean")
    if let headless = source.headless(names, line: header.line, needing: "cluster,arm,theta") {
      throw InvalidInput([headless])
    }
    if let both = thetaBesideDeviation(text, names, source) { diagnostics.append(both) }
    let needed = ["cluster", "arm"] + (isNormal ? ["mean", "standard-deviation"] : ["theta"])
    var columns: [Int] = []
    for name in needed {
      if let index = names.firstIndex(of: name) {
        columns.append(index)
        if let second = names[(index + 1)...].firstIndex(of: name) {
          diagnostics.append(
            source.diagnostic(
              header.line, text.column(header.fields.lowerBound + second),
              "there are two columns \(name.quoted)",
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
    guard columns.count == needed.count else {
      let areUnknown = diagnostics.allSatisfy { $0.hint.hasPrefix("the columns are") }
      guard columns.isEmpty, areUnknown, let first = diagnostics.first else {
        throw InvalidInput(diagnostics)
      }
      throw InvalidInput([
        source.diagnostic(
          header.line, 1, "the columns cluster, arm and theta are missing", at: "",
          hint: first.hint)
      ])
    }
    var table = Columns()
    for row in text.rows.dropFirst() {
      table.append(row, columns, width: names.count, text, source, &diagnostics)
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

  /// That standard deviations stand beside the means of 0/1 rewards, which have none.
  private func thetaBesideDeviation(
    _ text: CSVTable, _ names: [String], _ source: CSVSource
  ) -> Diagnostic? {
    let words = (CSVSource.otherNames["standard-deviation"] ?? []).union(["standarddeviation"])
    guard names.contains("theta"), !names.contains("mean"),
      let place = names.firstIndex(where: { words.contains($0.folded) })
    else { return nil }
    let header = text.rows[0]
    return source.diagnostic(
      header.line, text.column(header.fields.lowerBound + place),
      "the column stands beside 'theta', and 0/1 rewards have no standard deviation of their own",
      at: names[place],
      hint: "for normal rewards call 'theta' 'mean' and this one 'standard-deviation', else remove "
        + "it")
  }

  private struct Columns {
    var clusters: [String] = []
    var arms: [String] = []
    var means: [Double] = []
    var deviations: [Double] = []
    private var names = RowNames()

    mutating func append(
      _ row: CSVTable.Row, _ columns: [Int], width: Int, _ text: CSVTable, _ source: CSVSource,
      _ diagnostics: inout [Diagnostic]
    ) {
      if let misfit = source.misfit(row, of: text, columns: width) {
        diagnostics.append(misfit)
        return
      }
      let first = row.fields.lowerBound
      let (clusterField, armField) = (first + columns[0], first + columns[1])
      let (cluster, arm) = (text.text(clusterField), text.text(armField))
      if RowNames.isTotal(cluster) || RowNames.isTotal(arm) {
        diagnostics.append(
          source.diagnostic(
            row.line, 1, "the row holds totals", at: "row", hint: "remove it: every row is one arm")
        )
        return
      }
      let faults = names.add(group: cluster, member: arm, line: row.line)
      if !faults.isEmpty || cluster.isEmpty || arm.isEmpty {
        source.report(
          faults, cluster: clusterField, arm: armField, of: row, text, &diagnostics)
      }
      let isNormal = columns.count == 4
      func number(
        _ place: Int, _ name: String, _ range: NumberRange, _ what: String
      ) -> Double? {
        let field = first + columns[place]
        let value = text.number(field)
        if let value, range.contains(value) { return value }
        let written = text.text(field)
        let isCount = !isNormal && value.map { $0 > 1 && $0 == $0.rounded() } ?? false
        diagnostics.append(
          source.diagnostic(
            row.line, text.column(field),
            written.isBlank ? "the field is empty" : "\(written.quoted) is not \(what)", at: name,
            hint: "write \(decimalMeant(by: written) ?? range.words)"
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
      clusters.append(cluster)
      arms.append(arm)
      means.append(mean)
      deviations.append(deviation)
    }
  }
}
