import Foundation

/// The clusters and arms that the rows of a table name.
///
/// Arms may be numbered anew in every cluster: an arm is known by its cluster and its name.
struct RowNames {
  private struct Pair: Hashable {
    let cluster: String
    let arm: String
  }

  private struct First {
    let text: String
    let line: Int
  }

  private var lines: [Pair: Int] = [:]
  /// The first spelling of each cluster, by what is the same of all its spellings.
  private var clusters: [String: First] = [:]
  private var arms: [Pair: First] = [:]
  private var reported: Set<Pair> = []

  /// Notes the names of a row, after reporting what is wrong with them.
  mutating func add(
    cluster: CSVSource.Field, arm: CSVSource.Field, of row: CSVSource.Row, _ source: CSVSource,
    _ diagnostics: inout [Diagnostic]
  ) {
    func report(_ field: CSVSource.Field, _ message: String, at key: String, hint: String) {
      diagnostics.append(source.diagnostic(row.line, field.column, message, at: key, hint: hint))
    }
    for (key, field) in [("cluster", cluster), ("arm", arm)] where field.text.isEmpty {
      report(field, "the field is empty", at: key, hint: "give it a name")
    }
    let pair = Pair(cluster: cluster.text, arm: arm.text)
    if let line = lines[pair] {
      report(
        arm, "arm \(arm.text.quoted) of cluster \(cluster.text.quoted) is in line \(line), too",
        at: "arm", hint: "every arm of a cluster has one row")
      return
    }
    lines[pair] = row.line
    let difference = "differ only in capitals, spaces or leading zeros"
    let hint = "write them alike if they are the same, else give one another name"
    let first = clusters[cluster.text.likeness, default: First(text: cluster.text, line: row.line)]
    clusters[cluster.text.likeness] = first
    if first.text != cluster.text,
      reported.insert(Pair(cluster: cluster.text, arm: "")).inserted
    {
      report(
        cluster,
        "clusters \(first.text.quoted) (line \(first.line)) and \(cluster.text.quoted) \(difference)",
        at: "cluster", hint: hint)
    }
    let alike = Pair(cluster: cluster.text, arm: arm.text.likeness)
    guard let other = arms[alike] else {
      arms[alike] = First(text: arm.text, line: row.line)
      return
    }
    report(
      arm, "arms \(other.text.quoted) (line \(other.line)) and \(arm.text.quoted) \(difference)",
      at: "arm", hint: hint)
  }
}

extension String {
  /// The text without what is easily written in two ways: capitals, outer spaces, leading zeros.
  var likeness: String {
    let word = trimmingCharacters(in: .whitespaces).lowercased()
    let digits = word.drop { $0 == "0" }
    return digits.first?.isNumber == true ? String(digits) : word
  }
}
