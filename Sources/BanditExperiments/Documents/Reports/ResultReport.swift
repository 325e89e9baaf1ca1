import ClusterBandit

/// A result as a document: what each policy lost, beside what was published of it.
///
/// Several environments begin with one summary, see ``ResultSummary``; each one's own table follows
/// if details are wanted. A single environment has its table alone.
public struct ResultReport: Report {
  private let result: ResultSet
  private let comparisons: [PublishedComparison]
  private let isDetailed: Bool
  private let hasCurves: Bool
  private let environments: [String]

  /// The report of a result, by default with the tables of one environment only.
  ///
  /// - Parameter hasCurves: whether each environment's table ends with the curves of its regrets.
  public init(_ result: ResultSet, isDetailed: Bool = false, hasCurves: Bool = false) {
    self.result = result
    self.hasCurves = hasCurves
    comparisons = result.comparisons
    environments = result.environments
    self.isDetailed = isDetailed || environments.count < 2
  }

  /// Whether there are tables that details would add.
  public var hidesDetails: Bool { !isDetailed }

  /// The document.
  public var document: Document {
    var blocks = result.subject.heading
    if environments.count > 1 { blocks += ResultSummary(result).blocks }
    if isDetailed { blocks += environments.map { .table(table($0)) } }
    let others = otherComparisons
    if !others.isEmpty {
      blocks.append(
        .table(
          Table(
            title: isDetailed ? "Other published values" : "Published values", others,
            Self.comparisonFields { quantiles($0) })))
    }
    let checks = result.checks.filter { $0.kind != .published }
    if !checks.isEmpty { blocks.append(.table(checks.table(title: "Claims and constants"))) }
    if let line = verdictLine { blocks.append(.paragraph(line)) }
    return Document(blocks + [.list(result.footnotes)])
  }

  /// The keys of all columns that tables of results may have.
  public static var columnKeys: [String] {
    let metrics: [Metric] = [.reward, .realisedRegret, .pseudoRegret]
    let fields =
      environmentFields(metrics, compared: metrics, hasClusters: true, places: { _ in 1 }) {
        _, _ in nil
      } + [curveField([])]
    let keys =
      fields.map(\.column.key) + comparisonFields { _ in nil }.map(\.column.key)
      + [Check].fields.map(\.column.key)
    var seen: Set<String> = []
    return keys.filter { seen.insert($0).inserted }
  }

  // MARK: One environment

