public import Randomness

/// The two-level policy under a dependence model: MEAN, MAX and PMAX are functionals of the joint
/// posterior of a cluster's arms.
///
/// 1. The outer rule picks a cluster by mean r and variance v of its average (MEAN), of its arm of
///    highest posterior mean (MAX) or of its maximum (PMAX). Rules that sample draw from the Beta
///    (normal, for Gaussian rewards) distribution of these moments.
/// 2. Inside, Thompson sampling draws the cluster's arms from their joint posterior; any other rule
///    sees the mean and variance of each arm's posterior, and the arm's own pulls.
/// 3. A reward changes the cluster's posterior: all arms of the cluster and its estimate, siblings that
///    were never pulled included, and no other cluster.
///
/// A step costs O(K + |c|) and the model's update; PMAX costs a quadrature more. The order of a
/// cluster's unpulled arms and the clocks are those of ``TwoLevelSelector``.
///
/// Source: Pandey, Chakrabarti and Agarwal (2007), sections 2 and 4.
public struct ModelTwoLevel<Model: DependenceModel & ~Copyable>: Policy, ~Copyable {
  private let clustering: Clustering
  private let strategy: ModelStrategy
  private let observedOnly: Bool
  private let counts: CountRule
  private let ties: TieRule
  private var model: Model
  private var outer: ErasedRule
  /// The inner rule; nil for Thompson sampling.
  private let inner: ErasedRule?
  private var clusterPulls: AlignedBuffer<Int>

  /// The policy from its parts.
  ///
  /// - Parameters:
  ///   - inner: nil stands for Thompson sampling from the joint posterior.
  ///   - ties: how that sampling breaks ties.
  init(
    model: consuming Model, strategy: ModelStrategy, observedOnly: Bool, outer: ErasedRule,
    inner: ErasedRule?, counts: CountRule, ties: TieRule, setting: PolicySetting
  ) {
    clustering = setting.clustering
    self.strategy = strategy
    self.observedOnly = observedOnly
    self.counts = counts
    self.ties = ties
    self.model = model
    self.outer = outer
    self.inner = inner
    clusterPulls = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    for cluster in 0..<clustering.clusterCount { tellRules(of: cluster) }
  }

  /// A cluster, then an arm of it.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let cluster = outer.select(group: 0, clock: round &- 1, using: &stream)
    if let inner {
      return inner.select(group: cluster, clock: clusterPulls[cluster], using: &stream)
    }
    var winner = HighestSoFar(ties: ties)
    model.drawShared(cluster, using: &stream)
    for arm in clustering.arms(of: cluster) {
      winner.offer(arm, model.draw(arm, using: &stream), using: &stream)
    }
    return winner.position
  }

  /// Updates the model and what the rules know of the cluster and its arms.
  public mutating func update(arm: Int, reward: Double) {
    let cluster = Int(clustering.clusterOfArm[arm])
    clusterPulls[cluster] += 1
    model.update(arm: arm, cluster: cluster, reward: reward)
    tellRules(of: cluster)
  }

  private mutating func tellRules(of cluster: Int) {
    if let inner {
      for arm in clustering.arms(of: cluster) {
        inner.record(
          arm, group: cluster,
          model.candidate(model.posterior(of: arm), pulls: model.pulls(of: arm), counts: .pulls))
      }
    }
    outer.record(
      cluster, group: 0,
      model.candidate(
        representative(of: cluster), pulls: Double(clusterPulls[cluster]), counts: counts))
  }

  private mutating func representative(of cluster: Int) -> Moments2 {
    switch strategy {
    case .mean: model.average(of: cluster)
    case .max: best(of: cluster)
    case .pmax: model.maximum(of: cluster) ?? model.average(of: cluster)
    }
  }

  /// The posterior of the arm of highest posterior mean, of equal ones the most pulled.
  ///
  /// Means that differ by rounding are equal: after a success and a failure of one arm all arms of
  /// the cluster have one mean.
  private func best(of cluster: Int) -> Moments2 {
    let range = clustering.arms(of: cluster)
    var best = model.posterior(of: range.lowerBound)
    var bestPulls = model.pulls(of: range.lowerBound)
    for arm in range.dropFirst() {
      let pulls = model.pulls(of: arm)
      if observedOnly, pulls == 0 { continue }
      let moments = model.posterior(of: arm)
      let gap = moments.mean - best.mean
      let rounding = 1e-12 * max(abs(moments.mean), abs(best.mean))
      if (observedOnly && bestPulls == 0) || gap > rounding
        || (gap >= -rounding && pulls > bestPulls)
      {
        (best, bestPulls) = (moments, pulls)
      }
    }
    return best
  }

  /// The arm's posterior under the model.
  public func belief(of arm: Int) -> Belief? { model.belief(of: arm) }
}
