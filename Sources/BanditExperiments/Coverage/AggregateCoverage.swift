import ClusterBandit
import Randomness

/// How often the bootstrap intervals over environments hold the truth.
///
/// The measures of all replications of a long run are taken for the truth; samples of n replication
/// numbers, the same for all policies and environments, are drawn from them with replacement, and
/// the intervals of each sample are made as ``AggregateComparison`` makes them, the scale m* of the
/// sample among them.
///
/// Source: as of ``CoverageStudy`` and ``AggregateComparison``.
public struct AggregateCoverage: Sendable {
  /// What a policy's interval of one measure came to.
  public struct Row: Sendable {
    /// Its label.
    public let policy: String
    /// The measure: "mean rank", "IQM" or the share within a factor.
    public let measure: String
    /// n.
    public let replications: Int
    /// The number of samples.
    public let samples: Int
    /// The share of samples whose interval holds the truth, its ends among it.
    public let coverage: Double
    /// The share whose interval lies below it.
    public let below: Double
    /// The share whose interval lies above it.
    public let above: Double
    /// The mean length.
    public let length: Double
  }

  /// The resamples of each sample: the ends at 95 % are the 5th and the 195th of them.
  static let resamples = CoverageStudy.resamples

  /// The result whose replications are the truth.
  public let result: ResultSet
  /// The level of the intervals.
  public let level: Double
  /// What was found, by n, policy and measure.
  public let rows: [Row]

  /// The coverage over the wanted environments of a result.
  ///
  /// O(samples · resamples · P M Σ n) for P policies and M environments.
  ///
  /// - Parameters:
  ///   - result: the pool of replications.
  ///   - selection: what is compared.
  ///   - sizes: the values of n.
  ///   - samples: of each n.
  ///   - isCancelled: is asked before every sample; what is not complete by then is left out.
  public init(
    _ result: ResultSet, _ selection: ComparisonSelection, sizes: [Int] = [20, 40, 100, 200],
    samples: Int = 400, isCancelled: () -> Bool = { false }
  ) {
    self.result = result
    level = selection.level
    let labels = result.environments.filter { selection.includes($0) }
    let field = AggregateField(result, environments: labels, metric: selection.metric)
    func aggregates(_ values: [[[Double]]]) -> Aggregates {
      Aggregates(
        values, factors: AggregateComparison.factors,
        isBetterLower: selection.metric.isBetterLower)
    }
    let truth = aggregates(field.values)
      .measures(of: Array(repeating: 1, count: field.replications))
    var rows: [Row] = []
    for size in sizes {
      var stream = SeedTree(root: result.plan.seed)
        .stream(replication: UInt64(size), role: .resampling)
      var tallies = truth.map { $0.map { _ in CoverageTally() } }
      for _ in 0..<samples {
        if isCancelled() { break }
        let numbers = (0..<size).map { _ in stream.nextIndex(below: field.replications) }
        let sample = field.values.map { $0.map { values in numbers.map { values[$0] } } }
        let found = AggregateComparison.estimates(
          aggregates(sample), replications: size, resamples: AggregateCoverage.resamples,
          level: selection.level, &stream)
        for (policy, estimates) in found.enumerated() {
          for (measure, estimate) in estimates.enumerated()
          where truth[policy].indices.contains(measure) {
            guard let interval = estimate.interval else { continue }
            tallies[policy][measure].add(interval, truth: truth[policy][measure])
          }
        }
      }
      if isCancelled() { break }
      for (policy, tallies) in zip(field.rivals, tallies) {
        for (measure, tally) in zip(AggregateCoverage.measures, tallies) where tally.count > 0 {
          rows.append(
            Row(
              policy: policy, measure: measure, replications: size, samples: tally.count,
              coverage: tally.coverage, below: tally.share(tally.below),
              above: tally.share(tally.above), length: tally.length / Double(tally.count)))
        }
      }
    }
    self.rows = rows
  }

  /// The names of the measures, as ``Aggregates`` orders them.
  static var measures: [String] {
    ["mean rank", "IQM"] + AggregateComparison.factors.map { "within \($0.short)" }
  }
}
