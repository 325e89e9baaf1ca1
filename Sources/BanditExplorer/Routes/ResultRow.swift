import BanditExperiments
import ClusterBandit

/// What was measured of one policy in one environment at the horizon.
struct ResultRow: Encodable {
  let environment: String
  let policy: String
  let replications: Int
  let mean: Double
  let standardError: Double?
  /// The 95 % interval of the mean.
  let low, high: Double?

  /// Nil where the metric was not measured.
  init?(_ cell: ResultSet.Cell, _ metric: Metric) {
    guard let summary = cell.final[metric] else { return nil }
    environment = cell.environment
    policy = cell.policy
    replications = summary.replications
    mean = summary.mean
    standardError = summary.standardError
    let skewed = ThirdMoments(cell.values[metric] ?? [])
    let interval =
      skewed.isSkewed ? skewed.interval(level: 0.95) : summary.moments.interval(level: 0.95)
    low = interval?.low
    high = interval?.high
  }
}
