public import Randomness

/// The two-level policy under a dependence model: MEAN, MAX and PMAX are functionals of the joint
/// posterior of a cluster's arms.
///
/// 1. The outer rule picks a cluster by mean r and variance v of its average (MEAN), of its arm of
///    highest posterior mean (MAX) or of its maximum (PMAX). Rules that sample draw from the Beta
///    (normal, for Gaussian rewards) distribution of these moments.
/// 2. Inside, Thompson sampling draws the cluster's arms from their joint posterior; any other rule
///    sees the mean and variance of each arm's posterior, and the arm's own pulls.
/// 3. A reward changes the cluster's posterior: all arms of the cluster and its estimate, siblings
///    that were never pulled included, and no other cluster.
///
/// A step costs O(K + |c|) and the model's update; PMAX costs a quadrature more. The order of a
/// cluster's unpulled arms and the clocks are those of ``TwoLevelSelector``.
///
/// Source: Pandey, Chakrabarti and Agarwal (2007), sections 2 and 4.
public struct ModelTwoLevel<Model: DependenceModel & ~Copyable>: Policy, ~Copyable {
  private let clustering: Clustering
  private let functional: PosteriorFunctional
  private let counts: PullCounting
  private let ties: TieBreak
  private var model: Model
  private var outer: ErasedRule
  /// The inner rule; nil for Thompson sampling.
  private let inner: ErasedRule?
  private var clusterPulls: AlignedBuffer<Int>
  /// The representatives that the outer rule was told of last.
  private var told: AlignedBuffer<MeanAndVariance>
  /// The pending pulls of arms and of clusters.
  private var pendingOfArm = PendingCounts()
  private var pendingOfCluster = PendingCounts()

  /// The policy from its parts.
  ///
  /// - Parameters:
  ///   - functional: what represents a cluster.
  ///   - inner: nil stands for Thompson sampling from the joint posterior.
  ///   - ties: how that sampling breaks ties.
  init(
    model: consuming Model, functional: PosteriorFunctional, outer: ErasedRule,
    inner: ErasedRule?, counts: PullCounting, ties: TieBreak, setting: PolicySetting
  ) {
    clustering = setting.clustering
    self.functional = functional
    self.counts = counts
    self.ties = ties
    self.model = model
    self.outer = outer
    self.inner = inner
    clusterPulls = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    told = AlignedBuffer(
      repeating: MeanAndVariance(mean: 0, variance: 0), count: clustering.clusterCount)
    for cluster in 0..<clustering.clusterCount { tellRules(of: cluster) }
  }

  /// A cluster, then an arm of it.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let cluster = outer.select(group: 0, clock: round &- 1, using: &stream)
    if let inner {
      return inner.select(group: cluster, clock: clusterPulls[cluster], using: &stream)
    }
    return highestDraw(in: cluster, using: &stream) { _ in }
  }

  /// The same, with what the rules compare, or the draws.
  public mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    scores.clusters = outer.scores(group: 0, clock: round &- 1, using: stream)
    let cluster = outer.select(group: 0, clock: round &- 1, using: &stream)
    if let inner {
      let clock = clusterPulls[cluster]
      scores.arms = inner.scores(group: cluster, clock: clock, using: stream)
      return inner.select(group: cluster, clock: clock, using: &stream)
    }
    let arms = clustering.arms(of: cluster)
    var draws: [Double] = []
    let arm = highestDraw(in: cluster, using: &stream) { draws.append($0) }
    scores.arms = .init(.draw, arms) { draws[$0 - arms.lowerBound] }
    return arm
  }

  /// The arm of the cluster with the highest draw from the joint posterior; `note` hears each draw.
  @inline(__always)
  private mutating func highestDraw(
    in cluster: Int, using stream: inout RandomStream, note: (Double) -> Void
  ) -> Int {
    var winner = HighestSoFar(ties: ties)
    model.drawShared(cluster, using: &stream)
    for arm in clustering.arms(of: cluster) {
      let draw = model.draw(arm, using: &stream)
      note(draw)
      winner.offer(arm, draw, using: &stream)
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

  /// Counts the pull in the clocks, and tells rules that count pending pulls: the counts of the arm
  /// and of its cluster grow, means stay, and the siblings wait for the reward.
  public mutating func anticipate(arm: Int) {
    let cluster = Int(clustering.clusterOfArm[arm])
    if let inner, inner.countsPendingPulls {
      let pending = pendingOfArm.add(arm, of: clustering.armCount)
      inner.record(arm, group: cluster, candidate(arm).anticipating(pending))
    }
    let pending = pendingOfCluster.add(cluster, of: clustering.clusterCount)
    if outer.countsPendingPulls {
      outer.record(cluster, group: 0, candidate(ofCluster: cluster).anticipating(pending))
    }
    clusterPulls[cluster] += 1
  }

  /// Forgets what was anticipated and tells the model of the batch, then the rules of every cluster
  /// in it.
  public mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    for place in arms.indices {
      let arm = Int(arms[place])
      let cluster = Int(clustering.clusterOfArm[arm])
      pendingOfArm.clear(arm)
      clusterPulls[cluster] += 1 - Int(pendingOfCluster.clear(cluster))
    }
    model.update(arms: arms, rewards: rewards, clustering: clustering)
    var told = -1
    for place in arms.indices {
      // Neighbours in a batch often share a cluster.
      let cluster = Int(clustering.clusterOfArm[Int(arms[place])])
      if cluster != told { tellRules(of: cluster) }
      told = cluster
    }
  }

  private mutating func tellRules(of cluster: Int) {
    if let inner {
      for arm in clustering.arms(of: cluster) {
        inner.record(arm, group: cluster, candidate(arm))
      }
    }
    told[cluster] = representative(of: cluster)
    outer.record(cluster, group: 0, candidate(ofCluster: cluster))
  }

  private func candidate(_ arm: Int) -> CandidateEstimate {
    model.candidate(model.posterior(of: arm), pulls: model.pulls(of: arm), counts: .pulls)
  }

  private func candidate(ofCluster cluster: Int) -> CandidateEstimate {
    let pulls = Double(clusterPulls[cluster]) - pendingOfCluster[cluster]
    return model.candidate(told[cluster], pulls: pulls, counts: counts)
  }

  private mutating func representative(of cluster: Int) -> MeanAndVariance {
    switch functional {
    case .average: model.average(of: cluster)
    case .bestArm(let observedOnly): best(of: cluster, observedOnly: observedOnly)
    case .maximum: model.maximum(of: cluster) ?? model.average(of: cluster)
    }
  }

  /// The posterior of the arm of highest posterior mean, of equal ones the most pulled.
  ///
  /// Means that differ by rounding are equal: after a success and a failure of one arm all arms of
  /// the cluster have one mean.
  private func best(of cluster: Int, observedOnly: Bool) -> MeanAndVariance {
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

  /// The cluster's representative under the model as it was last told to the outer rule.
  public func belief(ofCluster cluster: Int) -> Belief? {
    let moments = told[cluster]
    return Belief(
      pulls: Double(clusterPulls[cluster]), mean: moments.mean,
      standardDeviation: moments.variance.squareRoot())
  }

  /// The numerical difficulties of the model's factorizations.
  public var numericalNotes: NumericalNotes { model.numericalNotes }
}