  private func heading(_ environment: String) -> String {
    guard let cell = result.cells(of: environment).first, let rewards = cell.values[.reward],
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

  private func table(_ environment: String) -> Table {
    let cells = result.cells(of: environment)
    let compared = Metric.allCases.filter { metric in
      comparisons.contains {
        $0.published.environment == environment && $0.published.metric == metric
          && result.isFinal($0.published)
      }
    }
    // The reward leads where it is what was published, otherwise the primary measure does.
    var metrics: [Metric] = [.pseudoRegret]
    for metric in compared where [.reward, .realisedRegret].contains(metric) {
      metrics.insert(metric, at: 0)
    }
    let hasClusters = cells.contains {
      $0.final[.bestClusterShare]?.mean != $0.final[.bestArmShare]?.mean
    }
    let fields = Self.environmentFields(
      metrics, compared: compared, hasClusters: hasClusters,
      places: { metric in decimals(forErrors: cells.map { $0.final[metric]?.standardError }) },
      comparison: { cell, metric in
        comparisons.first {
          $0.published.environment == cell.environment && $0.published.policy == cell.policy
            && $0.published.metric == metric && $0.published.round == cell.horizon
        }
      })
    return Table(
      title: heading(environment), cells,
      fields + (hasCurves ? [Self.curveField(cells)] : []))
  }

  /// The pseudo-regret against the rounds, on one scale in all rows.
  private static func curveField(_ cells: [ResultSet.Cell]) -> CellField {
    func means(_ cell: ResultSet.Cell) -> [Double] {
      cell.curves[.pseudoRegret]?.map(\.mean) ?? []
    }
    let largest = cells.flatMap(means).max() ?? 0
    return CellField("curve", "regret, 0 to T", .left, priority: 9, isOrnament: true) {
      Sparkline.text($0.rounds, means($0), upTo: largest).map { .text($0) } ?? .blank
    }
  }

  private typealias CellField = Table.Field<ResultSet.Cell>

  private static func environmentFields(
    _ metrics: [Metric], compared: [Metric], hasClusters: Bool, places: (Metric) -> Int,
    comparison: @escaping (ResultSet.Cell, Metric) -> PublishedComparison?
  ) -> [CellField] {
    var fields = [CellField("policy", nil, .left) { .text($0.policy) }]
    for metric in metrics {
      let (places, key) = (places(metric), metric.key)
      let priority = metric == .pseudoRegret ? 0 : 3
      fields += [
        CellField(key, metric.heading, priority: priority) {
          .number($0.final[metric]?.mean, decimals: places)
        },
        CellField("\(key)_standard_error", "± s.e.", priority: priority) {
          .number($0.final[metric]?.standardError, decimals: places)
        },
      ]
      guard compared.contains(metric) else { continue }
      fields += [
        CellField("\(key)_published", "published", priority: 4) {
          comparison($0, metric).map { .shown($0.published.text, $0.published.mean) } ?? .blank
        },
        CellField("\(key)_z", "z", priority: 2) {
          comparison($0, metric).map { .shown(signed($0.z), $0.z) } ?? .blank
        },
        CellField("\(key)_verdict", "verdict", .left, priority: 2) {
          comparison($0, metric).map { .text($0.word) } ?? .blank
        },
      ]
    }
    let regret = places(.pseudoRegret)
    func quantile(
      _ key: String, _ title: String, priority: Int, _ value: @escaping (Summary) -> Double
    ) -> CellField {
      CellField(key, title, priority: priority) {
        .number($0.final[.pseudoRegret].map(value), decimals: regret)
      }
    }
    func share(_ metric: Metric, _ title: String, _ decimals: Int, priority: Int) -> CellField {
      CellField(metric.key, title, priority: priority) { .estimate($0.final[metric], decimals) }
    }
    return fields + [
      quantile("median", "median", priority: 1) { $0.median },
      quantile("q05", "5 %", priority: 7) { $0.q05 },
      quantile("q95", "95 %", priority: 7) { $0.q95 },
      share(.bestArmShare, "best arm", 3, priority: 6),
    ] + (hasClusters ? [share(.bestClusterShare, "best cluster", 3, priority: 8)] : [])
      + [share(.stuckFraction, "stuck", 2, priority: 5)]
  }

  // MARK: Published values

  /// Published values that have no column: other metrics, rounds before the horizon, and all of
  /// tables that are not shown.
  private var otherComparisons: [PublishedComparison] {
    comparisons.filter {
      !isDetailed || !result.isFinal($0.published)
        || ![.reward, .realisedRegret, .pseudoRegret].contains($0.published.metric)
    }
  }

  /// What was measured of a published value; quantiles over replications are kept at the horizon
  /// only.
  private func quantiles(_ one: PublishedComparison) -> Summary? {
    guard result.isFinal(one.published) else { return nil }
    return result.cells(of: one.published.environment).first { $0.policy == one.published.policy }?
      .final[one.published.metric]
  }

  private static func comparisonFields(
    quantiles: @escaping (PublishedComparison) -> Summary?
  ) -> [Table.Field<PublishedComparison>] {
    func places(_ one: PublishedComparison) -> Int {
      decimals(forErrors: [one.standardError, one.publishedStandardError])
    }
    return [
      .init("environment", nil, .left) { .text($0.published.environment) },
      .init("policy", nil, .left) { .text($0.published.policy) },
      .init("metric", nil, .left, priority: 3) { .text($0.published.metric.rawValue) },
      .init("round", priority: 4) { .integer($0.published.round) },
      .init("measured", priority: 1) { .number($0.mean, decimals: places($0)) },
      .init("standard_error", "± s.e.", priority: 1) {
        .number($0.standardError, decimals: places($0))
      },
      .init("q05", "5 %", priority: 6) { .number(quantiles($0)?.q05, decimals: places($0)) },
      .init("q95", "95 %", priority: 6) { .number(quantiles($0)?.q95, decimals: places($0)) },
      .init("published", priority: 2) { .shown($0.published.text, $0.published.mean) },
      .init("published_standard_error", "± s.e. of it", priority: 5) {
        .number($0.publishedStandardError, decimals: places($0))
      },
      .init("z", priority: 0) { .shown(signed($0.z), $0.z) },
      .init("verdict", nil, .left, priority: 0) { .text($0.word) },
    ]
  }

  private var verdictLine: String? {
    guard !comparisons.isEmpty else { return nil }
    let agreeing = comparisons.count { $0.agrees }
    let hasTolerance = comparisons.contains { $0.published.tolerance != nil }
    return "\(agreeing) of \(comparisons.count) published values agree "
      + "(|z| ≤ 3\(hasTolerance ? ", or within ± %" : "")"
      + (isDetailed ? "; medians and quantiles are of the pseudo-regret)" : ")")
  }
}

extension PublishedComparison {
  /// The verdict as a table shows it.
  fileprivate var word: String { agrees ? "agrees" : "DIFFERS" }
}
