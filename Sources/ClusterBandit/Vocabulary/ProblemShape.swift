/// What is known of a problem before an instance is drawn.
public struct ProblemShape: Sendable, Equatable {
  /// N.
  public let armCount: Int
  /// K; the largest number of clusters where it varies from instance to instance.
  public let clusterCount: Int
  /// How arms pay.
  public let rewards: RewardDistribution
  /// Whether instances carry the normal prior of their means.
  public let hasGaussianPrior: Bool
  /// The means as functions of one number for each cluster, where instances have such.
  public var sharedParameter: SharedParameter?
  /// Whether arms die and are replaced.
  public var hasMortalArms = false
  /// Whether replications have other arms under the same numbers: they are drawn, or dealt to other
  /// places.
  public var drawsArms = false
  /// T, where it is known already.
  public var horizon: Int?
  /// Where a file shows that rewards are not all 0 or 1, if they come from one.
  public var placeOfOtherReward: RewardLog.Place?

  /// Creates a shape.
  public init(
    armCount: Int, clusterCount: Int, rewards: RewardDistribution, hasGaussianPrior: Bool = false
  ) {
    self.armCount = armCount
    self.clusterCount = clusterCount
    self.rewards = rewards
    self.hasGaussianPrior = hasGaussianPrior
  }

  /// How arms pay if it is not 0 or 1, as a message says it.
  var otherRewards: String {
    placeOfOtherReward.map {
      "these rewards count as Gaussian: \($0.file):\($0.line):\($0.column) holds \($0.text)"
    }
      ?? "these rewards are Gaussian"
  }
}
