/// One drawn problem: the arms' true means, their clusters, and how they pay.
///
/// Instances are immutable and shared by all policies of a replication.
public final class BanditInstance: Sendable {
  /// θ_i, in the clustering's order.
  public let means: AlignedBuffer<Double>
  /// The clusters.
  public let clustering: Clustering
  /// How arms pay.
  public let rewards: RewardDistribution
  /// The oracle's knowledge.
  public let oracle: Oracle
  /// 1 for every cluster that holds an optimal arm, else 0.
  public let isBestCluster: AlignedBuffer<Int32>

  /// Creates an instance. O(N).
  ///
  /// - Parameter means: N finite means, in [0, 1] for Bernoulli rewards.
  public init(means: [Double], clustering: Clustering, rewards: RewardDistribution) {
    precondition(means.count == clustering.armCount, "one mean for each arm")
    self.means = AlignedBuffer(means)
    self.clustering = clustering
    self.rewards = rewards
    var best = 0
    for arm in means.indices where means[arm] > means[best] { best = arm }
    oracle = Oracle(arm: best, mean: means[best])
    var flags = AlignedBuffer<Int32>(repeating: 0, count: clustering.clusterCount)
    for arm in means.indices where means[arm] == means[best] {
      flags[Int(clustering.clusterOfArm[arm])] = 1
    }
    isBestCluster = flags
  }

  /// The number N of arms.
  public var armCount: Int { clustering.armCount }
}

/// What the oracle knows: an arm with the highest mean. Its value over T rounds is T · μ*.
public struct Oracle: Sendable, Equatable {
  /// The first optimal arm.
  public let arm: Int
  /// μ*, the highest mean.
  public let mean: Double

  /// T · μ*: the largest expected reward of any policy over `horizon` rounds.
  public func value(horizon: Int) -> Double { Double(horizon) * mean }
}
