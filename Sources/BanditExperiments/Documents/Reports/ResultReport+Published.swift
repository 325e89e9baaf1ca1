import ClusterBandit

/// Published values that have no column in the table of an environment.
extension ResultReport {
  /// Published values that have no column: other metrics, rounds before the horizon, and all of
  /// tables that are not shown.
  var otherComparisons: [Check] {
    comparisons.filter { check in
      guard isDetailed, let mean = check.target.mean, result.isFinal(mean) else { return true }
      return ![.reward, .realisedRegret, .pseudoRegret].contains(mean.metric)
    }
  }

  /// What was measured of a published value; quantiles over replications are kept at the horizon
  /// only.
  func quantiles(_ check: Check) -> Summary? {
    guard let mean = check.target.mean, result.isFinal(mean) else { return nil }
    return result.cells(of: mean.environment).first { $0.policy == mean.policy }?
      .final[mean.metric]
  }

  static func comparisonFields(quantiles: @escaping (Check) -> Summary?) -> [Table.Field<Check>] {
    func places(_ one: Check) -> Int {
      decimals(forErrors: [one.standardError, one.targetStandardError])
    }
    func mean(_ check: Check, _ value: (TargetMean) -> Cell) -> Cell {
      check.target.mean.map(value) ?? .blank
    }
    return [
      .init("environment", nil, .left) { mean($0) { .text($0.environment) } },
      .init("policy", nil, .left) { mean($0) { .text($0.policy) } },
      .init("metric", nil, .left, priority: 3) { mean($0) { .text($0.metric.rawValue) } },
      .init("round", priority: 4) { mean($0) { .integer($0.round) } },
      .init("measured", priority: 1) { .number($0.measured, decimals: places($0)) },
      .init("standard_error", "± s.e.", priority: 1) {
        .number($0.standardError, decimals: places($0))
      },
      .init("q05", "5 %", priority: 6) { .number(quantiles($0)?.q05, decimals: places($0)) },
      .init("q95", "95 %", priority: 6) { .number(quantiles($0)?.q95, decimals: places($0)) },
      .init("published", priority: 2) { mean($0) { .shown($0.text, $0.mean) } },
      .init("published_standard_error", "± s.e. of it", priority: 5) {
        .number($0.targetStandardError, decimals: places($0))
      },
      .init("z", priority: 0) { $0.scoreCell },
      .init("verdict", nil, .left, priority: 0) { .text($0.shownWord) },
    ]
  }

  var verdictLine: String? {
    let counted = comparisons.filter { $0.verdict != .notCounted }
    guard !counted.isEmpty else { return nil }
    let agreeing = counted.count { $0.verdict.isPass }
    let hasTolerance = counted.contains { $0.target.mean?.tolerance != nil }
    let isSteadier = counted.contains(where: \.isSteadier)
    return "\(agreeing) of \(counted.count) published values agree "
      + "(|z| ≤ 3\(hasTolerance ? ", or within ± %" : "")"
      + (isSteadier ? "; z by way of the pseudo-regret, which has less noise" : "")
      + (isDetailed ? "; medians and quantiles are of the pseudo-regret)" : ")")
  }
}
