public import Randomness

/// How an arm pays, as a value: which reward model and its parameter.
public enum RewardDistribution: Sendable, Equatable {
  /// 0 or 1, with the arm's mean as the probability of 1.
  case bernoulli
  /// Normal with the arm's mean and one standard deviation for all arms.
  case gaussian(standardDeviation: Double)
  /// Linear in a context x of that many numbers, with mean xᵀθ_j; see ``ContextualModel``.
  case contextual(dimension: Int)

  /// Whether an arm's mean may be `mean`.
  func allowsMean(_ mean: Double) -> Bool {
    isBinary ? NumberRange.probability.contains(mean) : mean.isFinite
  }

  /// True if every reward is 0 or 1.
  public var isBinary: Bool { self == .bernoulli }

  /// The numbers in a context: 0 where rounds have none.
  public var contextDimension: Int {
    if case .contextual(let dimension) = self { dimension } else { 0 }
  }
}

/// Draws rewards.
///
/// Every draw of a model consumes the same words whatever the arm's mean, so the
/// t-th reward draw of a replication is the same for every policy (common random numbers).
public protocol RewardModel: Sendable {
  /// The reward of one pull of an arm with mean `mean`.
  func reward(mean: Double, using stream: inout RandomStream) -> Double

  /// The reward of pulling the arm at a place in a round, where it depends on more than the mean; by
  /// default it does not.
  func reward(
    ofArm arm: Int, round: Int, mean: Double, using stream: inout RandomStream
  ) -> Double
}

extension RewardModel {
  /// What the mean alone says.
  @inlinable @inline(__always)
  public func reward(
    ofArm arm: Int, round: Int, mean: Double, using stream: inout RandomStream
  ) -> Double { reward(mean: mean, using: &stream) }
}

/// Bernoulli rewards: 1 if a uniform draw is below the mean.
///
/// One word a pull.
@frozen
public struct BernoulliRewards: RewardModel {
  /// Creates the model.
  @inlinable public init() {}

  /// 1 with probability `mean`, else 0.
  @inlinable @inline(__always)
  public func reward(mean: Double, using stream: inout RandomStream) -> Double {
    stream.nextUnit() < mean ? 1 : 0
  }
}

/// Gaussian rewards: mean + σ z, z standard normal.
///
/// One normal draw a pull.
@frozen
public struct GaussianRewards: RewardModel {
  /// σ ≥ 0.
  public let standardDeviation: Double
  @usableFromInline let tables: ZigguratTables

  /// Creates the model with standard deviation σ ≥ 0.
  @inlinable
  public init(standardDeviation: Double) {
    self.standardDeviation = standardDeviation
    tables = .shared
  }

  /// `mean` + σ z.
  @inlinable @inline(__always)
  public func reward(mean: Double, using stream: inout RandomStream) -> Double {
    mean + standardDeviation * stream.nextNormal(tables)
  }
}
