public import Randomness

/// The two-level policy: a rule picks a cluster by its estimate, then a rule picks an arm inside.
///
/// 1. Every cluster is represented by the estimate of a ``ClusterStrategy``; the outer rule picks
///    a cluster. Its clock is the number of all pulls.
/// 2. The inner rule picks an arm of that cluster. Its clock is m_c, the cluster's pulls.
/// 3. The reward updates the arm and its cluster's estimate; no other cluster is touched.
///
/// A step costs O(K + |c|). With K = 1 or K = N it equals the flat policy in law (with K = N and an
/// index rule outside, under the strategy MEAN with the prior [0, 0]).
///
/// Source: Pandey, Chakrabarti and Agarwal (2007), figure 3; E. Carlsson, D. Dubhashi and
/// F. D. Johansson, "Thompson sampling for bandits with clustered arms", IJCAI 2021.
public struct TwoLevelSelector<
  Strategy: ClusterStrategy & ~Copyable, Outer: CandidateSelector & ~Copyable,
  Inner: CandidateSelector & ~Copyable
>: Policy, ~Copyable {
  private let clustering: Clustering
  private let counts: PullCounting
  private var statistics: ArmStatistics
  private var strategy: Strategy
  private var outer: Outer
  private var inner: Inner
  /// The pulls of a cluster, pending ones included.
  private var clusterPulls: AlignedBuffer<Int>
  /// What represents a cluster, without pending pulls.
  private var estimates: AlignedBuffer<ClusterEstimate>
  private var anticipated = AnticipatedPulls()

  /// The policy from its parts, over arms none of which was pulled.
  ///
  /// - Parameters:
  ///   - strategy: represents the clusters of the setting.
  ///   - outer: stands over one group, the clusters.
  ///   - inner: stands over the clusters' arms.
  ///   - counts: which count of a cluster the outer rule sees.
  public init(
    strategy: consuming Strategy, outer: consuming Outer, inner: consuming Inner,
    counts: PullCounting = .pulls, setting: PolicySetting
  ) {
    clustering = setting.clustering
    self.counts = counts
    statistics = ArmStatistics(count: setting.armCount, isBinary: setting.rewards.isBinary)
    self.strategy = strategy
    self.outer = outer
    self.inner = inner
    clusterPulls = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    estimates = AlignedBuffer(
      repeating: ClusterEstimate(alpha: 0, beta: 0, pulls: 0), count: clustering.clusterCount)
    for cluster in 0..<clustering.clusterCount {
      let estimate = self.strategy.initialEstimate(of: cluster)
      estimates[cluster] = estimate
      self.outer.record(cluster, group: 0, estimate.candidate(counts))
    }
  }

  /// A cluster, then an arm of it.
  @inline(__always)
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let cluster = outer.select(group: 0, clock: round &- 1, using: &stream)
    return inner.select(group: cluster, clock: clusterPulls[cluster], using: &stream)
  }

  /// The same, with what each rule compares.
  public mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    scores.clusters = outer.scores(group: 0, clock: round &- 1, using: stream)
    let cluster = outer.select(group: 0, clock: round &- 1, using: &stream)
    let clock = clusterPulls[cluster]
    scores.arms = inner.scores(group: cluster, clock: clock, using: stream)
    return inner.select(group: cluster, clock: clock, using: &stream)
  }

  /// Updates the arm, its cluster, and nothing else.
  @inline(__always)
  public mutating func update(arm: Int, reward: Double) {
    let cluster = Int(clustering.clusterOfArm[arm])
    clusterPulls[cluster] += 1
    inner.record(arm, group: cluster, statistics.record(arm, reward: reward))
    let estimate = strategy.update(
      arm: arm, cluster: cluster, reward: reward, arms: statistics)
    estimates[cluster] = estimate
    outer.record(cluster, group: 0, estimate.candidate(counts))
  }

  /// Counts the pull in the clocks, and tells rules that count pending pulls.
  public mutating func anticipate(arm: Int) {
    let cluster = Int(clustering.clusterOfArm[arm])
    clusterPulls[cluster] += 1
    if inner.countsPendingPulls {
      inner.record(arm, group: cluster, anticipated.record(arm, in: &statistics))
    }
    guard outer.countsPendingPulls else { return }
    let estimate = estimates[cluster]
    let pending = Double(clusterPulls[cluster]) - estimate.pulls
    outer.record(cluster, group: 0, estimate.candidate(counts).anticipating(pending))
  }

  /// Forgets what was anticipated, then counts the pulls.
  public mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    anticipated.forget(in: &statistics)
    for place in arms.indices {
      let cluster = Int(clustering.clusterOfArm[Int(arms[place])])
      clusterPulls[cluster] = Int(estimates[cluster].pulls)
    }
    for place in arms.indices { update(arm: Int(arms[place]), reward: rewards[place]) }
  }

  /// The arm's pulls and observed mean, and the inner rule's posterior.
  public func belief(of arm: Int) -> Belief? { Belief(observed: arm, in: statistics, by: inner) }

  /// The cluster's pulls and what stands for it.
  public func belief(ofCluster cluster: Int) -> Belief? { Belief(estimates[cluster]) }
}

extension TwoLevelSelector
where
  Strategy: ~Copyable, Outer: SelectionRule & ~Copyable, Inner: SelectionRule & ~Copyable
{
  /// The policy with the arguments of strategy, outer and inner rule.
  public init(
    strategy strategyArguments: Arguments, outer outerArguments: Arguments,
    inner innerArguments: Arguments, counts: PullCounting = .pulls, setting: PolicySetting
  ) {
    let clustering = setting.clustering
    self.init(
      strategy: Strategy(arguments: strategyArguments, clustering: clustering),
      outer: Outer(
        arguments: outerArguments, groups: .whole(clustering.clusterCount), level: .clusters,
        setting: setting),
      inner: Inner(
        arguments: innerArguments, groups: clustering, level: .arms, setting: setting),
      counts: counts, setting: setting)
  }
}
