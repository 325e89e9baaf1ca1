public import ClusterBandit

/// An experiment as it will be run: validated, its sweep expanded.
public struct Experiment: Sendable {
  /// The name, part of every stream's seed.
  public let name: String
  /// One line for tables.
  public let title: String
  /// The root seed.
  public let seed: UInt64
  /// T as the file says; a sweep may give problems other horizons.
  public let horizon: Int
  /// The number R of replications.
  public let replications: Int
  /// B as the file says; a sweep may give problems other batches.
  public let batch: Int
  /// One problem for each environment and combination of swept values.
  public let problems: [Problem]
  /// Numbers from the literature to compare with.
  public let published: [PublishedValue]
  /// Orderings and scalings from the literature to check.
  public let claims: [Claim]
  /// Exact constants from the literature to check.
  public let constants: [PublishedConstant]
  /// The replications of a quick look at the study.
  public let quickReplications: Int

  /// An environment at a horizon with the policies that play it.
  public struct Problem: Sendable {
    /// The environment's label with its swept values; unique in the experiment.
    public let label: String
    /// Draws the instances.
    public let environment: any Environment
    /// Whether labels are permuted: the control.
    public let permutesLabels: Bool
    /// T.
    public let horizon: Int
    /// B, the pulls that are chosen from one state; 1 is sequential play.
    public let batch: Int
    /// Rounds at which metrics are kept, ascending, ending with T.
    public let checkpoints: [Int]
    /// The policies in the order of the file.
    public let policies: [Entry]

    /// True if rounds have contexts.
    public var hasContexts: Bool { environment.shape.rewards.contextDimension > 0 }
  }

  /// A policy of a problem.
  public struct Entry: Sendable {
    /// The policy's label with its swept values; unique in its problem.
    public let label: String
    /// The policy, ready to be played.
    public let policy: PreparedPolicy
  }

  /// Creates an experiment.
  public init(
    name: String, title: String, seed: UInt64, horizon: Int, replications: Int, batch: Int = 1,
    problems: [Problem], published: [PublishedValue] = [], claims: [Claim] = [],
    constants: [PublishedConstant] = [], quickReplications: Int? = nil
  ) {
    self.name = name
    self.title = title
    self.seed = seed
    self.horizon = horizon
    self.replications = replications
    self.batch = batch
    self.problems = problems
    self.published = published
    self.claims = claims
    self.constants = constants
    self.quickReplications = min(replications, quickReplications ?? max(10, replications / 10))
  }

  /// The experiment with other replications or another seed.
  public func with(replications: Int? = nil, seed: UInt64? = nil) -> Experiment {
    Experiment(
      name: name, title: title, seed: seed ?? self.seed, horizon: horizon,
      replications: replications ?? self.replications, batch: batch, problems: problems,
      published: published,
      claims: claims, constants: constants, quickReplications: quickReplications)
  }

  /// True if some of its checks need standard errors, which two replications are the least to have.
  public var needsSpread: Bool { !published.isEmpty || !claims.isEmpty }

  /// True if there is something to compare with.
  public var isStudy: Bool { !published.isEmpty || !claims.isEmpty || !constants.isEmpty }
}

/// A number from the literature.
public struct PublishedValue: Sendable, Equatable {
  /// The label of the environment.
  public let environment: String
  /// The label of the policy.
  public let policy: String
  /// What was measured.
  public let metric: Metric
  /// After how many rounds.
  public let round: Int
  /// The published mean.
  public let mean: Double
  /// The published standard deviation of one run, if any.
  public let standardDeviation: Double?
  /// The number of runs behind the mean.
  public let replications: Int
  /// The relative deviation that is accepted, where the source's numbers carry no better rule.
  public var tolerance: Double?
  /// Where it was published.
  public let source: String

  /// The mean as the source prints it, with the tolerance if there is one.
  var text: String {
    guard let tolerance else { return mean.short }
    // Rounded, for 100 · 0.07 is not 7.
    let percent = (tolerance * 1e8).rounded() / 1e6
    return "\(mean.short) ± \(percent > 0 ? percent.short : "\(100 * tolerance)") %"
  }
}

/// Values that a command line puts in the place of a file's.
public struct ExperimentOverrides: Sendable {
  /// The number of replications.
  public var replications: Int?
  /// The horizon of every problem.
  public var horizon: Int?
  /// The root seed.
  public var seed: UInt64?

  /// No overrides, or the given ones.
  public init(replications: Int? = nil, horizon: Int? = nil, seed: UInt64? = nil) {
    self.replications = replications
    self.horizon = horizon
    self.seed = seed
  }
}

/// The ranges of an experiment's whole numbers.
public enum ExperimentLimits {
  /// Horizons: a round number must be exact as a floating-point number.
  public static let horizon = 1...(1 << 53)
  /// Replications.
  public static let replications = 1...1_000_000_000
  /// Batches: a pull at least, and never more than the horizon.
  public static let batch = 1...Int(Int32.max)
  /// Replications of a quick look: one alone would leave no standard error.
  public static let quickReplications = 2...1_000_000_000
  /// Checkpoints of a curve.
  public static let checkpoints = 1...100_000
}
