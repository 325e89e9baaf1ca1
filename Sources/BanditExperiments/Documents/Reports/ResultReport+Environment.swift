import ClusterBandit

/// The table of one environment.
extension ResultReport {
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

  func blocks(_ environment: String, _ medium: Medium) -> [Document.Block] {
    let best = medium == .page ? BestPolicy(result, environment) : nil
    return [
      .table(table(environment, best, hasCurves: hasCurves && medium != .page)),
      .list(best.map { ["\($0.text) (\(BestPolicy.tests))"] } ?? []),
    ]
  }

  private func table(_ environment: String, _ best: BestPolicy?, hasCurves: Bool) -> Table {
    let cells = result.cells(of: environment)
    let compared = Metric.allCases.filter { metric in
      comparisons.contains {
        guard let mean = $0.target.mean else { return false }
        return mean.environment == environment && mean.metric == metric && result.isFinal(mean)
      }
    }
    // The reward leads where it is what was published, otherwise the primary measure does.
    var metrics: [Metric] = [.pseudoRegret]
    for metric in compared where [.reward, .realisedRegret].contains(metric) {
      metrics.insert(metric, at: 0)
    }
    let hasDiscount = cells.contains { $0.final[.discountedRegret] != nil }
    let hasEvidence = cells.contains { $0.final[.logBayesFactor] != nil }
    let hasClusters = cells.contains {
      $0.final[.bestClusterShare]?.mean != $0.final[.bestArmShare]?.mean
    }
    let fields = Self.environmentFields(
      metrics, compared: compared, hasClusters: hasClusters, hasEvidence: hasEvidence,
      hasDiscount: hasDiscount, marked: best.map { $0.isAlone ? [$0.policy] : [] } ?? [],
      places: { metric in decimals(forErrors: cells.map { $0.final[metric]?.standardError }) },
      comparison: { cell, metric in
        comparisons.first {
          guard let mean = $0.target.mean else { return false }
          return mean.environment == cell.environment && mean.policy == cell.policy
            && mean.metric == metric && mean.round == cell.horizon && !mean.isSpread
        }
      })
    return Table(
      title: heading(environment), cells,
      fields
        + (cells.contains { $0.final[.simpleRegret] != nil } ? Self.recommendationFields : [])
        + (cells.contains { $0.final[.adjustedRegret] != nil }
          ? Self.adjustedFields(
            decimals(forErrors: cells.map { $0.final[.adjustedRegret]?.standardError })) : [])
        + (hasTails
          ? Self.tailFields(
            decimals(forErrors: cells.map { $0.final[.pseudoRegret]?.tail?.standardError })) : [])
        + (hasCurves ? [Self.curveField(cells)] : []))
  }

  /// The pseudo-regret against the rounds, on one scale in all rows.
  static func curveField(_ cells: [ResultSet.Cell]) -> CellField {
    func means(_ cell: ResultSet.Cell) -> [Double] {
      cell.curves[.pseudoRegret]?.map(\.mean) ?? []
    }
    let largest = cells.flatMap(means).max() ?? 0
    return CellField("curve", "regret to T", .left, priority: 9, isOrnament: true) {
      Sparkline.text($0.rounds, means($0), upTo: largest).map { .text($0) } ?? .blank
    }
  }

  typealias CellField = Table.Field<ResultSet.Cell>

  /// The columns, with the pseudo-regret of the policies `marked` marked.
  static func environmentFields(
    _ metrics: [Metric], compared: [Metric], hasClusters: Bool, hasEvidence: Bool,
    hasDiscount: Bool, marked: [String] = [],
    places: (Metric) -> Int,
    comparison: @escaping (ResultSet.Cell, Metric) -> Check?
  ) -> [CellField] {
    var fields = [CellField("policy", nil, .left) { .text($0.policy) }]
    for metric in metrics {
      let (places, key) = (places(metric), metric.key)
      let priority = metric == .pseudoRegret ? 0 : 3
      fields += [
        CellField(key, metric.heading, priority: priority) {
          metric == .pseudoRegret && marked.contains($0.policy)
            ? .estimate($0.final[metric], places, isMarked: true)
            : .number($0.final[metric]?.mean, decimals: places)
        },
        CellField("\(key)_standard_error", "± s.e.", priority: priority) {
          .number($0.final[metric]?.standardError, decimals: places)
        },
      ]
      guard compared.contains(metric) else { continue }
      fields += [
        CellField("\(key)_published", "published", priority: 4) {
          comparison($0, metric)?.target.mean.map { .shown($0.text, $0.mean) } ?? .blank
        },
        CellField("\(key)_z", "z", priority: 2) {
          comparison($0, metric)?.scoreCell ?? .blank
        },
        CellField("\(key)_verdict", "verdict", .left, priority: 2) {
          comparison($0, metric).map { .text($0.shownWord) } ?? .blank
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
      + (hasEvidence ? [share(.logBayesFactor, "ln BF", 1, priority: 1)] : [])
      + (hasDiscount
        ? [
          share(.discountedReward, "discounted reward", places(.discountedReward), priority: 1),
          share(.discountedRegret, "discounted regret", places(.discountedRegret), priority: 1),
        ] : [])
  }
}
