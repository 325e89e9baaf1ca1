public import Randomness

/// Keeps estimates of candidates in groups and picks one of a group.
///
/// It stands over groups of candidates, contiguous as in a ``Clustering``, and keeps what it needs
/// of each candidate up to date, so a selection in one group never looks at another.
public protocol CandidateSelector: ~Copyable, SendableMetatype {
  /// Learns the new estimate of a candidate.
  mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate)

  /// Whether candidates can ``restart(_:group:_:isUnpulled:)``; false by default.
  static var restarts: Bool { get }

  /// Learns the estimate of a candidate that changed otherwise than by a pull: its arm died, or it
  /// has a history.
  ///
  /// What was recorded of the candidate before is void. A rule that pulls what is unpulled first
  /// pulls the candidate first again if it `isUnpulled`, and not otherwise: the counts of an estimate
  /// may hold a prior, and lack pulls that are pending. Never called of a rule that cannot.
  mutating func restart(
    _ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool)

  /// Picks a candidate of `group`.
  ///
  /// - Parameters:
  ///   - group: the group, from 0.
  ///   - clock: the pulls made in this group so far; rules that need a round number use clock + 1.
  ///   - stream: the randomness of the policy.
  mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int

  /// Whether pulls that wait for their rewards count, as if each paid the candidate's estimated
  /// mean.
  ///
  /// It keeps a batch of an index rule from collapsing onto one candidate: the mean stays, the
  /// bonus shrinks. Rules that draw anew for every pull of a batch do without.
  ///
  /// Source: T. Desautels, A. Krause and J. W. Burdick, "Parallelizing exploration-exploitation
  /// tradeoffs in Gaussian process bandit optimization", JMLR 15 (2014), section 4 (hallucinated
  /// observations).
  var countsPendingPulls: Bool { get }

  /// The candidate that the next selection is likely to pick, or −1, the default, where that
  /// cannot be told.
  ///
  /// It is read after every selection, before the next record, and used to ask memory for what is
  /// known of the candidate. No result depends on it: a wrong one costs time alone.
  var likelyNext: Int { get }

  /// What the next selection with these arguments compares; nil, the default, where that is not
  /// told.
  func scores(group: Int, clock: Int, using stream: RandomStream) -> DecisionScores.Choice?

  /// Mean and variance of the posterior of an arm whose `pulls` paid `sum`; nil, the default, where
  /// the rule has none, or none yet.
  func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance?
}

extension CandidateSelector where Self: ~Copyable {
  /// A rule keeps what it was told by default, and is refused where it must not.
  public static var restarts: Bool { false }

  /// Stops the program by default.
  public mutating func restart(
    _ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool
  ) {
    fatalError("the rule cannot begin anew with candidate \(candidate)")
  }

  /// Pending pulls count by default.
  public var countsPendingPulls: Bool { true }

  /// Nobody is likely by default.
  @inlinable
  public var likelyNext: Int { -1 }

  /// Nothing is told by default.
  public func scores(
    group: Int, clock: Int, using stream: RandomStream
  ) -> DecisionScores.Choice? { nil }

  /// There is no posterior by default.
  public func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? { nil }
}

/// A rule that picks one of a group of candidates: UCB1, Thompson sampling, ε-greedy, ….
///
/// The same rule picks an arm among all arms (flat), a cluster among clusters (outer) and an arm
/// inside a cluster (inner).
public protocol SelectionRule: CandidateSelector, ~Copyable {
  /// Name, parameters and formula.
  static var variant: Variant { get }

  /// What the rule does where its formula leaves a choice.
  static var conventions: Conventions { get }

  /// A rule over candidates none of which was pulled.
  ///
  /// - Parameters:
  ///   - arguments: validated against the variant's parameters.
  ///   - groups: the candidates and their groups.
  ///   - level: whether the candidates are arms or clusters.
  ///   - setting: horizon, reward model, tables.
  init(arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting)

  /// Other names of the rule, with parameters of their own; none by default.
  static var presets: [Variant] { get }

  /// Hands the type that plays in some form to a visitor; this one in every form by default.
  static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome

  /// The parameters that say what is believed before the first pull, which a dependence model
  /// knows better; none by default.
  static var priorParameters: [String] { get }

  /// What the rule is called in the message that a cluster's estimate must be a distribution, its
  /// Beta parameters both above 0; nil, the default, if mean, variance and count will do.
  static var distributionUse: String? { get }

  /// Whether the rule takes the highest of draws from the candidates' posteriors: as an inner rule
  /// under a dependence model it is then played by draws from the joint posterior.
  static var samplesPosteriors: Bool { get }

  /// The number of candidates in a group from which on the rule's sublinear form is the faster one.
  ///
  /// Rules that have none keep the default, which no group reaches.
  static var sublinearFrom: Int { get }

  /// What the index adds to the mean of a candidate with so many pulls when its group has `clock`;
  /// nil, the default, where that is not a function of the two.
  static func bonus(_ arguments: Arguments, pulls: Double, clock: Double) -> Double?

  /// What is wrong with arguments given the problem they are for.
  static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem]

  /// What whoever reads a result must know of how the rule plays such a problem; nothing by
  /// default.
  static func remarks(
    on arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [String]
}

extension SelectionRule where Self: ~Copyable {
  /// One name by default.
  public static var presets: [Variant] { [] }

  /// One type for all forms by default.
  public static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome { visitor.visit(Self.self) }

  /// No prior by default.
  public static var priorParameters: [String] { [] }

  /// No distribution is needed by default.
  public static var distributionUse: String? { nil }

  /// Nothing is sampled by default.
  public static var samplesPosteriors: Bool { false }

  /// There is no sublinear form by default.
  public static var sublinearFrom: Int { .max }

  /// No bonus by default.
  public static func bonus(_ arguments: Arguments, pulls: Double, clock: Double) -> Double? { nil }

  /// Nothing is wrong by default.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] { [] }

  /// There is nothing to know by default.
  public static func remarks(
    on arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [String] { [] }
}
