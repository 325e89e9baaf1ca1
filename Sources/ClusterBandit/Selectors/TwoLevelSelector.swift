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
  /// The arms of the batch whose rewards are awaited; 8 bytes each, kept.
  private var pending: [Int] = []
  /// The outer rule's clock in round 0: one less than the pulls of the history.
  private let start: Int

  /// The policy from its parts, over arms none of which was pulled.
  ///
  /// - Parameters:
  ///   - strategy: represents the clusters of the setting.
  ///   - outer: stands over one group, the clusters.
  ///   - inner: stands over the clusters' arms.
  ///   - counts: which count of a cluster the outer rule sees.
  ///   - history: pulls before the first round, for a strategy and rules that can begin anew.
  ///   - setting: the clusters, horizon and rewards.
  public init(
    strategy: consuming Strategy, outer: consuming Outer, inner: consuming Inner,
    counts: PullCounting = .pulls, history: ArmHistory? = nil, setting: PolicySetting
  ) {
    clustering = setting.clustering
    self.counts = counts
    statistics = ArmStatistics(count: setting.armCount, isBinary: setting.rewards.isBinary)
    self.strategy = strategy
    self.outer = outer
    self.inner = inner
    start = Int(history?.pulls ?? 0) - 1
    clusterPulls = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    estimates = AlignedBuffer(
      repeating: ClusterEstimate(alpha: 0, beta: 0, pulls: 0), count: clustering.clusterCount)
    for cluster in 0..<clustering.clusterCount {
      let estimate = self.strategy.initialEstimate(of: cluster)
      estimates[cluster] = estimate
      self.outer.record(cluster, group: 0, estimate.candidate(counts))
    }
    for (arm, seen) in history?.placed(in: setting.clustering) ?? [] where seen.pulls > 0 {
      recall(arm, pulls: seen.pulls, successes: seen.successes)
    }
  }

  /// Counts pulls of an arm without any, and tells the rules.
  private mutating func recall(_ arm: Int, pulls: Double, successes: Double) {
    let cluster = Int(clustering.clusterOfArm[arm])
    inner.restart(
      arm, group: cluster, statistics.recall(arm, pulls: pulls, successes: successes),
      isUnpulled: false)
    let estimate = strategy.recount(
      arm: arm, cluster: cluster, morePulls: pulls, moreSuccesses: successes, arms: statistics)
    clusterPulls[cluster] += Int(pulls)
    estimates[cluster] = estimate
    outer.restart(cluster, group: 0, estimate.candidate(counts), isUnpulled: false)
  }

  /// A cluster, then an arm of it.
  @inline(__always)
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let cluster = outer.select(group: 0, clock: round &+ start, using: &stream)
    return inner.select(group: cluster, clock: clusterPulls[cluster], using: &stream)
  }

  /// The same, with what each rule compares.
  public mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    scores.clusters = outer.scores(group: 0, clock: round &+ start, using: stream)
    let cluster = outer.select(group: 0, clock: round &+ start, using: &stream)
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
    pending.append(arm)
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
    pending.removeAll(keepingCapacity: true)
    for place in arms.indices {
      let cluster = Int(clustering.clusterOfArm[Int(arms[place])])
      clusterPulls[cluster] = Int(estimates[cluster].pulls)
    }
    for place in arms.indices { update(arm: Int(arms[place]), reward: rewards[place]) }
  }

  /// Whether strategy and rules can.
  public static var forgetsArms: Bool {
    Strategy.recounts && Outer.restarts && Inner.restarts
  }

  /// Forgets the arm's pulls, pending ones among them, in the arm and in its cluster: estimate and
  /// clock of the cluster are those of the pulls of its living arms.
  public mutating func forget(arm: Int) {
    let cluster = Int(clustering.clusterOfArm[arm])
    let lifted = anticipated.lift(from: &statistics)
    let (pulls, sum) = (statistics.pulls(of: arm), statistics.sum(of: arm))
    statistics.forget(arm)
    let estimate = strategy.recount(
      arm: arm, cluster: cluster, morePulls: -pulls, moreSuccesses: -sum, arms: statistics)
    anticipated.replace(lifted, in: &statistics, forgetting: arm)
    clusterPulls[cluster] -= Int(pulls) + pending.count { $0 == arm }
    pending.removeAll { $0 == arm }
    estimates[cluster] = estimate
    inner.restart(arm, group: cluster, .unpulled, isUnpulled: true)
    // A cluster in which a living sibling's pull is pending has been pulled.
    outer.restart(
      cluster, group: 0, estimate.candidate(counts), isUnpulled: clusterPulls[cluster] == 0)
    let waiting = Double(clusterPulls[cluster]) - estimate.pulls
    guard outer.countsPendingPulls, waiting > 0 else { return }
    outer.record(cluster, group: 0, estimate.candidate(counts).anticipating(waiting))
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
    inner innerArguments: Arguments, counts: PullCounting = .pulls,
    history: ArmHistory? = nil, setting: PolicySetting
  ) {
    let clustering = setting.clustering
    let known = setting.after(history)
    self.init(
      strategy: Strategy(arguments: strategyArguments, clustering: clustering),
      outer: Outer(
        arguments: outerArguments, groups: .whole(clustering.clusterCount), level: .clusters,
        setting: known),
      inner: Inner(
        arguments: innerArguments, groups: clustering, level: .arms, setting: known),
      counts: counts, history: history, setting: setting)
  }
}
