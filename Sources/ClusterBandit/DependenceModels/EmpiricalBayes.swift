public import Randomness

/// Empirical Bayes: a Beta prior for each cluster, fitted to the cluster's own data.
///
/// Arms of a cluster have the prior Beta(pν, (1 − p)ν). With p = Σs/Σn over the cluster, m its
/// pulled arms and X = Σ n_i (s_i/n_i − p)², the intra-cluster correlation is estimated by moments,
/// ρ = [X/(p(1 − p)) − (m − 1)] / [(Σn − Σn_i²/Σn) − (m − 1)], clipped to [10⁻⁴, .999], and ν = 1/ρ
/// − 1. It is fitted anew when the pulls of the cluster double: at 1, 2, 4, 8, …. Before a fit is
/// possible (fewer than two pulled arms, or p = 0 or 1, or no more pulls than arms) the former one
/// stands, at first Beta(1, 1).
///
/// **Biased**: a policy pulls good arms more often, so p leans towards them, and ρ is estimated as
/// if the pulls had been fixed beforehand. The exact model has neither defect.
///
/// Source: J. C. Kleinman, "Proportions with extraneous variance: single and independent samples",
/// Journal of the American Statistical Association 68 (1973), for the moment estimator.
///
/// An update is O(1) but for a fit, which is O(|c|). A shared draw takes nothing, an arm's draw one
/// Beta. 48 bytes an arm, 24 a cluster.
public struct EmpiricalBayes: DependenceModel, ~Copyable {
  /// `empirical-bayes`, without parameters.
  public static let variant = Variant(
    "empirical-bayes", "a Beta prior for each cluster, fitted to its data when they double")

  /// Gaussian rewards have no Beta prior.
  public static func problems(
    with arguments: Arguments, shape: ProblemShape
  ) -> [ArgumentProblem] {
    guard !shape.rewards.isBinary else { return [] }
    return [
      ArgumentProblem(
        [], "empirical-bayes fits Beta priors, and \(shape.otherRewards)",
        hint: "use model: hierarchical")
    ]
  }

  private let clustering: Clustering
  private let tables: ZigguratTables
  /// pν and (1 − p)ν by cluster.
  private var priors: AlignedBuffer<SIMD2<Double>>
  private var clusterPulls: AlignedBuffer<Int>
  private var pullCounts: AlignedBuffer<Double>
  private var successes: AlignedBuffer<Double>
  private var shapes: AlignedBuffer<BetaShape>
  /// Memory for the maximum, once it has been asked for.
  private var integral: ExpectedMaximum?

  /// The maximum is an integral.
  public static var hasMaximum: Bool { true }

  /// The model over arms none of which was pulled, each Beta(1, 1).
  public init(arguments: Arguments, setting: PolicySetting) {
    clustering = setting.clustering
    tables = .shared
    priors = AlignedBuffer(repeating: SIMD2(1, 1), count: clustering.clusterCount)
    clusterPulls = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    pullCounts = AlignedBuffer(repeating: 0, count: setting.armCount)
    successes = AlignedBuffer(repeating: 0, count: setting.armCount)
    shapes = AlignedBuffer(repeating: BetaShape(alpha: 1, beta: 1), count: setting.armCount)
    integral = nil
  }

  /// Counts the pull, and fits the cluster's prior if its pulls have doubled.
  public mutating func update(arm: Int, cluster: Int, reward: Double) {
    pullCounts[arm] += 1
    successes[arm] += reward
    let m = clusterPulls[cluster] + 1
    clusterPulls[cluster] = m
    // Powers of two have one bit.
    if m & (m - 1) == 0, let prior = fit(cluster) {
      priors[cluster] = prior
      for sibling in clustering.arms(of: cluster) { reshape(sibling, prior) }
    } else {
      reshape(arm, priors[cluster])
    }
  }

  /// The fitted prior and the counts of arms are kept apart.
  public static var forgetsArms: Bool { true }

