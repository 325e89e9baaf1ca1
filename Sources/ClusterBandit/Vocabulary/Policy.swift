public import Randomness

/// A policy: chooses an arm each round and learns from its reward.
///
/// One value plays one replication, from its first round to its last. All memory is allocated
/// when it is made; neither method allocates. Randomness comes only from the stream that it is
/// handed, so a policy repeats itself from a seed.
public protocol Policy: ~Copyable, SendableMetatype {
  /// The arm to pull in round `round` (1, 2, …), an index in 0 ..< N.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int

  /// Learns that a pull of `arm` paid `reward`.
  mutating func update(arm: Int, reward: Double)
}

/// What a policy may know when it is made.
public struct PolicySetting: Sendable {
  /// The clusters, and with them the number of arms.
  public let clustering: Clustering
  /// The instance's tree, if it has one above its clusters.
  private let tree: Hierarchy?
  /// How arms pay; the means are hidden.
  public let rewards: RewardDistribution
  /// The number T of rounds.
  public let horizon: Int
  /// Tables shared by all replications.
  public let tables: ClockTables
  /// The truth, for the oracle policy alone.
  public let oracle: Oracle

  /// The setting of one instance played for `horizon` rounds.
  public init(instance: BanditInstance, horizon: Int, tables: ClockTables) {
    clustering = instance.clustering
    tree = instance.hierarchy
    rewards = instance.rewards
    self.horizon = horizon
    self.tables = tables
    oracle = instance.oracle
  }

  /// The number N of arms.
  public var armCount: Int { clustering.armCount }

  /// The tree over the arms; the clusters under one root if the instance has no other.
  ///
  /// O(1), or O(N) for an instance without a tree: for use when a policy is made.
  public var hierarchy: Hierarchy { tree ?? Hierarchy(clustering) }
}
