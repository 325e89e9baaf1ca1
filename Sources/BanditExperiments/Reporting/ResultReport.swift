import ClusterBandit

/// A result as text for people: one table for each environment.
public struct ResultReport: Sendable {
  private let result: ExperimentResult

  /// The report of a result.
  public init(_ result: ExperimentResult) { self.result = result }

  /// For a terminal.
  public func plain() -> String {
    var blocks = [result.title, facts]
    for environment in environments {
      blocks.append("\n" + heading(environment))
      blocks.append(table(environment).plain())
    }
    if let table = otherComparisons() {
      blocks.append("\nOther published values\n" + table.plain())
    }
    if !otherChecks.isEmpty {
      blocks.append("\nClaims and constants\n" + otherChecks.table.plain())
    }
    if let line = verdictLine { blocks.append("\n" + line) }
    if !noteLines.isEmpty { blocks.append("\n" + noteLines.joined(separator: "\n")) }
    return blocks.joined(separator: "\n")
  }

  /// As Markdown.
  public func markdown() -> String {
    var blocks = ["## \(result.title)", facts]
    for environment in environments {
      blocks.append("### \(heading(environment))")
      blocks.append(table(environment).markdown())
    }
    if let table = otherComparisons() {
      blocks.append("### Other published values")
      blocks.append(table.markdown())
    }
    if !otherChecks.isEmpty {
      blocks.append("### Claims and constants")
      blocks.append(otherChecks.table.markdown())
    }
    if let line = verdictLine { blocks.append(line) }
    if !noteLines.isEmpty {
      blocks.append(noteLines.map { "- \($0)" }.joined(separator: "\n"))
    }
    return blocks.joined(separator: "\n\n")
  }

  /// What linear algebra has to tell; for most results nothing.
  private var noteLines: [String] {
    result.notes.map(\.text) + [result.manifest.text].compactMap(\.self)
  }

  private var facts: String {
    "\(result.name) · seed \(result.seed) · \(grouped(result.replications)) "
      + "\(result.replications == 1 ? "replication" : "replications") · "
      + "horizon \(grouped(result.horizon)) · "
      + (result.batch > 1 ? "batches of \(grouped(result.batch)) · " : "")
      + "streams \(result.streams)"
  }

  private var environments: [String] {
    var seen: Set<String> = []
    return result.cells.map(\.environment).filter { seen.insert($0).inserted }
  }

  private func cells(_ environment: String) -> [ExperimentResult.Cell] {
    result.cells.filter { $0.environment == environment }
  }

  private func heading(_ environment: String) -> String {
    guard let cell = cells(environment).first, let rewards = cell.values[.reward],
      let regrets = cell.values[.realisedRegret]
    else { return environment }
    // Σ r plus the realised regret is T μ*, whatever the policy: the same in every replication of a
    // fixed instance, up to rounding.
    var oracle = Moments()
    for (reward, regret) in zip(rewards, regrets) { oracle.add(reward + regret) }
    let error = oracle.standardError ?? 0
    let spread = error > 1e-9 * oracle.mean.magnitude ? " ± \(fixed(error, 2))" : ""
    return "\(environment): the oracle earns \(fixed(oracle.mean, 2))\(spread)"
  }

  /// The metrics at the horizon that have published values here, in the order of the metrics.
  private func publishedMetrics(_ environment: String) -> [Metric] {
    Metric.allCases.filter { metric in
      result.comparisons.contains {
        $0.published.environment == environment && $0.published.metric == metric
          && isFinal($0.published)
      }
    }
  }

  private func isFinal(_ published: PublishedValue) -> Bool {
    cells(published.environment).first?.horizon == published.round
  }