  /// Sets the arm's counts to 0 and leaves the prior, which the dead arm helped to fit.
  ///
  /// The next fit, when the pulls of the cluster double, is to the counts that are left.
  public mutating func forget(arm: Int) {
    pullCounts[arm] = 0
    successes[arm] = 0
    reshape(arm, priors[Int(clustering.clusterOfArm[arm])])
  }

  private mutating func reshape(_ arm: Int, _ prior: SIMD2<Double>) {
    let s = successes[arm]
    shapes[arm] = BetaShape(alpha: prior.x + s, beta: prior.y + (pullCounts[arm] - s))
  }

  /// pν and (1 − p)ν by moments, or nil where they cannot be estimated.
  func fit(_ cluster: Int) -> SIMD2<Double>? {
    var (pulled, n, s, squares) = (0.0, 0.0, 0.0, 0.0)
    for arm in clustering.arms(of: cluster) where pullCounts[arm] > 0 {
      pulled += 1
      n += pullCounts[arm]
      s += successes[arm]
      squares += pullCounts[arm] * pullCounts[arm]
    }
    let p = s / n
    let denominator = (n - squares / n) - (pulled - 1)
    guard pulled >= 2, s > 0, s < n, denominator > 0 else { return nil }
    var x = 0.0
    for arm in clustering.arms(of: cluster) where pullCounts[arm] > 0 {
      let deviation = successes[arm] / pullCounts[arm] - p
      x += pullCounts[arm] * deviation * deviation
    }
    let rho = (x / (p * (1 - p)) - (pulled - 1)) / denominator
    let nu = 1 / min(max(rho, 1e-4), 0.999) - 1
    return SIMD2(p * nu, (1 - p) * nu)
  }

  /// Nothing is shared but the fitted prior.
  public mutating func drawShared(_ cluster: Int, using stream: inout RandomStream) {}

  /// Beta(pν + s_i, (1 − p)ν + f_i).
  public func draw(_ arm: Int, using stream: inout RandomStream) -> Double {
    stream.nextBeta(shapes[arm], tables)
  }

  /// n_i.
  public func pulls(of arm: Int) -> Double { pullCounts[arm] }

  /// The parameters of an arm's posterior.
  func parameters(of arm: Int) -> SIMD2<Double> {
    let s = successes[arm]
    return priors[Int(clustering.clusterOfArm[arm])] + SIMD2(s, pullCounts[arm] - s)
  }

  /// Mean and variance of the arm's Beta posterior.
  public func posterior(of arm: Int) -> MeanAndVariance {
    let beta = parameters(of: arm)
    let total = beta.x + beta.y
    return MeanAndVariance(
      mean: beta.x / total, variance: beta.x * beta.y / (total * total * (total + 1)))
  }

  /// Given the fit the arms are independent: variances add.
  public func average(of cluster: Int) -> MeanAndVariance {
    let range = clustering.arms(of: cluster)
    let m = Double(range.count)
    var (mean, variance) = (0.0, 0.0)
    for arm in range {
      let moments = posterior(of: arm)
      mean += moments.mean
      variance += moments.variance
    }
    return MeanAndVariance(mean: mean / m, variance: variance / (m * m))
  }

  /// The maximum of independent Beta variables: one integral.
  public mutating func maximum(of cluster: Int) -> MeanAndVariance? {
    var integral = self.integral.take() ?? ExpectedMaximum(capacity: clustering.sizes.max() ?? 1)
    integral.clear()
    for arm in clustering.arms(of: cluster) {
      let beta = parameters(of: arm)
      let law = BetaDistribution(alpha: beta.x, beta: beta.y)
      integral.add(law, window: law.window, copies: 1)
    }
    let moments = integral.moments()
    self.integral = consume integral
    return MeanAndVariance(mean: moments.mean.value, variance: moments.variance)
  }

  /// The moments as a Beta distribution.
  public func candidate(
    _ moments: MeanAndVariance, pulls: Double, counts: PullCounting
  ) -> CandidateEstimate {
    moments.betaCandidate(pulls: pulls, counts: counts)
  }
}
