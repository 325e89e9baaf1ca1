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

  /// Whether pulls that wait for their rewards count, as if each paid the candidate's estimated mean.
  ///
  /// It keeps a batch of an index rule from collapsing onto one candidate: the mean stays, the bonus
  /// shrinks. Rules that draw anew for every pull of a batch do without.
  ///
  /// Source: T. Desautels, A. Krause and J. W. Burdick, "Parallelizing exploration-exploitation
  /// tradeoffs in Gaussian process bandit optimization", JMLR 15 (2014), section 4 (hallucinated
  /// observations).
  var countsPendingPulls: Bool { get }
}

extension CandidateSelector where Self: ~Copyable {
  /// Pending pulls count by default.
  public var countsPendingPulls: Bool { true }
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

  /// The number of candidates in a group from which on the rule's sublinear form is the faster one.
  ///
  /// Rules that have none keep the default, which no group reaches.
  static var sublinearFrom: Int { get }

  /// What is wrong with arguments given the problem they are for.
  static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem]
}

extension SelectionRule where Self: ~Copyable {
  /// There is no sublinear form by default.
  public static var sublinearFrom: Int { .max }

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
  /// Whether instances carry the normal prior of their means.
  public let hasGaussianPrior: Bool

  /// Creates a shape.
  public init(
    armCount: Int, clusterCount: Int, rewards: RewardDistribution, hasGaussianPrior: Bool = false
  ) {
    self.armCount = armCount
    self.clusterCount = clusterCount
    self.rewards = rewards
    self.hasGaussianPrior = hasGaussianPrior
  }
}

/// How a rule finds the highest of its candidates.
public enum SearchRule: String, Sendable, CaseIterable {
  /// The sublinear form for large groups, else the scan.
  case automatic
  /// Look at every candidate.
  case scan
  /// Look at few candidates, for the same choices of an index rule and the same law of a rule that
  /// draws.
  case sublinear
}

extension Parameter {
  /// The conventional parameter `search`.
  static let search = Parameter.defaulted(
    "search", .choice(SearchRule.allCases.map(\.rawValue)), .word(SearchRule.automatic.rawValue),
    "how the highest is found: scan looks at all, sublinear at few, with the same choices (in law where "
      + "the rule draws); automatic takes sublinear for large groups")
}

extension SelectionRule where Self: ~Copyable {
  /// Whether the sublinear form is to be used for groups of up to `largest` candidates.
  ///
  /// Never with a prior for each arm: no two arms may ever have equal posteriors then.
  static func isSublinear(_ arguments: Arguments, largest: Int) -> Bool {
    guard sublinearFrom < Int.max, !arguments.hasManyPriors else { return false }
    guard case .word(let word)? = arguments.values["search"], let rule = SearchRule(rawValue: word)
    else { return largest >= sublinearFrom }
    switch rule {
    case .automatic: return largest >= sublinearFrom
    case .scan: return false
    case .sublinear: return true
    }
  }
}

extension Arguments {
  /// The arguments with `search: scan` in the place of `automatic`.
  ///
  /// A pull changes what a dependence model holds of every arm of its cluster: to tell a sublinear form
  /// costs more than its selections save.
  var scanningUnlessAsked: Arguments {
    guard values["search"] == .word(SearchRule.automatic.rawValue) else { return self }
    return Arguments(values.merging(["search": .word(SearchRule.scan.rawValue)]) { $1 })
  }

  /// Whether there is a prior for each arm.
  fileprivate var hasManyPriors: Bool {
    if case .priors(let priors)? = values["priors"] { priors.count > 1 } else { false }
  }

  /// What is wrong with `search: sublinear` for a rule that keeps classes of arms with equal
  /// posteriors.
  func problemsOfSearch() -> [ArgumentProblem] {
    guard hasManyPriors, values["search"] == .word(SearchRule.sublinear.rawValue) else { return [] }
    return [
      ArgumentProblem(
        ["search"],
        "search: sublinear looks at arms of equal posteriors together, and every arm has "
          + "a prior of its own", hint: "give one prior for all arms, or leave search out")
    ]
  }
}
