public import ClusterBandit
import Randomness

/// The policies of a result over all of its environments: mean ranks, interquartile means and
/// performance profiles, with bootstrap intervals.
///
/// With x the metric of a replication and m* the best mean among the policies of its environment,
/// the relative value is y = x/m*: 1 is as good as the best policy on average.
///
/// - Mean rank: policies are ranked by their means in each environment, 1 the best, equal means
///   sharing the mean of their ranks; averaged over environments.
/// - Interquartile mean: of the n relative values of all environments and replications, the mean of
///   those that remain without the ⌊n/4⌋ lowest and the ⌊n/4⌋ highest.
/// - Profile: the share of the relative values with y ≤ τ, or y ≥ 1/τ where a higher value is a
///   better one.
///
/// Intervals are percentiles over resamples of the replications. Each environment is a stratum and
/// keeps its number of replications. Replications of one number share their luck, between policies
/// and between environments, so the same numbers are drawn for all of them; resampling each
/// environment alone would take what they have in common for independent. The scale m* is formed
/// anew in each resample, for it is a mean of the same replications (``AggregateCoverage`` measures
/// what the intervals cover).
///
/// What never loses anything in any environment, which is the oracle's privilege, is no rival.
///
/// Source: R. Agarwal, M. Schwarzer, P. S. Castro, A. Courville and M. G. Bellemare, "Deep
/// reinforcement learning at the edge of the statistical precipice", NeurIPS 34 (2021), sections
/// 4.1 to 4.3: stratified bootstrap intervals, performance profiles, interquartile mean. There the
/// scale is a known best and worst score of each task, and tasks are resampled independently.
public struct AggregateComparison: Sendable, Equatable {
  /// A value with its interval.
  public struct Estimate: Sendable, Equatable {
    /// The value.
    public let value: Double
    /// The percentile interval; nil for fewer than two replications.
    public let interval: PairedComparison.Interval?
  }

  /// A policy.
  public struct Row: Sendable, Equatable {
    /// Its label.
    public let policy: String
    /// The mean of its ranks.
    public let meanRank: Estimate
    /// The interquartile mean of its relative values; nil where an environment has no scale.
    public let interquartileMean: Estimate?
    /// The shares of its relative values within each of ``factors``; empty where an environment has
    /// no scale.
    public let shares: [Estimate]
  }

  /// The values of τ.
  public static let factors = [1.0, 1.5, 2, 4]
  /// The resamples, fewer where they take more than 2·10^9 steps, and at least 200.
  static let resampleLimit = 2000

  /// What was compared.
  public let result: ResultSet
  /// The metric.
  public let metric: Metric
  /// The level of the intervals.
  public let level: Double
  /// The labels of the environments.
  public let environments: [String]
  /// The replications of each environment that count: as many as every one has.
  public let replications: Int
  /// The number of resamples.
  public let resamples: Int
  /// The policies in the order of the plan.
  public let rows: [Row]
  /// Policies that some environment lacks.
  public let missing: [String]
  /// Policies that never lose anything.
  public let lossless: [String]
  /// Environments whose best mean is not positive, which leaves no scale.
  public let unscaled: [String]

  /// The comparison over the wanted environments of a result.
  ///
  /// O(P M R (B log M + log R)) for P policies, M environments, R replications and B resamples.
  public init(_ result: ResultSet, _ selection: ComparisonSelection) {
    self.result = result
    let metric = selection.metric
    self.metric = metric
    level = selection.level
    let labels = result.environments.filter { selection.includes($0) }
    environments = labels
    let field = AggregateField(result, environments: labels, metric: metric)
    (missing, lossless) = (field.missing, field.lossless)
    let (rivals, count) = (field.rivals, field.replications)
    replications = count
    let aggregates = Aggregates(
      field.values, factors: AggregateComparison.factors, isBetterLower: metric.isBetterLower)
    unscaled = zip(labels, aggregates.scales).filter { !($1 > 0) }.map(\.0)
    let steps = 10 * Double(rivals.count * labels.count) * Double(count)
    let resamples = count < 2 ? 0 : max(200, min(Self.resampleLimit, Int(2e9 / max(1, steps))))
    self.resamples = resamples
    var stream = AggregateComparison.resampling(seed: result.plan.seed)
    let found = AggregateComparison.estimates(
      aggregates, replications: count, resamples: resamples, level: selection.level, &stream)
    rows = zip(rivals, found).map { policy, estimates in
      Row(
        policy: policy, meanRank: estimates[0],
        interquartileMean: estimates.dropFirst().first, shares: Array(estimates.dropFirst(2)))
    }
  }

  /// By policy its measures with their percentile intervals.
  ///
  /// Draws one index a replication and resample. O(B P M R log M).
  static func estimates(
    _ aggregates: Aggregates, replications count: Int, resamples: Int, level: Double,
    _ stream: inout RandomStream
  ) -> [[Estimate]] {
    let whole = aggregates.measures(of: Array(repeating: 1, count: count))
    var drawn = whole.map { $0.map { _ in [Double]() } }
    for _ in 0..<resamples {
      var weights = Array(repeating: 0, count: count)
      for _ in 0..<count { weights[stream.nextIndex(below: count)] += 1 }
      for (policy, measures) in aggregates.measures(of: weights).enumerated() {
        for (index, measure) in measures.enumerated() { drawn[policy][index].append(measure) }
      }
    }
    let miss = (1 - level) / 2
    return whole.indices.map { policy in
      whole[policy].indices.map { index in
        let sorted = drawn[policy][index].sorted()
        return Estimate(
          value: whole[policy][index],
          interval: sorted.isEmpty
            ? nil
            : PairedComparison.Interval(
              low: quantile(sorted, miss), high: quantile(sorted, 1 - miss)))
      }
    }
  }

  /// The stream of the resamples; it depends on the seed alone.
  static func resampling(seed: UInt64) -> RandomStream {
    SeedTree(root: seed).stream(replication: 0, role: .resampling)
  }
}
