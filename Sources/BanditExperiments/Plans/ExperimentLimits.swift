/// The ranges of an experiment's whole numbers.
public enum ExperimentLimits {
  /// Horizons: a round number must be exact as a floating-point number.
  public static let horizon = 1...(1 << 53)
  /// Replications.
  public static let replications = 1...1_000_000_000
  /// Batches: a pull at least, and never more than the horizon.
  public static let batch = 1...Int(Int32.max)
  /// Replications of a quick look: one alone would leave no standard error.
  public static let quickReplications = 2...1_000_000_000
  /// Checkpoints of a curve.
  public static let checkpoints = 1...100_000
}
