/// PMAX: the posterior of the cluster's best mean, r = E[max_j θ_j] and v = Var[max_j θ_j] with
/// independent θ_j ~ Beta(A0 + s_j, B0 + f_j).
///
/// r = ∫(1 − Π F_j(x)) dx and E[max²] = ∫2x(1 − Π F_j(x)) dx over [0, 1], F_j the arms'
/// distribution functions; see `ExpectedMaximum`. The estimate is the Beta distribution with this
/// mean and variance: ν = r(1 − r)/v − 1, α = rν, β = (1 − r)ν. A cluster of one arm has the arm's
/// own posterior, exactly. Every arm counts, also the unpulled ones: many of them pull r towards 1,
/// |c|/(|c| + 1) for a cluster without pulls under the prior Beta(1, 1).
///
/// Up to 512 arms in clusters of up to 64, under a prior of whole or half numbers, the integrals
/// are kept up from pull to pull; see `TrackedMaximum`. α and β are rounded to 36 bits there, so
/// that clusters of equal data have equal estimates whatever the order of their pulls, but for
/// about one pair in 10^4. Otherwise they are computed from the arms' data alone: arms stand in the
/// order of pulls and successes, and arms with equal data enter as one power.
///
/// Where rewards are normal the posteriors are, and the estimate is the normal distribution with
/// mean r and variance v; see `GaussianRepresentation`. Under a flat prior an unpulled arm has no
/// posterior there and does not count.
///
/// Source: Pandey, Chakrabarti and Agarwal (2007), the PMAX strategy.
///
/// An update costs a multiplication for each node of the integral and arm, and 14 kB an arm; where
/// integrals are not kept up O(|c|) plus one exponential for each node and each different posterior
/// that reaches beyond the best arm's lower tail, and 48 bytes an arm.
public struct PMaxStrategy: ClusterStrategy, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "pmax", "the best arm's posterior: r = E[max θ], θ ~ Beta(A0 + s, B0 + f)",
    [
      .defaulted(
        "prior", .numbers(.closed(0.01, 1e15), count: 2), .numbers([1, 1]),
        "the prior [A0, B0] of every arm's mean")
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    strategyUnpulled:
      "every arm counts, unpulled ones as their prior: many of them pull r towards 1; with normal "
      + "rewards the prior is the outer rule's, and if that is flat only pulled arms count",
    ties: "none: all arms count",
    rewards: "0 or 1, or normal ones of known standard deviation")

  /// The maximum over the cluster's arms.
  public static func functional(_ arguments: Arguments) -> PosteriorFunctional? { .maximum }

  /// A model has a prior of its own.
  public static func problems(
    with arguments: Arguments, use: StrategyUse
  ) -> [ArgumentProblem] {
    guard case .model(let model) = use else { return [] }
    return arguments.problemsOfPrior(underModel: model)
  }

  private let clustering: Clustering
  private let a0: Double
  private let b0: Double
  private var pulls: AlignedBuffer<Double>
  private var initial: AlignedBuffer<ClusterEstimate>
  private var posteriors: AlignedBuffer<BetaDistribution>
  private var windows: AlignedBuffer<LogitWindow>
  /// The arms of every cluster by pulls, then successes.
  private var order: AlignedBuffer<Int32>
  /// Where an arm stands in `order`.
  private var places: AlignedBuffer<Int32>
  private var maximum: ExpectedMaximum
  /// The integrals where they are kept up; the arms' posteriors and their order are not, then.
  private var tracked: TrackedMaximum?
  private let isTracked: Bool

  /// A strategy over clusters none of whose arms was pulled.
  public init(arguments: Arguments, clustering: Clustering) {
    self.clustering = clustering
    let given = arguments.numbers("prior")
    a0 = given[0]
    b0 = given[1]
    let prior = BetaDistribution(alpha: a0, beta: b0)
    let window = prior.window
    pulls = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    let isTracked = TrackedMaximum.isFit(prior: a0, b0, clustering)
    self.isTracked = isTracked
    tracked = isTracked ? TrackedMaximum(prior: a0, b0, clustering: clustering) : nil
    let kept = isTracked ? 0 : clustering.armCount
    posteriors = AlignedBuffer(repeating: prior, count: kept)
    windows = AlignedBuffer(repeating: window, count: kept)
    order = AlignedBuffer((0..<kept).map(Int32.init))
    places = AlignedBuffer((0..<kept).map(Int32.init))
    maximum = ExpectedMaximum(capacity: clustering.sizes.max() ?? 1)
    initial = AlignedBuffer(Self.initialEstimates(prior, window, clustering.sizes))
  }

  /// The estimates before the first pull: one integral for each size of a cluster.
  private static func initialEstimates(
    _ prior: BetaDistribution, _ window: LogitWindow, _ sizes: [Int]
  ) -> [ClusterEstimate] {
    var known = [1: ClusterEstimate(alpha: prior.alpha, beta: prior.beta, pulls: 0)]
    var maximum = ExpectedMaximum(capacity: 1)
    return sizes.map { size in
      if let estimate = known[size] { return estimate }
      maximum.clear()
      maximum.add(prior, window: window, copies: Double(size))
      let (alpha, beta) = maximum.moments().beta
      let estimate = ClusterEstimate(alpha: alpha, beta: beta, pulls: 0)
      known[size] = estimate
      return estimate
    }
  }

  /// The Beta distribution that matches the maximum of |c| draws from the prior.
  public func initialEstimate(of cluster: Int) -> ClusterEstimate { initial[cluster] }

  /// The Beta distribution that matches the posterior of the cluster's best mean.
  public mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    pulls[cluster] += 1
    if isTracked, clustering.arms(of: cluster).count > 1 {
      tracked?.record(arm, in: cluster, isSuccess: reward == 1)
    }
    return estimate(arm, cluster, arms)
  }

  /// Arms can be forgotten.
  public static var recounts: Bool { true }

  /// The Beta distribution that matches the posterior of the best mean as the arms' counts are now;
  /// nothing is kept of the cluster's integral.
  public mutating func recount(
    arm: Int, cluster: Int, morePulls: Double, moreSuccesses: Double,
    arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    pulls[cluster] += morePulls
    let (n, s) = (arms.pulls(of: arm), arms.sum(of: arm))
    tracked?.restart(arm, in: cluster, alpha: a0 + s, beta: b0 + (n - s))
    let estimate = estimate(arm, cluster, arms)
    return pulls[cluster] == 0 ? initial[cluster] : estimate
  }

  /// The estimate of a cluster of whose arms one has changed.
  private mutating func estimate(
    _ arm: Int, _ cluster: Int, _ arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    let clusterPulls = pulls[cluster]
    let (n, s) = (arms.pulls(of: arm), arms.sum(of: arm))
    let range = clustering.arms(of: cluster)
    if range.count == 1 {
      return ClusterEstimate(alpha: a0 + s, beta: b0 + (n - s), pulls: clusterPulls)
    }
    if isTracked {
      let moments = tracked?.moments(of: cluster) ?? self.moments(range, arms)
      let (alpha, beta) = moments.beta
      return ClusterEstimate(
        alpha: Self.rounded(alpha), beta: Self.rounded(beta), pulls: clusterPulls)
    }
    let posterior = BetaDistribution(alpha: a0 + s, beta: b0 + (n - s))
    posteriors[arm] = posterior
    windows[arm] = posterior.window
    move(arm, in: range, arms)
    maximum.clear()
    var start = range.lowerBound
    for place in range {
      let first = Int(order[start])
      let isLast =
        place + 1 == range.upperBound || !isAlike(Int(order[place + 1]), first, arms)
      guard isLast else { continue }
      maximum.add(posteriors[first], window: windows[first], copies: Double(place + 1 - start))
      start = place + 1
    }
    let (alpha, beta) = maximum.moments().beta
    return ClusterEstimate(alpha: alpha, beta: beta, pulls: clusterPulls)
  }

  /// A number to 36 bits.
  ///
  /// Source: Veltkamp's split.
  @inline(__always)
  private static func rounded(_ value: Double) -> Double {
    let product = 131_073 * value
    return product - (product - value)
  }

  /// The moments of the maximum of some arms, computed from their data alone.
  private mutating func moments(
    _ range: Range<Int>, _ arms: borrowing ArmStatistics
  ) -> UnitMoments {
    maximum.clear()
    for arm in range {
      let (n, s) = (arms.pulls(of: arm), arms.sum(of: arm))
      let posterior = BetaDistribution(alpha: a0 + s, beta: b0 + (n - s))
      maximum.add(posterior, window: posterior.window, copies: 1)
    }
    return maximum.moments()
  }

  @inline(__always)
  private func isAlike(_ arm: Int, _ other: Int, _ arms: borrowing ArmStatistics) -> Bool {
    arms.pulls(of: arm) == arms.pulls(of: other) && arms.sum(of: arm) == arms.sum(of: other)
  }

  /// Whether an arm stands behind another: it has more pulls, or as many and more successes.
  @inline(__always)
  private func isBehind(_ arm: Int, _ other: Int, _ arms: borrowing ArmStatistics) -> Bool {
    let (n, m) = (arms.pulls(of: arm), arms.pulls(of: other))
    return n > m || (n == m && arms.sum(of: arm) > arms.sum(of: other))
  }

  /// Restores the order after a change of `arm`: a pull can only move it up, a death down.
  private mutating func move(_ arm: Int, in range: Range<Int>, _ arms: borrowing ArmStatistics) {
    var place = Int(places[arm])
    while place + 1 < range.upperBound, isBehind(arm, Int(order[place + 1]), arms) {
      put(Int(order[place + 1]), place)
      place += 1
    }
    while place > range.lowerBound, isBehind(Int(order[place - 1]), arm, arms) {
      put(Int(order[place - 1]), place)
      place -= 1
    }
    put(arm, place)
  }

  @inline(__always)
  private mutating func put(_ arm: Int, _ place: Int) {
    order[place] = Int32(arm)
    places[arm] = Int32(place)
  }
}
