/// What a table prints of one metric: the mean never goes without its standard error.
public struct Summary: Sendable, Hashable {
  /// Count, mean and spread over replications.
  public let moments: Moments
  /// The quantiles over replications.
  public let quantiles: CurveQuantiles
  /// The mean of the largest twentieth over replications, of regrets the worst; nil in results of
  /// programs that did not save it.
  public let tail: TailMean?

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
  package init(moments: Moments, quantiles: CurveQuantiles, tail: TailMean?) {
    self.moments = moments
    self.quantiles = quantiles
    self.tail = tail
  }

  /// The summary of the values of all replications, at least one, whose moments were merged block
  /// by block.
  package init(moments: Moments, values: [Double]) {
    let sorted = values.sorted()
    self.moments = moments
    quantiles = CurveQuantiles { quantile(sorted, $0) }
    tail = TailMean(ascending: sorted)
  }
}
