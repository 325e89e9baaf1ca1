import Randomness

/// The two-level policy for normal rewards: a rule picks a cluster by its estimate, then a rule an
/// arm inside.
///
/// A cluster is represented by the mean of all its rewards (MEAN), or by the pulled arm of highest
/// observed mean, of equal ones the most pulled (MAX). With n rewards of variance σ² in that mean
/// its posterior is N(mean, σ²/n) under a flat prior, or that of ``GaussianThompson`` under the
/// normal prior that the outer rule is given; σ is the environment's, or the rule's
/// `standard-deviation`. Index rules see the mean, the variance that was observed of the rewards
/// behind it, and as the count the cluster's pulls, or n with matched counts. A cluster without
/// pulls comes first under an index rule and under sampling from a flat prior; under a rule that
/// compares means alone it counts as 0.
///
/// MEAN takes the rewards of a cluster as those of one arm, though its arms differ: with few pulls
/// of a cluster its posterior is too narrow. With `variance: estimated` v = (σ² + Σ(r − mean)²)/n
/// stands for σ²: where all arms are alike its expectation is σ², where they differ it is larger by
/// what the pulled means scatter. What a cluster's arms have in common is modeled by two-level
/// policies with `model: hierarchical`. Under a normal prior MAX with `observed-only: false`
/// compares posterior means, also of arms without pulls; under a flat prior those have none.
///
/// Source: Pandey, Chakrabarti and Agarwal (2007), figure 3, MEAN and MAX; the normal posteriors
/// are those of D. Russo, B. Van Roy, A. Kazerouni, I. Osband and Z. Wen, "A tutorial on Thompson
/// sampling", Foundations and Trends in Machine Learning 11 (2018), section 4. Together they are
/// TSC, TSMax and UCBC of Carlsson, Dubhashi and Johansson (2021) with normal in the place of Beta
/// posteriors.
///
/// A step is O(K + |c|), and O(|c|) more with MAX; with one cluster, or under MEAN with one arm in
/// each, it equals the flat policy in law. Draws what the rules draw, and the order of the
/// clusters' first pulls. 24 bytes an arm and 80 a cluster besides the rules.
struct GaussianTwoLevel: Policy, ~Copyable {
  private let clustering: Clustering
  private let isMax: Bool
  private let counts: PullCounting
  private var arms: ArmStatistics
  /// The rewards of a cluster as those of one arm.
  private var pooled: ArmStatistics
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
  private let noiseVariance: Double
  private let priorMean: Double
  /// σ² over the variance of the outer rule's prior; 0 if it is flat.
  private let priorPulls: Double
  /// Of the outer rule's prior; 0 if it is flat.
  private let priorPrecision: Double
  /// Whether MEAN estimates σ².
  private let estimatesVariance: Bool
  /// Whether under MAX any arm represents by its posterior mean.
  private let comparesPosteriors: Bool

