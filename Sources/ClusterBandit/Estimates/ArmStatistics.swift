/// What has been seen of every arm: pulls n_i, reward sums Σr and, for rewards other than 0 and 1,
/// squared deviations from the mean.
///
/// The deviations are updated and never differences of large sums: a variance is exact to a few
/// units in the last place of the rewards, however far from 0 they lie.
///
/// Source: B. P. Welford, "Note on a method for calculating corrected sums of squares and
/// products", Technometrics 4 (1962).
///
/// Pulls and sums stand side by side, one line of the cache for an arm; 16 or 24 bytes an arm.
@frozen
public struct ArmStatistics: ~Copyable {
  /// n_i as a floating-point number, exact to 2^53 and free of conversions in the loop; and Σ r
  /// over the pulls of arm i, the successes s_i for 0/1 rewards.
  @usableFromInline var totals: AlignedBuffer<SIMD2<Double>>
  /// Σ (r − mean_i)² over the pulls of arm i; empty for 0/1 rewards, whose mean tells it.
  @usableFromInline var deviations: AlignedBuffer<Double>
  @usableFromInline let isBinary: Bool

  /// Statistics of `count` arms without pulls.
  @inlinable
  public init(count: Int, isBinary: Bool) {
    totals = AlignedBuffer(repeating: .zero, count: count)
    deviations = AlignedBuffer(repeating: 0, count: isBinary ? 0 : count)
    self.isBinary = isBinary
  }

  /// Counts one pull and returns what is now known of the arm.
  ///
  /// O(1).
  @inlinable @inline(__always)
  public mutating func record(_ arm: Int, reward: Double) -> CandidateEstimate {
    let before = totals[arm]
    let n = before.x + 1
    let sum = before.y + reward
    totals[arm] = SIMD2(n, sum)
    let mean = sum / n
    if isBinary {
      return CandidateEstimate(
        pulls: n, mean: mean, variance: mean * (1 - mean), alpha: sum, beta: n - sum,
        reward: reward)
    }
    // The product is positive but for rounding: the new mean lies between the old one and r.
    let added = n == 1 ? 0 : (reward - before.y / (n - 1)) * (reward - mean)
    let total = deviations[arm] + max(0, added)
    deviations[arm] = total
    return CandidateEstimate(
      pulls: n, mean: mean, variance: total / n, alpha: sum, beta: n - sum, reward: reward)
  }

  /// Sets what was seen of an arm whose rewards are 0 or 1, and returns it.
  mutating func recall(_ arm: Int, pulls n: Double, successes s: Double) -> CandidateEstimate {
    totals[arm] = SIMD2(n, s)
    let mean = n > 0 ? s / n : 0
    return CandidateEstimate(
      pulls: n, mean: mean, variance: mean * (1 - mean), alpha: s, beta: n - s)
  }

  /// Forgets what was seen of an arm.
  mutating func forget(_ arm: Int) {
    totals[arm] = .zero
    if !isBinary { deviations[arm] = 0 }
  }

  /// Asks memory for what was seen of an arm; for nothing at −1.
  @inline(__always)
  func fetch(_ arm: Int) { totals.fetch(arm) }

  /// n_i.
  @inlinable @inline(__always)
  public func pulls(of arm: Int) -> Double { totals[arm].x }

  /// Σ r of arm i; s_i for 0/1 rewards.
  @inlinable @inline(__always)
  public func sum(of arm: Int) -> Double { totals[arm].y }
}

/// What a selection rule may use of a candidate, be it an arm or a cluster.
///
/// For an arm: its pulls, observed mean, observed variance, successes and failures. For a
/// cluster: the pulls of the cluster, and mean, Bernoulli variance and Beta parameters as its
/// ``ClusterStrategy`` defines them, prior included.
@frozen
public struct CandidateEstimate: Sendable {
  /// n, the pulls.
  public var pulls: Double
  /// The estimated mean reward.
  public var mean: Double
  /// The estimated variance of one reward.
  public var variance: Double
  /// Evidence for success: s_i of an arm, α of a cluster.
  public var alpha: Double
  /// Evidence for failure: f_i of an arm, β of a cluster.
  public var beta: Double
  /// The posterior variance of the mean, where a prior makes one; else 0.
  public var posteriorVariance: Double
  /// What the pull paid that the estimate comes after; 0 where it is not an arm's own.
  public var reward: Double

  /// Creates an estimate from its parts.
  @inlinable @inline(__always)
  public init(
    pulls: Double, mean: Double, variance: Double, alpha: Double, beta: Double,
    posteriorVariance: Double = 0, reward: Double = 0
  ) {
    self.pulls = pulls
    self.mean = mean
    self.variance = variance
    self.alpha = alpha
    self.beta = beta
    self.posteriorVariance = posteriorVariance
    self.reward = reward
  }
}

extension CandidateEstimate {
  /// What is known of an arm without pulls.
  static let unpulled = CandidateEstimate(pulls: 0, mean: 0, variance: 0, alpha: 0, beta: 0)
}

/// A cluster's estimate in the form of a Beta posterior: mean r = α/(α + β) and variance
/// v = αβ/((α + β)²(α + β + 1)), with the number of pulls of the whole cluster.
@frozen
public struct ClusterEstimate: Sendable, Equatable {
  /// α.
  public var alpha: Double
  /// β.
  public var beta: Double
  /// m_c, the pulls of the cluster.
  public var pulls: Double

  /// Creates an estimate.
  @inlinable @inline(__always)
  public init(alpha: Double, beta: Double, pulls: Double) {
    self.alpha = alpha
    self.beta = beta
    self.pulls = pulls
  }

  /// r = α/(α + β); 0 if both are 0.
  @inlinable @inline(__always)
  public var mean: Double {
    let total = alpha + beta
    return total > 0 ? alpha / total : 0
  }

  /// v = αβ/((α + β)²(α + β + 1)), the posterior variance; 0 if both parameters are 0.
  @inlinable
  public var variance: Double {
    let total = alpha + beta
    return total > 0 ? alpha * beta / (total * total * (total + 1)) : 0
  }

  /// The estimate as a selection rule sees it; r(1 − r) is the variance of one reward.
  @inlinable @inline(__always)
  public func candidate(_ counts: PullCounting) -> CandidateEstimate {
    let r = mean
    return CandidateEstimate(
      pulls: counts == .matched ? alpha + beta : pulls, mean: r, variance: r * (1 - r),
      alpha: alpha, beta: beta, posteriorVariance: variance)
  }
}
