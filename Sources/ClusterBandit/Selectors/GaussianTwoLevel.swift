import Randomness

/// The two-level policy for normal rewards: a rule picks a cluster by its estimate, then a rule an
/// arm inside.
///
/// A cluster is represented by the mean of all its rewards (MEAN), by its best arm (MAX) or by the
/// posterior of its best mean (PMAX), as `GaussianRepresentation` has it, under a flat prior or
/// the normal prior that the outer rule is given, that of ``GaussianThompson``; σ is the
/// environment's, or the rule's `standard-deviation`. A rule that samples draws from the normal
/// distribution with the estimate's mean and variance; index rules see the mean, the variance that
/// was observed of rewards, and as the count the cluster's pulls or the matched count. A cluster
/// without pulls comes first under an index rule and under sampling from a flat prior; under a rule
/// that compares means alone it counts as 0.
///
/// MEAN takes the rewards of a cluster as those of one arm, though its arms differ: with few pulls
/// of a cluster its posterior is too narrow. With `variance: estimated` v = (σ² + Σ(r − mean)²)/n
/// stands for σ²: where all arms are alike its expectation is σ², where they differ it is larger by
/// what the pulled means scatter. What a cluster's arms have in common is modeled by two-level
/// policies with `model: hierarchical`. Under a normal prior MAX with `observed-only: false`
/// compares posterior means, also of arms without pulls, and PMAX takes their prior; under a flat
/// prior those have no posterior.
///
/// Source: Pandey, Chakrabarti and Agarwal (2007), figure 3, MEAN, MAX and PMAX; the normal
/// posteriors are those of D. Russo, B. Van Roy, A. Kazerouni, I. Osband and Z. Wen, "A tutorial on
/// Thompson sampling", Foundations and Trends in Machine Learning 11 (2018), section 4. With MEAN
/// and MAX they are TSC, TSMax and UCBC of Carlsson, Dubhashi and Johansson (2021) with normal in
/// the place of Beta posteriors.
///
/// A step is O(K + |c|), and O(|c|) more with MAX and PMAX; with one cluster, or with one arm in
/// each and σ known, it equals the flat policy in law. Draws what the rules draw, and the order of
/// the clusters' first pulls. 24 bytes an arm and 80 a cluster besides the rules.
struct GaussianTwoLevel: Policy, ~Copyable {
  private let clustering: Clustering
  private var arms: ArmStatistics
  private var representation: GaussianRepresentation
  private var outer: ErasedRule
  private var inner: ErasedRule
  /// The clusters that a sampling rule has not seen yet.
  private var unplayed: UnplayedQueue
  private let waits: Bool
  /// What represents a cluster, without pending pulls.
  private var estimates: [CandidateEstimate]
  /// The pulls of a cluster, pending ones included.
  private var clusterPulls: AlignedBuffer<Int>
  private var anticipated = AnticipatedPulls()

  /// The policy of some parts, over arms none of which was pulled.
  init(_ parts: TwoLevelParts, setting: PolicySetting) {
    let clustering = setting.clustering
    let count = clustering.clusterCount
    self.clustering = clustering
    arms = ArmStatistics(count: setting.armCount, isBinary: false)
    var representation = GaussianRepresentation(parts, setting: setting)
    let initial = representation.initialEstimates()
    let hasPrior = representation.hasPrior
    self.representation = representation
    outer = ErasedRule(parts.outer, groups: .whole(count), level: .clusters, setting: setting)
    inner = ErasedRule(parts.inner, groups: clustering, level: .arms, setting: setting)
    let isFlat = parts.outer.entry.samplesPosteriors && !hasPrior
    waits = isFlat
    unplayed = UnplayedQueue(
      groups: .whole(count), ties: isFlat ? parts.outer.arguments.ties : .first)
    clusterPulls = AlignedBuffer(repeating: 0, count: count)
    estimates = initial
    if hasPrior {
      for cluster in 0..<count { outer.record(cluster, group: 0, initial[cluster]) }
    }
  }

  /// A cluster, then an arm of it.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let cluster =
      waits && unplayed.isWaiting(0)
      ? unplayed.take(0, using: &stream)
      : outer.select(group: 0, clock: round - 1, using: &stream)
    return inner.select(group: cluster, clock: clusterPulls[cluster], using: &stream)
  }

  /// The same, with what each rule compares.
  mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    let cluster: Int
    if waits, unplayed.isWaiting(0) {
      scores.clusters = .init(.unpulled, 0..<clustering.clusterCount)
      cluster = unplayed.take(0, using: &stream)
    } else {
      scores.clusters = outer.scores(group: 0, clock: round - 1, using: stream)
      cluster = outer.select(group: 0, clock: round - 1, using: &stream)
    }
    let clock = clusterPulls[cluster]
    scores.arms = inner.scores(group: cluster, clock: clock, using: stream)
    return inner.select(group: cluster, clock: clock, using: &stream)
  }

  /// Updates the arm and its cluster.
  mutating func update(arm: Int, reward: Double) {
    let cluster = Int(clustering.clusterOfArm[arm])
    clusterPulls[cluster] += 1
    inner.record(arm, group: cluster, arms.record(arm, reward: reward))
    let estimate = representation.update(
      arm: arm, cluster: cluster, reward: reward, arms: arms)
    estimates[cluster] = estimate
    outer.record(cluster, group: 0, estimate)
  }

  /// Counts the pull in the clocks, and tells rules that count pending pulls.
  mutating func anticipate(arm: Int) {
    let cluster = Int(clustering.clusterOfArm[arm])
    clusterPulls[cluster] += 1
    if inner.countsPendingPulls {
      inner.record(arm, group: cluster, anticipated.record(arm, in: &arms))
    }
    guard outer.countsPendingPulls else { return }
    let pending = Double(clusterPulls[cluster]) - representation.pulls(of: cluster)
    outer.record(cluster, group: 0, estimates[cluster].anticipating(pending))
  }

  /// Forgets what was anticipated, then counts the pulls.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    anticipated.forget(in: &self.arms)
    for place in arms.indices {
      let cluster = Int(clustering.clusterOfArm[Int(arms[place])])
      clusterPulls[cluster] = Int(representation.pulls(of: cluster))
    }
    for place in arms.indices { update(arm: Int(arms[place]), reward: rewards[place]) }
  }

  /// The arm's pulls and observed mean, and the inner rule's posterior.
  func belief(of arm: Int) -> Belief? {
    Belief(
      observed: arm, in: arms,
      posterior: inner.posterior(of: arm, pulls: arms.pulls(of: arm), sum: arms.sum(of: arm)))
  }

  /// The cluster's pulls and the posterior of what stands for it; nothing before the first pull
  /// under a flat prior.
  func belief(ofCluster cluster: Int) -> Belief? {
    let estimate = estimates[cluster]
    let pulls = representation.pulls(of: cluster)
    let isKnown = representation.isKnown(cluster)
    return Belief(
      pulls: pulls, mean: isKnown ? estimate.mean : nil,
      standardDeviation: isKnown ? estimate.posteriorVariance.squareRoot() : nil)
  }
}