  /// The policy of some parts, over arms none of which was pulled.
  init(_ parts: TwoLevelParts, setting: PolicySetting) {
    let clustering = setting.clustering
    let count = clustering.clusterCount
    self.clustering = clustering
    isMax = parts.strategy.entry.type == ObjectIdentifier(MaxStrategy.self)
    counts = parts.counts
    arms = ArmStatistics(count: setting.armCount, isBinary: false)
    pooled = ArmStatistics(count: count, isBinary: false)
    outer = ErasedRule(parts.outer, groups: .whole(count), level: .clusters, setting: setting)
    inner = ErasedRule(parts.inner, groups: clustering, level: .arms, setting: setting)
    let arguments = parts.outer.arguments
    var environmentDeviation = 1.0
    if case .gaussian(let deviation) = setting.rewards { environmentDeviation = deviation }
    let samples = parts.outer.entry.samplesPosteriors
    let deviation =
      (samples ? arguments.optionalNumber("standard-deviation") : nil) ?? environmentDeviation
    let spread = samples ? arguments.optionalNumber("prior-standard-deviation") : nil
    let mean = spread == nil ? 0 : arguments.optionalNumber("prior-mean") ?? 0
    let variance = deviation * deviation
    let weight = spread.map { variance / ($0 * $0) } ?? 0
    let isFlat = samples && spread == nil
    noiseVariance = variance
    priorMean = mean
    priorPulls = weight
    priorPrecision = spread.map { 1 / ($0 * $0) } ?? 0
    let strategy = parts.strategy.arguments
    estimatesVariance = strategy.estimatesVariance
    comparesPosteriors = weight > 0 && strategy.values["observed-only"] == .flag(false)
    waits = isFlat
    unplayed = UnplayedQueue(groups: .whole(count), ties: isFlat ? arguments.ties : .first)
    clusterPulls = AlignedBuffer(repeating: 0, count: count)
    let initial = CandidateEstimate(
      pulls: 0, mean: mean, variance: 0, alpha: 0, beta: 0,
      posteriorVariance: spread.map { $0 * $0 } ?? 0)
    estimates = Array(repeating: initial, count: count)
    if spread != nil {
      for cluster in 0..<count { outer.record(cluster, group: 0, initial) }
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
    var estimate = pooled.record(cluster, reward: reward)
    let pulls = estimate.pulls
    if isMax { estimate = arms.estimate(of: representative(of: cluster)) }
    // With a flat prior and observed means these are mean and σ²/n to the bit.
    var (noise, weight) = (noiseVariance, priorPulls)
    if estimatesVariance {
      noise = noiseVariance / pulls + estimate.variance
      weight = noise * priorPrecision
    }
    let total = weight + estimate.pulls
    estimate.mean = (priorMean * weight + estimate.alpha) / total
    estimate.posteriorVariance = noise / total
    if counts == .pulls { estimate.pulls = pulls }
    estimates[cluster] = estimate
    outer.record(cluster, group: 0, estimate)
  }

  /// The pulled arm of highest observed mean or, under a prior, any of highest posterior mean; of
  /// equal ones the most pulled.
  private func representative(of cluster: Int) -> Int {
    var best = clustering.offsets[cluster]
    for arm in clustering.arms(of: cluster).dropFirst() where beats(arm, best) { best = arm }
    return best
  }

  private func beats(_ arm: Int, _ other: Int) -> Bool {
    let (n, m) = (arms.pulls(of: arm), arms.pulls(of: other))
    if comparesPosteriors {
      let (mean, otherMean) = (posteriorMean(of: arm), posteriorMean(of: other))
      return mean > otherMean || (mean == otherMean && n > m)
    }
    if n == 0 || m == 0 { return n > 0 }
    let (mean, otherMean) = (arms.sum(of: arm) / n, arms.sum(of: other) / m)
    return mean > otherMean || (mean == otherMean && n > m)
  }

  private func posteriorMean(of arm: Int) -> Double {
    (priorMean * priorPulls + arms.sum(of: arm)) / (priorPulls + arms.pulls(of: arm))
  }

  /// Counts the pull in the clocks, and tells rules that count pending pulls.
  mutating func anticipate(arm: Int) {
    let cluster = Int(clustering.clusterOfArm[arm])
    clusterPulls[cluster] += 1
    if inner.countsPendingPulls {
      inner.record(arm, group: cluster, anticipated.record(arm, in: &arms))
    }
    guard outer.countsPendingPulls else { return }
    let pending = Double(clusterPulls[cluster]) - pooled.pulls(of: cluster)
    outer.record(cluster, group: 0, estimates[cluster].anticipating(pending))
  }

  /// Forgets what was anticipated, then counts the pulls.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    anticipated.forget(in: &self.arms)
    for place in arms.indices {
      let cluster = Int(clustering.clusterOfArm[Int(arms[place])])
      clusterPulls[cluster] = Int(pooled.pulls(of: cluster))
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
    let pulls = pooled.pulls(of: cluster)
    let isKnown = priorPulls + pulls > 0
    return Belief(
      pulls: pulls, mean: isKnown ? estimate.mean : nil,
      standardDeviation: isKnown ? estimate.posteriorVariance.squareRoot() : nil)
  }
}

extension ArmStatistics {
  /// What is known of an arm, for rewards other than 0 and 1.
  fileprivate func estimate(of arm: Int) -> CandidateEstimate {
    let (n, sum) = (pulls(of: arm), sum(of: arm))
    guard n > 0 else {
      return CandidateEstimate(pulls: 0, mean: 0, variance: 0, alpha: 0, beta: 0)
    }
    return CandidateEstimate(
      pulls: n, mean: sum / n, variance: deviations[arm] / n, alpha: sum, beta: n - sum)
  }
}
