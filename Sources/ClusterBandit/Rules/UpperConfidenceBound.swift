public import Randomness

/// UCB(c): the highest mean_i + c·b·sqrt(2 ln t / n_i), after every candidate was pulled once.
///
/// b is the `scale`, the length of the range of rewards, 1 by default: see `RewardRange`. t is the
/// number of pulls made in the candidate's group so far. c is a constant ≥ 0 or the
/// schedule c = 1/ln t (`inverse-log`), whose regret is heavy-tailed: it can stop exploring for
/// good after an unlucky start. Other libraries write the same index with 4 ln t or ln t under the
/// root: their parameter is √2 c or c/√2.
///
/// With `initial-count` n0 > 0 every count starts there, n_i + n0 stands under the root, and
/// nothing is pulled first; with a `prior` [a, b] the mean of an arm is (a + s)/(a + b + n). Both
/// are how a published replication plays UCB.
///
/// Evaluated as mean + (c · sqrt(2 ln t)) · (1/√n) with both roots from tables; equal pulls and
/// equal means give exactly equal indices.
///
/// Source: P. Auer, N. Cesa-Bianchi and P. Fischer, "Finite-time analysis of the multiarmed bandit
/// problem", Machine Learning 47 (2002), figure 1 (c = 1).
///
/// Draws nothing but the order of first pulls and ties if they are `uniform`. Selection is
/// O(count), recording O(1). 16 bytes a candidate, 20 with uniform ties.
public struct UpperConfidenceBound: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "ucb", "highest mean + c·scale·sqrt(2 ln t / n)",
    [
      .defaulted(
        "c", .scheduled(.closed(0, 1e15), [Variant("inverse-log", "c = 1/ln t; heavy-tailed")]),
        .constant(1), "the factor c ≥ 0 of the bonus c·scale·sqrt(2 ln t / n); 1 is UCB1"),
      RewardRange.parameter, .ties,
    ] + starts + [.search])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "it comes first; with 'initial-count' n0: n = n0 and mean 0, or that of 'prior'",
    firstPulls: Conventions.eachOnce + "; none with 'initial-count'", clock: Conventions.pullsSoFar,
    rewards: RewardRange.assumed)

  /// The preset UCB1, c = 1.
  static let ucb1 = Variant(
    "ucb1", "highest mean + scale·sqrt(2 ln t / n)",
    [RewardRange.parameter, .ties] + starts + [.search])

  private static let starts: [Parameter] = [
    .defaulted(
      "initial-count", .number(.closed(0, 1e15)), .number(0),
      "what every count starts at; above 0 nothing is pulled first"),
    .optional(
      "prior", .numbers(.weight, count: 2), absent: "the observed mean",
      "arms: [a, b] of the mean (a + s)/(a + b + n)"),
  ]

  /// Where the sublinear form is the faster one, for T = 10·N as for T = 1000·N.
  public static let sublinearFrom = 192

  /// The sublinear form beside this one.
  public static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome {
    form == .sublinear
      ? visitor.visit(KineticUpperConfidenceBound.self) : visitor.visit(Self.self)
  }

  /// UCB1.
  public static let presets = [ucb1]

  /// The prior of the means.
  public static let priorParameters = ["prior"]

  private let groups: Clustering
  private let terms: ConfidenceTerms
  private let ties: TieBreak
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  private var inverseRoots: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    terms = ConfidenceTerms(arguments, setting.tables)
    ties = arguments.ties
    self.groups = groups
    unplayed = terms.queue(groups, ties)
    means = AlignedBuffer(repeating: terms.initialMean, count: groups.armCount)
    inverseRoots = AlignedBuffer(repeating: terms.initialInverseRoot, count: groups.armCount)
  }

  /// Pulls what is unplayed, then the highest bound.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if terms.initialCount == 0, unplayed.isWaiting(group) {
      return unplayed.take(group, using: &stream)
    }
    let scale = terms.scale(clock)
    return argmax(groups.arms(of: group), ties: ties, using: &stream) { bound(of: $0, scale) }
  }

  @inline(__always)
  private func bound(of candidate: Int, _ scale: Double) -> Double {
    means[candidate] + scale * inverseRoots[candidate]
  }

  /// The bounds, unless something is unplayed.
  public func scores(
    group: Int, clock: Int, using stream: RandomStream
  ) -> DecisionScores.Choice? {
    let candidates = groups.arms(of: group)
    if terms.initialCount == 0, unplayed.isWaiting(group) { return .init(.unpulled, candidates) }
    let scale = terms.scale(clock)
    return .init(.index, candidates) { bound(of: $0, scale) }
  }

  /// Keeps the mean and 1/√n.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = terms.mean(estimate)
    inverseRoots[candidate] = terms.inverseRoot(estimate)
  }

  /// Candidates can begin anew.
  public static var restarts: Bool { true }

  /// Keeps the mean and 1/√n, or what they are before the first pull.
  public mutating func restart(
    _ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool
  ) {
    if terms.initialCount == 0 {
      unplayed.set(candidate, group: group, isWaiting: isUnpulled)
    }
    record(candidate, group: group, estimate)
    guard estimate.pulls == 0 else { return }
    if estimate.alpha + estimate.beta == 0 { means[candidate] = terms.initialMean }
    inverseRoots[candidate] = terms.initialInverseRoot
  }

  /// c·b·sqrt(2 ln t / n).
  public static func bonus(_ arguments: Arguments, pulls: Double, clock: Double) -> Double? {
    let c = arguments.optionalVariant("c")
    let isInverseLog = c?.name == "inverse-log"
    let factor = isInverseLog ? 1 : c?.arguments.number("value") ?? 1
    let log = Elementary.log(clock)
    let root = (2 * log / (pulls + arguments.number("initial-count"))).squareRoot()
    return factor * arguments.number("scale") * (isInverseLog ? root / log : root)
  }

  /// Clusters have their prior from the strategy.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    guard level == .clusters, arguments.values["prior"] != nil else { return [] }
    return [
      ArgumentProblem(
        ["prior"], "an outer rule takes its prior from the cluster strategy",
        hint: "set the strategy's prior: [a, b]")
    ]
  }

  /// The range that the bonus assumes, where rewards may not keep to it.
  public static func remarks(
    on arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [String] {
    RewardRange.remarks(
      arguments.values["c"] == nil ? "UCB1" : "UCB", arguments, shape)
  }
}

