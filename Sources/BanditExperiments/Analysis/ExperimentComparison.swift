import ClusterBandit

/// The policies of an experiment compared in pairs, environment by environment.
public struct ExperimentComparison: Sendable, Equatable {
  /// What a pair comes to.
  public enum Verdict: Sendable, Equatable {
    /// The first policy is better at the level of the selection.
    case firstBetter
    /// The second policy is better.
    case secondBetter
    /// The data allow either.
    case undecided
    /// The two policies are equal in every replication.
    case equal
    /// One replication decides nothing.
    case oneReplication
  }

  /// Two policies on one environment.
  public struct Pair: Sendable, Equatable {
    /// The label of the policy A.
    public let first: String
    /// The label of the policy B.
    public let second: String
    /// A − B by replication.
    public let comparison: PairedComparison
    /// The p-value of the permutation test after Holm's correction for all pairs of the
    /// environment.
    public let adjusted: Double
    /// By ``adjusted`` at the level, in the direction of the mean.
    public let verdict: Verdict

    /// Whether the interval of the median lies on the other side of 0 than the mean on which the
    /// verdict rests: a few replications outweigh most others.
    public var isContested: Bool {
      guard [.firstBetter, .secondBetter].contains(verdict),
        let interval = comparison.medianInterval
      else { return false }
      return comparison.mean < 0 ? interval.low > 0 : interval.high < 0
    }
  }

  /// An environment with its pairs.
  public struct Environment: Sendable, Equatable {
    /// The environment's label.
    public let label: String
    /// T.
    public let horizon: Int
    /// The pairs in the order of the file.
    public let pairs: [Pair]
  }

  /// What was compared.
  public let result: ResultSet
  /// What was asked for.
  public let selection: ComparisonSelection
  /// The wanted environments, in the order of the file.
  public let environments: [Environment]

  /// The comparison of a result's final values.
  ///
  /// What the selection names and the result does not hold is left out; of two policies the
  /// replications that both have.
  public init(_ result: ResultSet, _ selection: ComparisonSelection) {
    self.result = result
    self.selection = selection
    let flips = PairedComparison.flips(seed: result.plan.seed)
    environments = result.environments.filter { selection.includes($0) }.compactMap { label in
      let cells = result.cells(of: label)
      guard let horizon = cells.first?.horizon else { return nil }
      let pairs = ExperimentComparison.pairs(cells, against: selection.against)
      let comparisons = pairs.map { first, second in
        PairedComparison(
          first: first.values[selection.metric] ?? [],
          second: second.values[selection.metric] ?? [], level: selection.level, flips: flips)
      }
      let adjusted = holm(comparisons.map(\.permutationTest))
      return Environment(
        label: label, horizon: horizon,
        pairs: pairs.indices.map {
          Pair(
            first: pairs[$0].0.policy, second: pairs[$0].1.policy, comparison: comparisons[$0],
            adjusted: adjusted[$0],
            verdict: ExperimentComparison.verdict(comparisons[$0], adjusted[$0], selection))
        })
    }
  }

  /// Every row with each later one, or every other row with the one that is `against`.
  private static func pairs(
    _ rows: [ResultSet.Cell], against: String?
  ) -> [(ResultSet.Cell, ResultSet.Cell)] {
    guard let against else {
      return rows.indices.flatMap { first in
        rows[(first + 1)...].map { (rows[first], $0) }
      }
    }
    guard let reference = rows.first(where: { $0.policy == against }) else { return [] }
    return rows.filter { $0.policy != against }.map { ($0, reference) }
  }

  private static func verdict(
    _ comparison: PairedComparison, _ adjusted: Double, _ selection: ComparisonSelection
  ) -> Verdict {
    if comparison.replications < 2 { return .oneReplication }
    if comparison.ties == comparison.replications { return .equal }
    guard adjusted <= 1 - selection.level else { return .undecided }
    return (comparison.mean < 0) == selection.metric.isBetterLower ? .firstBetter : .secondBetter
  }
}
