/// A mean and a variance.
@frozen
public struct MeanAndVariance: Sendable, Equatable {
  /// The mean.
  public var mean: Double
  /// The variance, at least 0.
  public var variance: Double

  /// Creates a pair.
  @inlinable @inline(__always)
  public init(mean: Double, variance: Double) {
    self.mean = mean
    self.variance = variance
  }
}

extension MeanAndVariance {
  /// Those of Beta(α, β).
  init(alpha: Double, beta: Double) {
    let estimate = ClusterEstimate(alpha: alpha, beta: beta, pulls: 0)
    self.init(mean: estimate.mean, variance: estimate.variance)
  }
}