/// The terms of the index of ``UpperConfidenceBound``: mean + scale(t) · 1/√n.
struct ConfidenceTerms: Sendable {
  /// What every count starts at.
  let initialCount: Double
  /// Whether c = 1/ln t.
  let isInverseLog: Bool
  /// b, or c·b where c is a constant.
  private let width: Double
  private let tables: ClockTables
  /// a and a + b of the prior; 0 and 0 without one.
  private let prior: SIMD2<Double>

  init(_ arguments: Arguments, _ tables: ClockTables) {
    // Without a width this is the preset UCB1.
    let c = arguments.optionalVariant("c")
    isInverseLog = c?.name == "inverse-log"
    let factor = c.map { $0.name == "inverse-log" ? 1 : $0.arguments.number("value") } ?? 1
    width = factor * arguments.number("scale")
    self.tables = tables
    initialCount = arguments.number("initial-count")
    let given = arguments.values["prior"] == nil ? [0, 0] : arguments.numbers("prior")
    prior = SIMD2(given[0], given[0] + given[1])
  }

  /// The candidates that are pulled first.
  func queue(_ groups: Clustering, _ ties: TieBreak) -> UnplayedQueue {
    // With an initial count nothing waits; ties `first` keep the queue that is never asked small.
    UnplayedQueue(groups: groups, ties: initialCount > 0 ? .first : ties)
  }

  /// The mean before the first pull.
  var initialMean: Double { prior.y > 0 ? prior.x / prior.y : 0 }

  /// 1/√n0, or 0 if candidates without pulls have no index.
  var initialInverseRoot: Double { initialCount > 0 ? tables.inverseRoot(initialCount) : 0 }

  /// c · b · sqrt(2 ln t).
  @inline(__always)
  func scale(_ clock: Int) -> Double {
    let root = tables.sqrtTwoLog(clock)
    // (1/ln t)·sqrt(2 ln t) = 2/sqrt(2 ln t).
    return isInverseLog ? (root > 0 ? width * (2 / root) : 0) : width * root
  }

  /// The mean, with the prior if there is one.
  @inline(__always)
  func mean(_ estimate: CandidateEstimate) -> Double {
    prior.y > 0 ? (prior.x + estimate.alpha) / (prior.y + estimate.pulls) : estimate.mean
  }

  /// 1/√n.
  @inline(__always)
  func inverseRoot(_ estimate: CandidateEstimate) -> Double {
    tables.inverseRoot(estimate.pulls + initialCount)
  }
}
