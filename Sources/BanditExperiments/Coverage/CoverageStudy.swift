import ClusterBandit
import Randomness

/// How often the intervals that the program prints hold the truth, on the policies of a long run.
///
/// The values of the run are taken for the truth itself: samples of n replications are drawn from
/// them with replacement, and an interval covers where it holds the mean (or median) of all of
/// them. Coverage depends on the law of the values alone.
///
/// Source: sampling from the empirical law, as in the double bootstrap of P. Hall and M. A. Martin,
/// "On bootstrap resampling and iteration", Biometrika 75 (1988).
public struct CoverageStudy: Sendable {
  /// An interval whose coverage is measured.
  public enum Interval: String, Sendable, CaseIterable {
    /// Student's t, of the mean.
    case student = "t"
    /// Johnson's, moved to the side of the tail.
    case johnson
    /// Hall's, by his cubic transformation.
    case hall
    /// The bootstrap-t of the mean, up to 200 replications.
    case bootstrapT = "bootstrap-t"
    /// The one that is printed: Student's or Hall's, by the skewness of the sample.
    case printed
    /// Two order statistics, of the median.
    case median
  }

  /// What an interval came to.
  public struct Row: Sendable {
    /// The environment's label.
    public let environment: String
    /// The policy, "A − B", or "A / B": A − r B with r the true ratio, whose interval holds 0 where
    /// the interval of the ratio by Fieller's theorem holds r.
    public let subject: String
    /// n, or its mean where a rule ended the sample.
    public let replications: Double
    /// The relative precision at which samples ended; nil for a fixed n.
    public let precision: Double?
    /// Which one.
    public let interval: Interval
    /// The number of samples.
    public let samples: Int
    /// The share of samples whose interval holds the truth.
    public let coverage: Double
    /// The share whose interval lies below it.
    public let below: Double
    /// The share whose interval lies above it.
    public let above: Double
    /// The mean length; infinite where some interval is.
    public let length: Double
  }

  /// The replications of samples.
  public static let sizes = [20, 40, 100, 200, 1_000]
  /// The relative precisions at which samples end, see ``Precision``.
  public static let precisions = [0.1, 0.05, 0.02]
  /// The fewest replications that are taken for the truth: as many as the largest sample has.
  public static let smallestPool = 1_000
  /// The resamples of a bootstrap-t: its ends are the 5th and the 195th.
  static let resamples = 199

  /// The result whose replications are the truth.
  public let result: ResultSet
  /// The level of the intervals.
  public let level: Double
  /// What was found, by environment, subject, n and interval.
  public let rows: [Row]

  /// The coverage on the policies, and on the differences and ratios of each and the next, of the
  /// wanted environments.
  ///
  /// Policies that never lose anything are left out. O(subjects · samples · Σ n log n).
  ///
  /// - Parameters:
  ///   - result: the pool of replications.
  ///   - selection: what is compared.
  ///   - samples: of each n; a fourth of them of precisions, a sixteenth of bootstrap-t.
  ///   - isCancelled: is asked before every n of every subject; the rest is then left out.
  public init(
    _ result: ResultSet, _ selection: ComparisonSelection, samples: Int = 4_000,
    isCancelled: () -> Bool = { false }
  ) {
    self.result = result
    level = selection.level
    var rows: [Row] = []
    for environment in result.environments where selection.includes(environment) {
      for subject in CoverageStudy.subjects(result, environment, selection.metric) {
        var trial = CoverageTrial(
          subject, level: selection.level, samples: samples,
          stream: SeedTree(root: result.plan.seed).stream(
            replication: UInt64(1 + rows.count), role: .resampling))
        for size in CoverageStudy.sizes where !isCancelled() {
          rows += trial.rows(environment, size: size)
        }
        guard subject.isPolicy, selection.metric == .pseudoRegret else { continue }
        for share in CoverageStudy.precisions where !isCancelled() {
          rows += trial.rows(environment, precision: Precision(.relative(share)), share)
        }
      }
    }
    self.rows = rows
  }

  /// Values that are a truth.
  struct Subject {
    let label: String
    let values: [Double]
    let isPolicy: Bool
  }

  private static func subjects(
    _ result: ResultSet, _ environment: String, _ metric: Metric
  ) -> [Subject] {
    let rivals = result.cells(of: environment).filter(BestPolicy.loses).compactMap { cell in
      cell.values[metric].map { (label: cell.policy, values: $0) }
    }
    let policies = rivals.map { Subject(label: $0.label, values: $0.values, isPolicy: true) }
    let pairs = zip(rivals, rivals.dropFirst()).flatMap { one, other -> [Subject] in
      func linear(_ factor: Double) -> [Double] {
        zip(one.values, other.values).map { $0 - factor * $1 }
      }
      let ratio = Moments(one.values).mean / Moments(other.values).mean
      return [
        Subject(
          label: "\(one.label) − \(other.label)", values: linear(1), isPolicy: false),
        Subject(
          label: "\(one.label) / \(other.label)", values: linear(ratio), isPolicy: false),
      ]
    }
    return policies + pairs
  }
}
