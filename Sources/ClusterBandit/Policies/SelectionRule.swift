public import Randomness

/// Keeps estimates of candidates in groups and picks one of a group.
///
/// It stands over groups of candidates, contiguous as in a ``Clustering``, and keeps what it needs
/// of each candidate up to date, so a selection in one group never looks at another.
public protocol CandidateSelector: ~Copyable, SendableMetatype {
  /// Learns the new estimate of a candidate.
  mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate)

  /// Picks a candidate of `group`.
  ///
  /// - Parameter clock: the pulls made in this group so far; rules that need a round number use
  ///   clock + 1.
  mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int
}

/// A rule that picks one of a group of candidates: UCB1, Thompson sampling, ε-greedy, ….
///
/// The same rule picks an arm among all arms (flat), a cluster among clusters (outer) and an arm
/// inside a cluster (inner).
public protocol SelectionRule: CandidateSelector, ~Copyable {
  /// Name, parameters and formula.
  static var variant: Variant { get }

  /// A rule over candidates none of which was pulled.
  ///
  /// - Parameters:
  ///   - arguments: validated against the variant's parameters.
  ///   - groups: the candidates and their groups.
  ///   - level: whether the candidates are arms or clusters.
  ///   - setting: horizon, reward model, tables.
  init(arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting)

  /// What is wrong with arguments given the problem they are for.
  static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem]
}

extension SelectionRule where Self: ~Copyable {
  /// Nothing is wrong by default.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] { [] }
}

/// What the candidates of a rule are.
public enum SelectionLevel: Sendable {
  /// Arms: the rule adds its own prior to observed successes and failures.
  case arms
  /// Clusters, or arms under a dependence model: the estimate already holds a prior.
  case clusters
}

/// What is known of a problem before an instance is drawn.
public struct ProblemShape: Sendable, Equatable {
  /// N.
  public let armCount: Int
  /// K; the largest number of clusters where it varies from instance to instance.
  public let clusterCount: Int
  /// How arms pay.
  public let rewards: RewardDistribution

  /// Creates a shape.
  public init(armCount: Int, clusterCount: Int, rewards: RewardDistribution) {
    self.armCount = armCount
    self.clusterCount = clusterCount
    self.rewards = rewards
  }
}
