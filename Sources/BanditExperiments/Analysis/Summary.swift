/// What a table prints of one metric: the mean never goes without its standard error.
public struct Summary: Sendable, Equatable {
  /// The mean over replications.
  public let mean: Double
  /// The standard error of the mean; nil for a single replication.
  public let standardError: Double?
  /// The standard deviation of one replication; nil for a single replication.
  public let standardDeviation: Double?
  /// The median.
  public let median: Double
  /// The 5 % quantile.
  public let q05: Double
  /// The 95 % quantile.
  public let q95: Double
  /// The number of replications.
  public let replications: Int

  /// The summary of the values of all replications, whose moments were merged block by block.
  init(moments: Moments, values: [Double]) {
    let sorted = values.sorted()
    mean = moments.mean
    standardError = moments.standardError
    standardDeviation = moments.standardDeviation
    median = quantile(sorted, 0.5)
    q05 = quantile(sorted, 0.05)
    q95 = quantile(sorted, 0.95)
    replications = moments.count
  }
}

/// The quantile of a sorted sample that is not empty: x_(h) interpolated at h = (n − 1) p.
///
/// Source: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", American
/// Statistician 50 (1996), definition 7.
func quantile(_ sorted: [Double], _ p: Double) -> Double {
  let h = Double(sorted.count - 1) * p
  let below = min(Int(h), sorted.count - 1)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (h - Double(below)) * (sorted[above] - sorted[below])
}