  private func table(_ environment: String) -> TextTable {
    let cells = cells(environment)
    let compared = publishedMetrics(environment)
    // The reward leads where it is what was published, otherwise the primary measure does.
    var metrics: [Metric] = [.pseudoRegret]
    for metric in compared where [.reward, .realisedRegret].contains(metric) {
      metrics.insert(metric, at: 0)
    }
    let hasClusters = cells.contains {
      $0.final[.bestClusterShare]?.mean != $0.final[.bestArmShare]?.mean
    }
    var columns: [(name: String, alignment: TextTable.Alignment)] = [("policy", .left)]
    for metric in metrics {
      columns += [(metric.heading, .right), ("± s.e.", .right)]
      if compared.contains(metric) {
        columns += [("published", .right), ("z", .right), ("verdict", .left)]
      }
    }
    columns += [("median", .right), ("5 %", .right), ("95 %", .right), ("best arm", .right)]
    if hasClusters { columns.append(("best cluster", .right)) }
    columns.append(("stuck", .right))
    var table = TextTable(columns)
    let places = metrics.map { metric in
      decimals(forErrors: cells.map { $0.final[metric]?.standardError })
    }
    let shares =
      ([(.bestArmShare, 3)] + (hasClusters ? [(.bestClusterShare, 3)] : []) + [(.stuckFraction, 2)])
      .map { (metric: Metric, decimals: Int) in
        alignedBrackets(cells.map { concise($0.final[metric], decimals) })
      }
    for (index, cell) in cells.enumerated() {
      var row = [cell.policy]
      for (metric, places) in zip(metrics, places) {
        row += [
          fixed(cell.final[metric]?.mean, places),
          fixed(cell.final[metric]?.standardError, places),
        ]
        if compared.contains(metric) { row += comparison(cell, metric) }
      }
      let regret = cell.final[.pseudoRegret]
      let last = places.last ?? 2
      row += [
        fixed(regret?.median, last), fixed(regret?.q05, last), fixed(regret?.q95, last),
      ]
      row += shares.map { $0[index] }
      table.append(row)
    }
    return table
  }

  private func comparison(_ cell: ExperimentResult.Cell, _ metric: Metric) -> [String] {
    guard
      let found = result.comparisons.first(where: {
        $0.published.environment == cell.environment && $0.published.policy == cell.policy
          && $0.published.metric == metric && $0.published.round == cell.horizon
      })
    else { return ["", "", ""] }
    return [
      found.published.text, signed(found.z), found.agrees ? "agrees" : "DIFFERS",
    ]
  }

  /// Published values that have no column: other metrics, or rounds before the horizon.
  private func otherComparisons() -> TextTable? {
    let others = result.comparisons.filter {
      !isFinal($0.published)
        || ![.reward, .realisedRegret, .pseudoRegret].contains($0.published.metric)
    }
    guard !others.isEmpty else { return nil }
    var table = TextTable([
      ("environment", .left), ("policy", .left), ("metric", .left), ("round", .right),
      ("measured", .right), ("± s.e.", .right), ("5 %", .right), ("95 %", .right),
      ("published", .right), ("± s.e. of it", .right), ("z", .right), ("verdict", .left),
    ])
    for one in others {
      let places = decimals(forErrors: [one.standardError, one.publishedStandardError])
      // Quantiles over replications are kept at the horizon only.
      let summary =
        isFinal(one.published)
        ? cells(one.published.environment).first { $0.policy == one.published.policy }?
          .final[one.published.metric] : nil
      table.append([
        one.published.environment, one.published.policy, one.published.metric.rawValue,
        grouped(one.published.round), fixed(one.mean, places), fixed(one.standardError, places),
        fixed(summary?.q05, places), fixed(summary?.q95, places),
        one.published.text, fixed(one.publishedStandardError, places), signed(one.z),
        one.agrees ? "agrees" : "DIFFERS",
      ])
    }
    return table
  }

  /// What is checked besides published values.
  private var otherChecks: [Check] { result.checks.filter { $0.kind != .published } }

  private var verdictLine: String? {
    guard !result.comparisons.isEmpty else { return nil }
    let agreeing = result.comparisons.count { $0.agrees }
    let hasTolerance = result.comparisons.contains { $0.published.tolerance != nil }
    return "\(agreeing) of \(result.comparisons.count) published values agree "
      + "(|z| ≤ 3\(hasTolerance ? ", or within ± %" : ""); "
      + "medians and quantiles are of the pseudo-regret)"
  }
}

extension Metric {
  /// The heading of a column.
  var heading: String { rawValue.replacing("-", with: " ") }
}
