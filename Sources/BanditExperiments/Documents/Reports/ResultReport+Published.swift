import ClusterBandit

/// Published values that have no column in the table of an environment.
extension ResultReport {
  /// Published values that have no column: other metrics, rounds before the horizon, and all of
  /// tables that are not shown.
  var otherComparisons: [PublishedComparison] {
    comparisons.filter {
      !isDetailed || !result.isFinal($0.published)
        || ![.reward, .realisedRegret, .pseudoRegret].contains($0.published.metric)
    }
  }

  /// What was measured of a published value; quantiles over replications are kept at the horizon
  /// only.
  func quantiles(_ one: PublishedComparison) -> Summary? {
    guard result.isFinal(one.published) else { return nil }
    return result.cells(of: one.published.environment).first { $0.policy == one.published.policy }?
      .final[one.published.metric]
  }

  static func comparisonFields(
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

  var verdictLine: String? {
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
  var word: String { agrees ? "agrees" : "DIFFERS" }
}
