import ClusterBandit

/// Paired comparisons as text for people: one table for each environment.
public struct ComparisonReport: Sendable {
  private let comparison: ExperimentComparison

  /// The report of a comparison.
  public init(_ comparison: ExperimentComparison) { self.comparison = comparison }

  /// For a terminal.
  public func plain() -> String {
    var blocks = [comparison.values.title, facts]
    for environment in comparison.environments {
      blocks.append("\n" + heading(environment))
      blocks.append(table(environment).plain())
    }
    return (blocks + ["\n" + legend.joined(separator: "\n")]).joined(separator: "\n")
  }

  /// As Markdown.
  public func markdown() -> String {
    var blocks = ["## \(comparison.values.title)", facts]
    for environment in comparison.environments {
      blocks.append("### \(heading(environment))")
      blocks.append(table(environment).markdown())
    }
    return (blocks + [legend.joined(separator: "\n")]).joined(separator: "\n\n")
  }

  private var metric: Metric { comparison.selection.metric }
  private var percent: String { (100 * comparison.selection.level).percentage }
  private var risk: String { (100 * (1 - comparison.selection.level)).percentage }

  private var facts: String {
    let values = comparison.values
    return "\(values.name) · seed \(values.seed) · \(grouped(values.replications)) "
      + "\(values.replications == 1 ? "replication" : "replications") · "
      + "horizon \(grouped(values.horizon)) · streams \(values.streams)"
  }

  private func heading(_ environment: ExperimentComparison.Environment) -> String {
    // A sweep gives environments horizons of their own.
    let horizon =
      environment.horizon == comparison.values.horizon
      ? "" : " after \(grouped(environment.horizon)) rounds"
    return "\(environment.label): \(metric.heading) of A minus that of B\(horizon)"
  }

  private func table(_ environment: ExperimentComparison.Environment) -> TextTable {
    let pairs = environment.pairs
    let hasTies = pairs.contains { $0.comparison.ties > 0 }
    var columns: [(name: String, alignment: TextTable.Alignment)] = [
      ("A", .left), ("B", .left), ("mean", .right), ("\(percent) interval", .right),
      ("median", .right), ("\(percent) interval", .right), ("A better", .right),
    ]
    if hasTies { columns.append(("equal", .right)) }
    columns += [("sign p", .right), ("flip p", .right), ("Holm p", .right), ("verdict", .left)]
    var table = TextTable(columns)
    let places = decimals(forErrors: pairs.map(\.comparison.standardError))
    for pair in pairs {
      let one = pair.comparison
      var row = [
        pair.first, pair.second, fixed(one.mean, places), text(one.interval, places),
        fixed(one.median, places), text(one.medianInterval, places),
        share(metric.isBetterLower ? one.lower : one.higher, one.replications),
      ]
      if hasTies { row.append(share(one.ties, one.replications)) }
      row += [probability(one.signTest), probability(one.permutationTest)]
      row += [probability(pair.adjusted), words(pair)]
      table.append(row)
    }
    return table
  }

  private func text(_ interval: PairedComparison.Interval?, _ places: Int) -> String {
    interval.map { "[\(fixed($0.low, places)), \(fixed($0.high, places))]" } ?? "–"
  }

  private func share(_ count: Int, _ replications: Int) -> String {
    replications == 0 ? "–" : fixed(Double(count) / Double(replications), 2)
  }

  /// Four decimals; what rounds to 0 is "<0.0001".
  private func probability(_ p: Double) -> String { p < 0.00005 ? "<0.0001" : fixed(p, 4) }

  private func words(_ pair: ExperimentComparison.Pair) -> String {
    let better = metric.isBetterLower ? "lower" : "higher"
    let text =
      switch pair.verdict {
      case .firstBetter: "A \(better)"
      case .secondBetter: "B \(better)"
      case .undecided: "undecided"
      case .equal: "always equal"
      case .oneReplication: "one replication"
      }
    return pair.isContested ? text + " †" : text
  }

  private var legend: [String] {
    let pairs = comparison.environments.flatMap(\.pairs)
    var lines = [
      "Differences are within replications: both policies play the same instance with the same "
        + "reward draws, and \(metric.isBetterLower ? "lower" : "higher") is better.",
      "Intervals: of the mean by Student's t; of the median by order statistics, right for any law.",
      "sign p: exact sign test\(pairs.contains { $0.comparison.ties > 0 } ? " without ties" : "")"
        + "; flip p: sign-flip permutation test of the mean, \(patterns(pairs));",
      "Holm p: flip p corrected for all pairs of its table; the verdict says which policy has the "
        + "\(metric.isBetterLower ? "lower" : "higher") mean where Holm p ≤ \(risk).",
    ]
    if pairs.contains(where: \.isContested) {
      lines.append(
        "† The median says the opposite: a few replications with large differences decide the mean."
      )
    }
    if comparison.values.replications < 2 {
      lines.append(
        "One replication has neither intervals nor tests: use --replications to run more.")
    }
    return lines
  }

  /// How the permutations were done; pairs with few differences may have theirs counted.
  private func patterns(_ pairs: [ExperimentComparison.Pair]) -> String {
    let drawn = Set(pairs.compactMap(\.comparison.permutations)).sorted()
    let counted = pairs.contains { $0.comparison.permutations == nil }
    let words =
      drawn.map { "\(grouped($0)) patterns drawn" } + (counted ? ["all patterns counted"] : [])
    return words.joined(separator: " or ")
  }
}

extension Double {
  /// "95 %", "99.9 %": one decimal if there is one.
  fileprivate var percentage: String {
    let text = fixed(self, 1)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
  }
}
