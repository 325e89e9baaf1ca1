public import Randomness

/// Two policies compared on common random numbers: the differences D = X_first − X_second by
/// replication.
///
/// All policies of a replication play the same instance with the same reward draws, so D spreads
/// far less than two independent runs would. Where tails are heavy the median and the sign test
/// tell what the mean hides.
///
/// Source: P. L'Ecuyer, "Efficiency improvement and variance reduction", Winter Simulation
/// Conference (1994): common random numbers. Intervals and tests name theirs.
public struct PairedComparison: Sendable, Equatable {
  /// Two ends, the lower first.
  public struct Interval: Sendable, Equatable {
    /// The lower end.
    public let low: Double
    /// The upper end.
    public let high: Double

    /// Creates an interval.
    public init(low: Double, high: Double) {
      self.low = low
      self.high = high
    }
  }

  /// The number n of replications.
  public let replications: Int
  /// The confidence level of both intervals, between 0 and 1.
  public let level: Double
  /// The mean of D; 0 without a replication.
  public let mean: Double
  /// The standard error of the mean, s/√n; nil for fewer than two replications.
  public let standardError: Double?
  /// mean ± t · s/√n with Student's t of n − 1 degrees of freedom, or where ``isSkewed`` Hall's
  /// interval, see ``ThirdMoments``; nil for fewer than two replications.
  public let interval: Interval?
  /// Whether ``interval`` is corrected for the skewness of D.
  public let isSkewed: Bool
  /// The median of D; 0 without a replication.
  public let median: Double
  /// The distribution-free interval of the median between two order statistics of D.
  ///
  /// It covers with at least ``level`` for any law, see ``medianCoverage``; nil for replications so
  /// few that even their extremes cover less: below 6 at 95 %.
  public let medianInterval: Interval?
  /// The exact coverage of ``medianInterval`` for a continuous law.
  public let medianCoverage: Double?
  /// Replications with D < 0.
  public let lower: Int
  /// Replications with D > 0.
  public let higher: Int
  /// The p-value of the exact two-sided sign test of P(D < 0) = P(D > 0), without the ties.
  public let signTest: Double
  /// The p-value of the two-sided sign-flip permutation test of mean 0.
  public let permutationTest: Double
  /// The number of sign patterns that were drawn for ``permutationTest``; nil if all were counted,
  /// which is so up to 20 differences other than 0.
  public let permutations: Int?

  /// Replications with D = 0, which the sign test drops.
  public var ties: Int { replications - lower - higher }

  /// The comparison of two samples paired by position.
  ///
  /// O(n log n) and, beyond 20 differences other than 0, 99,999 sign patterns (fewer beyond 100,000
  /// differences). Exchanging the samples turns signs and ends and leaves every p-value.
  ///
  /// - Parameters:
  ///   - first: one finite value for each replication.
  ///   - second: as many.
  ///   - level: of both intervals, between 0 and 1.
  ///   - flips: draws the sign patterns; see ``flips(seed:)``.
  public init(
    first: [Double], second: [Double], level: Double = 0.95, flips: RandomStream
  ) {
    precondition(first.count == second.count, "paired samples have as many values")
    precondition(level > 0 && level < 1, "a level lies between 0 and 1")
    let differences = zip(first, second).map { $0 - $1 }
    let sorted = differences.sorted()
    let count = differences.count
    replications = count
    self.level = level
    let moments = ThirdMoments(differences)
    mean = moments.moments.mean
    standardError = moments.moments.standardError
    interval = moments.interval(level: level)
    isSkewed = moments.isSkewed
    median = sorted.isEmpty ? 0 : quantile(sorted, 0.5)
    let coin = FairCoin(tosses: count)
    let rank = coin.medianRank(miss: 1 - level)
    medianInterval = rank.map { Interval(low: sorted[$0 - 1], high: sorted[count - $0]) }
    medianCoverage = rank.map { 1 - 2 * coin.lowerTail($0 - 1) }
    lower = differences.count { $0 < 0 }
    higher = differences.count { $0 > 0 }
    signTest = FairCoin(tosses: lower + higher).twoSided(heads: lower)
    var stream = flips
    let flipped = SignFlipTest(differences, using: &stream)
    permutationTest = flipped.pValue
    permutations = flipped.patterns
  }

  /// The stream of the sign patterns of comparisons.
  ///
  /// It depends on the seed alone, and every pair of policies uses it from its start: a p-value
  /// does not depend on which other pairs are shown, in which order or on how many cores.
  public static func flips(seed: UInt64) -> RandomStream {
    SeedTree(root: seed).stream(replication: 0, role: .signFlips)
  }
}
