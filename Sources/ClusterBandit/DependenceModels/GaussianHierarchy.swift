public import Randomness

/// The Gaussian hierarchy in closed form: arms scatter about their cluster's mean.
///
/// μ_c ~ N(m0, t0²), θ_i | μ_c ~ N(μ_c, t²), rewards N(θ_i, s²) with s known. With v_i = t² +
/// s²/n_i the posterior of μ_c is N(μ̂, 1/Λ), Λ = 1/t0² + Σ 1/v_i and μ̂ = (m0/t0² + Σ r̄_i/v_i)/Λ
/// over the pulled arms; given μ_c, θ_i ~ N((μ_c/t² + R_i/s²)/p_i, 1/p_i) with p_i = 1/t² + n_i/s²
/// and R_i the arm's sum of rewards.
///
/// Everything is multiplied through by s², so that s = 0 (rewards without noise) is no special
/// case.
///
/// Source: D. V. Lindley and A. F. M. Smith, "Bayes estimates for the linear model", Journal of the
/// Royal Statistical Society B 34 (1972); A. Gelman et al., "Bayesian Data Analysis" (2013),
/// section 5.4.
///
/// An update is O(1), the average's moments O(|c|). A shared draw and an arm's draw take one normal
/// each. The maximum of dependent normal arms has no closed form. 16 bytes an arm, 16 a cluster.
public struct GaussianHierarchy: DependenceModel, ~Copyable {
  /// `hierarchical` with m0, t0, t and s.
  public static let variant = Variant(
    "hierarchical", "arms scatter about their cluster's mean, all normal",
    [
      .defaulted(
        "prior-mean", .number(.location), .number(0),
        "Gaussian rewards: m0, the prior mean of a cluster's mean"),
      .defaulted(
        "prior-standard-deviation", .number(.closed(1e-9, 1e9)), .number(1),
        "Gaussian rewards: t0, the prior standard deviation of a cluster's mean"),
      .defaulted(
        "arm-standard-deviation", .number(.closed(1e-9, 1e9)), .number(0.5),
        "Gaussian rewards: t, the standard deviation of arms about their cluster's mean"),
      .optional(
        "standard-deviation", .number(.scale), absent: "the environment's",
        "Gaussian rewards: the known s of one reward"),
    ])

  private let clustering: Clustering
  private let tables: ZigguratTables
  private let priorMean: Double
  /// 1/t0².
  private let priorPrecision: Double
  /// t².
  private let armVariance: Double
  /// s².
  private let noiseVariance: Double
  private var pullCounts: AlignedBuffer<Double>
  private var sums: AlignedBuffer<Double>
  /// Σ 1/v_i and Σ r̄_i/v_i over the pulled arms of a cluster.
  private var evidence: AlignedBuffer<SIMD2<Double>>
  /// μ_c of the last shared draw.
  private var drawn = 0.0

  /// The model over arms none of which was pulled.
  public init(arguments: Arguments, setting: PolicySetting) {
    clustering = setting.clustering
    tables = .shared
    var environmentDeviation = 1.0
    if case .gaussian(let deviation) = setting.rewards { environmentDeviation = deviation }
    let deviation = arguments.optionalNumber("standard-deviation") ?? environmentDeviation
    noiseVariance = deviation * deviation
    priorMean = arguments.number("prior-mean")
    let spread = arguments.number("prior-standard-deviation")
    priorPrecision = 1 / (spread * spread)
    let armDeviation = arguments.number("arm-standard-deviation")
    armVariance = armDeviation * armDeviation
    pullCounts = AlignedBuffer(repeating: 0, count: setting.armCount)
    sums = AlignedBuffer(repeating: 0, count: setting.armCount)
    evidence = AlignedBuffer(repeating: SIMD2(0, 0), count: clustering.clusterCount)
  }

  /// 1/v_i and r̄_i/v_i; 0 and 0 before the first pull.
  private func contribution(of arm: Int) -> SIMD2<Double> {
    // 1/v = n/(n t² + s²), r̄/v = R/(n t² + s²).
    let n = pullCounts[arm]
    guard n > 0 else { return SIMD2(0, 0) }
    return SIMD2(n, sums[arm]) / (n * armVariance + noiseVariance)
  }

  /// Counts the pull and exchanges the arm's contribution to what is known of μ_c.
  public mutating func update(arm: Int, cluster: Int, reward: Double) {
    let before = contribution(of: arm)
    pullCounts[arm] += 1
    sums[arm] += reward
    evidence[cluster] += contribution(of: arm) - before
  }

  /// μ̂ and 1/Λ of a cluster.
  func centre(of cluster: Int) -> MeanAndVariance {
    let precision = priorPrecision + evidence[cluster].x
    return MeanAndVariance(
      mean: (priorMean * priorPrecision + evidence[cluster].y) / precision, variance: 1 / precision)
  }

  /// Draws μ_c ~ N(μ̂, 1/Λ).
  public mutating func drawShared(_ cluster: Int, using stream: inout RandomStream) {
    let centre = self.centre(of: cluster)
    drawn = centre.mean + centre.variance.squareRoot() * stream.nextNormal(tables)
  }

  /// How θ_i depends on μ_c: θ_i = offset + slope μ_c + N(0, variance).
  @inline(__always)
  private func regression(
    of arm: Int
  ) -> (offset: Double, slope: Double, variance: Double) {
    let inverse = 1 / (noiseVariance + pullCounts[arm] * armVariance)
    // At s = 0 without pulls the quotient is 0/0: then the arm is all prior.
    guard inverse.isFinite else { return (0, 1, armVariance) }
    return (
      sums[arm] * armVariance * inverse, noiseVariance * inverse,
      armVariance * noiseVariance * inverse
    )
  }

  /// Draws θ_i given μ_c.
  public func draw(_ arm: Int, using stream: inout RandomStream) -> Double {
    let (offset, slope, variance) = regression(of: arm)
    return offset + slope * drawn + variance.squareRoot() * stream.nextNormal(tables)
  }

  /// n_i.
  public func pulls(of arm: Int) -> Double { pullCounts[arm] }

  /// Mean and variance of θ_i with μ_c integrated out.
  public func posterior(of arm: Int) -> MeanAndVariance {
    let centre = self.centre(of: Int(clustering.clusterOfArm[arm]))
    let (offset, slope, variance) = regression(of: arm)
    return MeanAndVariance(
      mean: offset + slope * centre.mean, variance: variance + slope * slope * centre.variance)
  }

  /// Mean and variance of the average with μ_c integrated out.
  public func average(of cluster: Int) -> MeanAndVariance {
    let centre = self.centre(of: cluster)
    let range = clustering.arms(of: cluster)
    let m = Double(range.count)
    var (offset, slope, variance) = (0.0, 0.0, 0.0)
    for arm in range {
      let own = regression(of: arm)
      offset += own.offset
      slope += own.slope
      variance += own.variance
    }
    slope /= m
    return MeanAndVariance(
      mean: offset / m + slope * centre.mean,
      variance: variance / (m * m) + slope * slope * centre.variance)
  }

  /// The moments as a normal distribution; the matched count is s²/v, kept above 0 and finite.
  public func candidate(
    _ moments: MeanAndVariance, pulls: Double, counts: PullCounting
  ) -> CandidateEstimate {
    moments.normalCandidate(pulls: pulls, counts: counts, noiseVariance: noiseVariance)
  }
}
