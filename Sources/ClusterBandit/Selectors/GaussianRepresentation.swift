/// What stands for a cluster of normal arms.
///
/// - MEAN: the mean of all its rewards. With n rewards of variance σ² in it the posterior is
///   N(mean, σ²/n) under a flat prior.
/// - MAX: the pulled arm of highest observed mean, of equal ones the most pulled; under a normal
///   prior with `observed-only: false` any arm of highest posterior mean.
/// - PMAX: the maximum of the arms' independent posteriors θ_j, as the normal distribution with its
///   mean r = E[max θ_j] and variance v = Var[max θ_j]; see `NormalMaximum`. Under a normal prior
///   every arm counts, unpulled ones as their prior; under a flat one an arm without pulls has no
///   posterior, and the maximum is that of the pulled ones. A cluster of one arm has that arm's
///   posterior, exactly.
///
/// The estimate that rules see has this mean and variance; its count is that of the cluster's
/// pulls, or with matched counts n, under PMAX σ²/v (the pulls where nothing is uncertain); its
/// observed variance that of the rewards behind the mean, under PMAX of all rewards about the means
/// of their arms.
///
/// An update is O(1) with MEAN, O(|c|) with MAX, with PMAX O(|c|) and a normal distribution
/// function for each pulled arm that may be the best at 40 points or more. 24 bytes a cluster and
/// with PMAX 56 for each arm of the largest one.
struct GaussianRepresentation: ~Copyable {
  /// The strategies that have a form for normal arms.
  enum Kind { case mean, max, pmax }

  private let clustering: Clustering
  private let kind: Kind
  private let counts: PullCounting
  /// The rewards of a cluster as those of one arm.
  private var pooled: ArmStatistics
  private var maximum: NormalMaximum
  private let noiseVariance: Double
  private let priorMean: Double
  /// Of the outer rule's prior; nil if it is flat.
  private let priorVariance: Double?
  /// σ² over the variance of the prior; 0 if it is flat.
  private let priorPulls: Double
  private let priorPrecision: Double
  /// Whether MEAN estimates σ².
  private let estimatesVariance: Bool
  /// Whether under MAX any arm represents by its posterior mean.
  private let comparesPosteriors: Bool

  /// What stands for the clusters of some setting, under the prior of the outer rule if it samples.
  init(_ parts: TwoLevelParts, setting: PolicySetting) {
    let clustering = setting.clustering
    self.clustering = clustering
    let kind: Kind =
      switch parts.strategy.entry.type {
      case ObjectIdentifier(MaxStrategy.self): .max
      case ObjectIdentifier(PMaxStrategy.self): .pmax
      default: .mean
      }
    self.kind = kind
    counts = parts.counts
    pooled = ArmStatistics(count: clustering.clusterCount, isBinary: false)
    maximum = NormalMaximum(capacity: kind == .pmax ? clustering.largestSize + 1 : 0)
    let arguments = parts.outer.arguments
    var environmentDeviation = 1.0
    if case .gaussian(let deviation) = setting.rewards { environmentDeviation = deviation }
    let samples = parts.outer.entry.samplesPosteriors
    let deviation =
      (samples ? arguments.optionalNumber("standard-deviation") : nil) ?? environmentDeviation
    let spread = samples ? arguments.optionalNumber("prior-standard-deviation") : nil
    let variance = deviation * deviation
    let weight = spread.map { variance / ($0 * $0) } ?? 0
    noiseVariance = variance
    priorMean = spread == nil ? 0 : arguments.optionalNumber("prior-mean") ?? 0
    priorVariance = spread.map { $0 * $0 }
    priorPulls = weight
    priorPrecision = spread.map { 1 / ($0 * $0) } ?? 0
    let strategy = parts.strategy.arguments
    estimatesVariance = strategy.estimatesVariance
    comparesPosteriors = weight > 0 && strategy.values["observed-only"] == .flag(false)
  }

  /// Whether clusters have a posterior before their first pull.
  var hasPrior: Bool { priorVariance != nil }

