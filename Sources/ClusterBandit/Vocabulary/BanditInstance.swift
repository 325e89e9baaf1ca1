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
  /// What is known of the means as functions of one number for each cluster, if they came from it.
  public let sharedParameter: SharedParameter?
  /// How arms pay, where ``rewards`` do not say it all.
  let ownRewards: OwnRewards?

  /// Which arms die when, and what the newborn pay; nil where arms live for ever.
  let mortality: Mortality?

  /// Whether arms die and are replaced: then ``means`` and ``oracle`` are those of round 1.
  public var hasMortalArms: Bool { mortality != nil }

  /// Whether arms pay in a way that ``rewards`` do not tell: each with a standard deviation of its
  /// own, or as a log says.
  public var hasOwnRewards: Bool { ownRewards != nil }
  /// What a data file calls the arms and clusters, if they come from one.
  public let names: ArmNames?

  /// Creates an instance from the means by arm number and the clusters as lists of arm numbers.
  ///
  ///     BanditInstance(
  ///       means: [0.9, 0.1, 0.8, 0.2], clusters: [[0, 2], [1, 3]], rewards: .bernoulli)
  ///
  /// Every arm 0 ..< N must be in exactly one cluster: anything else stops the program with a
  /// message. Whoever reads the lists from elsewhere asks ``Clustering/problems(in:armCount:)``
  /// first. O(N).
  ///
  /// - Parameters:
  ///   - means: N finite means, in [0, 1] for Bernoulli rewards.
  ///   - clusters: a partition of 0 ..< N.
  ///   - rewards: how arms pay.
  public convenience init(means: [Double], clusters: [[Int]], rewards: RewardDistribution) {
    demand(!means.isEmpty, "an instance needs at least one arm, and there are no means")
    let problems = Clustering.problems(in: clusters, armCount: means.count)
    if let problem = problems.first {
      stop(
        "the clusters are not a partition of the arms 0 to \(means.count - 1): "
          + problem.message)
    }
    self.init(means: means, clustering: Clustering(partition: clusters), rewards: rewards)
  }

  /// Creates an instance from the means by arm number; they are laid out as the clustering lists
  /// the arms.
  ///
  /// O(N).
  public convenience init(
    means: [Double], clustering: Clustering, rewards: RewardDistribution, names: ArmNames? = nil
  ) {
    self.init(
      laidOut: clustering.laidOut(means), clustering: clustering, rewards: rewards, names: names)
  }

  /// Creates an instance from means that stand in the clustering's order already: cluster by
  /// cluster, whatever numbers the arms have in ``Clustering/listed``.
  ///
  /// O(N).
  ///
  /// - Parameters:
  ///   - means: N finite means, in [0, 1] for Bernoulli rewards.
  ///   - clustering: the clusters of the arms.
  ///   - rewards: how arms pay.
  ///   - hierarchy: a tree with these clusters as its leaf nodes, if there is one above them.
  ///   - prior: of the shape of the clustering, if the means came from one.
  ///   - sharedParameter: a function for each arm, if the means came from such.
  ///   - names: in the order of the clustering.
  public convenience init(
    laidOut means: [Double], clustering: Clustering, rewards: RewardDistribution,
    hierarchy: Hierarchy? = nil, prior: GaussianPrior? = nil,
    sharedParameter: SharedParameter? = nil, names: ArmNames? = nil
  ) {
    self.init(
      laidOut: means, clustering: clustering, rewards: rewards, hierarchy: hierarchy, prior: prior,
      sharedParameter: sharedParameter, names: names, mortality: nil)
  }

  /// The same, where arms may pay in a way of their own, or die.
  convenience init(
    laidOut means: [Double], clustering: Clustering, rewards: RewardDistribution = .bernoulli,
    hierarchy: Hierarchy? = nil, prior: GaussianPrior? = nil,
    sharedParameter: SharedParameter? = nil, names: ArmNames? = nil,
    ownRewards: OwnRewards? = nil, mortality: Mortality?
  ) {
    self.init(
      means, clustering, rewards, hierarchy: hierarchy, contextual: nil, prior: prior,
      sharedParameter: sharedParameter, names: names, ownRewards: ownRewards,
      mortality: mortality)
  }

  /// Creates an instance whose rewards depend on a context.
  ///
  /// There the mean of an arm is another one in every round, so ``means`` and the mean of
  /// ``oracle`` are 0. O(N).
  public convenience init(contextual: ContextualModel, clustering: Clustering) {
    self.init(
      Array(repeating: 0, count: contextual.armCount), clustering,
      .contextual(dimension: contextual.dimension), hierarchy: nil, contextual: contextual,
      prior: nil, ownRewards: nil)
  }

  private init(
    _ means: [Double], _ clustering: Clustering, _ rewards: RewardDistribution,
    hierarchy: Hierarchy?, contextual: ContextualModel?, prior: GaussianPrior?,
    sharedParameter: SharedParameter? = nil, names: ArmNames? = nil,
    ownRewards: OwnRewards? = nil, mortality: Mortality? = nil
  ) {
    demand(
      means.count == clustering.armCount,
      "an instance has \(means.count) means for \(clustering.armCount) arms")
    demand(
      sharedParameter.map { $0.armCount == means.count } ?? true,
      "an instance needs a function of its parameter for each arm")
    if let mean = means.first(where: { !rewards.allowsMean($0) }) {
      stop("an arm's mean is \(mean): means are finite, and in [0, 1] for 0/1 rewards")
    }
    demand(
      hierarchy.map { $0.clustering === clustering } ?? true,
      "the leaf nodes of the hierarchy must be the clusters of the instance")
    self.means = AlignedBuffer(means)
    self.clustering = clustering
    self.hierarchy = hierarchy
    self.rewards = rewards
    self.contextual = contextual
    self.prior = prior
    self.sharedParameter = sharedParameter
    self.ownRewards = ownRewards
    self.mortality = mortality
    self.names = names
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

  /// Creates an instance whose arms stand in a tree, from the means by arm number.
  ///
  /// O(N). A tree of depth 1 is nothing but its clustering and is not kept.
  public convenience init(means: [Double], hierarchy: Hierarchy, rewards: RewardDistribution) {
    self.init(
      laidOut: hierarchy.clustering.laidOut(means), clustering: hierarchy.clustering,
      rewards: rewards, hierarchy: hierarchy.depth == 1 ? nil : hierarchy)
  }

  /// The number N of arms.
  public var armCount: Int { clustering.armCount }
}

/// What the oracle knows: an arm with the highest mean.
public struct Oracle: Sendable, Equatable {
  /// The first optimal arm.
  public let arm: Int
  /// μ*, the highest mean.
  public let mean: Double
}
