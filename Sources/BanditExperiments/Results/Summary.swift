/// What a table prints of one metric: the mean never goes without its standard error.
public struct Summary: Sendable, Hashable {
  /// Count, mean and spread over replications.
  public let moments: Moments
  /// The quantiles over replications.
  public let quantiles: CurveQuantiles

  /// The mean over replications.
  public var mean: Double { moments.mean }
  /// The standard error of the mean; nil for a single replication.
  public var standardError: Double? { moments.standardError }
  /// The standard deviation of one replication; nil for a single replication.
  public var standardDeviation: Double? { moments.standardDeviation }
  /// The median.
  public var median: Double { quantiles.median }
  /// The 5 % quantile.
  public var q05: Double { quantiles.q05 }
  /// The 95 % quantile.
  public var q95: Double { quantiles.q95 }
  /// The number of replications.
  public var replications: Int { moments.count }

  /// The summary of values that are not kept.
  init(moments: Moments, quantiles: CurveQuantiles) {
    self.moments = moments
    self.quantiles = quantiles
  }

  /// The summary of the values of all replications, at least one, whose moments were merged block
  /// by block.
  init(moments: Moments, values: [Double]) {
    let sorted = values.sorted()
    self.moments = moments
    quantiles = CurveQuantiles { quantile(sorted, $0) }
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
