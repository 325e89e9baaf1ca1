import ClusterBandit

/// One measured number with everything that names it: a row of the CSV file, an object of the JSON.
struct TidyRecord: Sendable, Encodable {
  let environment: String
  let policy: String
  let metric: Metric
  let round: Int
  let mean: Double
  let standardError: Double?
  let standardDeviation: Double?
  /// Median, 5 % and 95 % quantile; only at the horizon.
  let quantiles: (median: Double, q05: Double, q95: Double)?
  let replications: Int

  private enum Key: String, CodingKey {
    case environment, policy, metric, round, mean
    case standardError = "standard_error"
    case standardDeviation = "standard_deviation"
    case median, q05, q95, replications
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(environment, forKey: .environment)
    try container.encode(policy, forKey: .policy)
    try container.encode(metric.rawValue, forKey: .metric)
    try container.encode(round, forKey: .round)
    try container.encode(mean, forKey: .mean)
    // A single replication has no standard error: null, not a missing key.
    try container.encode(standardError, forKey: .standardError)
    try container.encode(standardDeviation, forKey: .standardDeviation)
    if let quantiles {
      try container.encode(quantiles.median, forKey: .median)
      try container.encode(quantiles.q05, forKey: .q05)
      try container.encode(quantiles.q95, forKey: .q95)
    }
    try container.encode(replications, forKey: .replications)
  }

  /// The fields in the order of the CSV header.
  var fields: [String] {
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return [
      environment, policy, metric.rawValue, String(round), text(mean), text(standardError),
      text(standardDeviation), text(quantiles?.median), text(quantiles?.q05),
      text(quantiles?.q95), String(replications),
    ]
  }

  static let header = [
    "environment", "policy", "metric", "round", "mean", "standard_error", "standard_deviation",
    "median", "q05", "q95", "replications",
  ]
}

extension ExperimentResult {
  /// Every metric of every cell at the horizon.
  var finalRecords: [TidyRecord] {
    cells.flatMap { cell in
      Metric.allCases.compactMap { metric in
        cell.final[metric].map { summary in
          TidyRecord(
            environment: cell.environment, policy: cell.policy, metric: metric,
            round: cell.horizon, mean: summary.mean, standardError: summary.standardError,
            standardDeviation: summary.standardDeviation,
            quantiles: (summary.median, summary.q05, summary.q95),
            replications: summary.replications)
        }
      }
    }
  }

  /// Every metric of every cell at every checkpoint.
  var curveRecords: [TidyRecord] {
    cells.flatMap { cell in
      Metric.curves.flatMap { metric in
        zip(cell.rounds, cell.curves[metric] ?? []).map { round, moments in
          TidyRecord(
            environment: cell.environment, policy: cell.policy, metric: metric, round: round,
            mean: moments.mean, standardError: moments.standardError,
            standardDeviation: moments.standardDeviation, quantiles: nil,
            replications: moments.count)
        }
      }
    }
  }
}
