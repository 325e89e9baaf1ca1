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
