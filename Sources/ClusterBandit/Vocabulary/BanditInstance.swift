/// One drawn problem: the arms' true means, their clusters, and how they pay.
///
/// Instances are immutable and shared by all policies of a replication.
public final class BanditInstance: Sendable {
  /// θ_i, in the clustering's order.
  public let means: AlignedBuffer<Double>
  /// The clusters.
  public let clustering: Clustering
  /// The tree whose leaf nodes are the clusters, or nil if there is none above them.
  public let hierarchy: Hierarchy?
  /// How arms pay.
  public let rewards: RewardDistribution
  /// The oracle's knowledge.
  public let oracle: Oracle
  /// What a pull of arm i adds to two counts in one word.
  ///
  /// The pulls of optimal arms are counted in the lower 16 bits, those of clusters that hold one in
  /// the upper 16: the recorder adds words over a segment and then takes them apart.
  @usableFromInline let bestPulls: AlignedBuffer<UInt32>
  /// The arms' parameter vectors and the contexts, where rewards depend on a context.
  public let contextual: ContextualModel?
  /// The normal prior from which the means were drawn, where it is known.
  public let prior: GaussianPrior?

  /// Creates an instance.
  ///
  /// O(N).
  ///
  /// - Parameters:
  ///   - means: N finite means, in [0, 1] for Bernoulli rewards.
  ///   - hierarchy: a tree with these clusters as its leaf nodes, if there is one above them.
  ///   - prior: of the shape of the clustering, if the means came from one.
  public convenience init(
    means: [Double], clustering: Clustering, rewards: RewardDistribution,
    hierarchy: Hierarchy? = nil, prior: GaussianPrior? = nil
  ) {
    self.init(
      means, clustering, rewards, hierarchy: hierarchy, contextual: nil, prior: prior)
  }

  /// Creates an instance whose rewards depend on a context.
  ///
  /// There the mean of an arm is another one in every round, so ``means`` and the mean of ``oracle``
  /// are 0. O(N).
  public convenience init(contextual: ContextualModel, clustering: Clustering) {
    self.init(
      Array(repeating: 0, count: contextual.armCount), clustering,
      .contextual(dimension: contextual.dimension), hierarchy: nil, contextual: contextual,
      prior: nil)
  }

  private init(
    _ means: [Double], _ clustering: Clustering, _ rewards: RewardDistribution,
    hierarchy: Hierarchy?, contextual: ContextualModel?, prior: GaussianPrior?
  ) {
    precondition(means.count == clustering.armCount, "one mean for each arm")
    precondition(
      hierarchy.map { $0.clustering === clustering } ?? true, "the leaf nodes are the clusters")
    self.means = AlignedBuffer(means)
    self.clustering = clustering
    self.hierarchy = hierarchy
    self.rewards = rewards
    self.contextual = contextual
    self.prior = prior
    var best = 0
    for arm in means.indices where means[arm] > means[best] { best = arm }
    oracle = Oracle(arm: best, mean: means[best])
    var bestPulls = AlignedBuffer<UInt32>(repeating: 0, count: means.count)
    for cluster in 0..<clustering.clusterCount {
      let arms = clustering.arms(of: cluster)
      guard arms.contains(where: { means[$0] == means[best] }) else { continue }
      for arm in arms { bestPulls[arm] = 1 << 16 | (means[arm] == means[best] ? 1 : 0) }
    }
    self.bestPulls = bestPulls
  }

  /// Creates an instance whose arms stand in a tree.
  ///
  /// O(N). A tree of depth 1 is nothing but its clustering and is not kept.
  public convenience init(means: [Double], hierarchy: Hierarchy, rewards: RewardDistribution) {
    self.init(
      means: means, clustering: hierarchy.clustering, rewards: rewards,
      hierarchy: hierarchy.depth == 1 ? nil : hierarchy)
  }

  /// The number N of arms.
  public var armCount: Int { clustering.armCount }
}

/// What the oracle knows: an arm with the highest mean.
///
/// Its value over T rounds is T · μ*.
public struct Oracle: Sendable, Equatable {
  /// The first optimal arm.
  public let arm: Int
  /// μ*, the highest mean.
  public let mean: Double

  /// T · μ*: the largest expected reward of any policy over `horizon` rounds.
  public func value(horizon: Int) -> Double { Double(horizon) * mean }
}
