/// The quantiles of a metric at one checkpoint, over replications.
public struct CurveQuantiles: Sendable, Hashable, Codable {
  /// 5 %.
  public let q05: Double
  /// 25 %.
  public let q25: Double
  /// The median.
  public let median: Double
  /// 75 %.
  public let q75: Double
  /// 95 %.
  public let q95: Double

  package init(_ quantile: (Double) -> Double) {
    q05 = quantile(0.05)
    q25 = quantile(0.25)
    median = quantile(0.5)
    q75 = quantile(0.75)
    q95 = quantile(0.95)
  }

  package init(q05: Double, q25: Double, median: Double, q75: Double, q95: Double) {
    self.q05 = q05
    self.q25 = q25
    self.median = median
    self.q75 = q75
    self.q95 = q95
  }
}