  /// The pulls of a cluster that were counted.
  func pulls(of cluster: Int) -> Double { pooled.pulls(of: cluster) }

  /// Whether the cluster has a posterior.
  func isKnown(_ cluster: Int) -> Bool { hasPrior || pooled.pulls(of: cluster) > 0 }

  /// The estimates before the first pull: under PMAX with a prior one integral for each size.
  mutating func initialEstimates() -> [CandidateEstimate] {
    var known: [Int: CandidateEstimate] = [:]
    return clustering.sizes.map { size in
      let size = kind == .pmax ? size : 1
      if let estimate = known[size] { return estimate }
      var posterior = MeanAndVariance(mean: priorMean, variance: priorVariance ?? 0)
      if hasPrior, size > 1 {
        maximum.clear()
        maximum.add(mean: priorMean, variance: posterior.variance, copies: Double(size))
        posterior = maximum.moments()
      }
      let estimate = CandidateEstimate(
        pulls: 0, mean: posterior.mean, variance: 0, alpha: 0, beta: 0,
        posteriorVariance: posterior.variance)
      known[size] = estimate
      return estimate
    }
  }

  /// The new estimate of the cluster of `arm`, whose pull is already counted in `arms`.
  mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> CandidateEstimate {
    var estimate = pooled.record(cluster, reward: reward)
    let pulls = estimate.pulls
    if kind == .pmax, clustering.arms(of: cluster).count > 1 {
      return bestMean(of: cluster, pulls: pulls, arms)
    }
    if kind == .max { estimate = arms.estimate(of: representative(of: cluster, arms)) }
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
    return estimate
  }

  /// The maximum of the posteriors of a cluster's arms, one of which was pulled.
  private mutating func bestMean(
    of cluster: Int, pulls: Double, _ arms: borrowing ArmStatistics
  ) -> CandidateEstimate {
    maximum.clear()
    var (unpulled, deviations) = (0.0, 0.0)
    for arm in clustering.arms(of: cluster) {
      let n = arms.pulls(of: arm)
      guard n > 0 else {
        unpulled += 1
        continue
      }
      maximum.add(
        mean: posteriorMean(of: arm, arms), variance: noiseVariance / (priorPulls + n))
      deviations += arms.deviations[arm]
    }
    if let priorVariance, unpulled > 0 {
      maximum.add(mean: priorMean, variance: priorVariance, copies: unpulled)
    }
    let moments = maximum.moments()
    let matched = noiseVariance / moments.variance
    let hasMatched = counts == .matched && matched > 0 && matched.isFinite
    return CandidateEstimate(
      pulls: hasMatched ? matched : pulls, mean: moments.mean, variance: deviations / pulls,
      alpha: 0, beta: 0, posteriorVariance: moments.variance)
  }

  /// The pulled arm of highest observed mean or, under a prior, any of highest posterior mean; of
  /// equal ones the most pulled.
  private func representative(of cluster: Int, _ arms: borrowing ArmStatistics) -> Int {
    var best = clustering.offsets[cluster]
    for arm in clustering.arms(of: cluster).dropFirst() where beats(arm, best, arms) { best = arm }
    return best
  }

  private func beats(_ arm: Int, _ other: Int, _ arms: borrowing ArmStatistics) -> Bool {
    let (n, m) = (arms.pulls(of: arm), arms.pulls(of: other))
    if comparesPosteriors {
      let (mean, otherMean) = (posteriorMean(of: arm, arms), posteriorMean(of: other, arms))
      return mean > otherMean || (mean == otherMean && n > m)
    }
    if n == 0 || m == 0 { return n > 0 }
    let (mean, otherMean) = (arms.sum(of: arm) / n, arms.sum(of: other) / m)
    return mean > otherMean || (mean == otherMean && n > m)
  }

  private func posteriorMean(of arm: Int, _ arms: borrowing ArmStatistics) -> Double {
    (priorMean * priorPulls + arms.sum(of: arm)) / (priorPulls + arms.pulls(of: arm))
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
