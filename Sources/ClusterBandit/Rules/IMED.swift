public import Randomness

/// IMED: the lowest n_i·kl(mean_i, highest mean) + ln n_i, after every candidate was pulled once.
///
/// kl is the divergence of Bernoulli distributions. The index of the leader is ln n; another
/// candidate is pulled when its data speak no more strongly against its being the best than that.
/// The rule is asymptotically optimal as KL-UCB is, and needs no root and no clock.
///
/// Source: J. Honda and A. Takemura, "Non-asymptotic analysis of a new bandit algorithm for
/// semi-bounded rewards", JMLR 16 (2015), algorithm 1.
///
/// Groups of ``sublinearFrom`` candidates or more are played by ``IMEDByClass``, with the same
/// choices.
///
/// Draws nothing but the order of first pulls and ties if they are `uniform`. Selection is O(count)
/// divergences, recording O(1) with a logarithm. 24 bytes a candidate, 28 with uniform ties.
public struct IMED: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "imed", "lowest n·kl(mean, highest mean) + ln n, for 0/1 rewards", [.ties, .search])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "it comes first", firstPulls: Conventions.eachOnce, clock: "none",
    rewards: "0 or 1")

  /// The sublinear form beside this one.
  public static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome {
    form == .sublinear ? visitor.visit(IMEDByClass.self) : visitor.visit(Self.self)
  }

  /// Where the sublinear form is the faster one.
  public static var sublinearFrom: Int { 16 }

  private let groups: Clustering
  private let ties: TieBreak
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  private var pulls: AlignedBuffer<Double>
  private var logarithms: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    unplayed = UnplayedQueue(groups: groups, ties: ties)
    means = AlignedBuffer(repeating: 0, count: groups.armCount)
    pulls = AlignedBuffer(repeating: 0, count: groups.armCount)
    logarithms = AlignedBuffer(repeating: 0, count: groups.armCount)
  }

  /// Pulls what is unplayed, then the lowest index.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    let range = groups.arms(of: group)
    var highest = -Double.infinity
    for candidate in range { highest = max(highest, means[candidate]) }
    return argmax(range, ties: ties, using: &stream) {
      -IMED.index(mean: means[$0], pulls: pulls[$0], logarithm: logarithms[$0], highest)
    }
  }

  /// The index of a candidate, with ln n given.
  @inline(__always)
  static func index(
    mean: Double, pulls: Double, logarithm: Double, _ highest: Double
  ) -> Double { pulls * BernoulliDivergence.kl(mean, highest) + logarithm }

  /// Keeps mean and pulls.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = estimate.mean
    pulls[candidate] = estimate.pulls
    logarithms[candidate] = estimate.pulls > 0 ? Elementary.log(estimate.pulls) : 0
  }

  /// Candidates can begin anew.
  public static var restarts: Bool { true }

  /// Keeps mean and pulls, and lets the candidate wait if it has no pulls.
  public mutating func restart(
    _ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool
  ) {
    unplayed.set(candidate, group: group, isWaiting: isUnpulled)
    record(candidate, group: group, estimate)
  }

  /// The divergence is that of 0/1 rewards.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    ArgumentProblem.unlessBinary(
      shape, "imed compares Bernoulli means",
      hint: "use ucb, moss or thompson here, or an environment with 0/1 rewards")
  }
}
