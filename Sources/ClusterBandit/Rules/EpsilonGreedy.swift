public import Randomness

/// ε-greedy: with probability ε_t a uniform candidate, otherwise one of highest observed mean.
///
/// An arm without pulls counts as mean 0, or as the value that `ActionValues` start from; a
/// cluster counts as its strategy's prior mean. Nothing is pulled first unless `start` says
/// `each-once`: then every candidate of a group is, without exploring. ε_t is constant, t^(−1/2)
/// (`inverse-sqrt`), or Auer's min(1, cK/(d² t)) with K candidates and d in (0, 1] a lower bound on
/// the gap (`auer`); t = 1, 2, … counts the rounds of the candidate's group, first pulls included.
/// ε = 0 is the greedy rule.
///
/// Source: R. S. Sutton and A. G. Barto, "Reinforcement Learning" (2018), sections 2.2 to 2.6; the
/// last schedule is figure 3 of P. Auer, N. Cesa-Bianchi and P. Fischer, "Finite-time analysis of
/// the multiarmed bandit problem", Machine Learning 47 (2002).
///
/// Draws one word a selection, and an index when exploring or when a tie is broken at random; a
/// first pull draws its place in the order if ties are `uniform`, and nothing else.
/// Selection is O(1), and O(count) when the leader may have fallen or the lead is shared; recording
/// is O(1). 8 bytes a candidate, 12 with first pulls in random order.
public struct EpsilonGreedy: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "epsilon-greedy", aliases: ["e-greedy", "eps-greedy"],
    "a uniform arm with probability ε_t, else the highest observed mean",
    [
      .required(
        "epsilon",
        .scheduled(
          .probability,
          [
            Variant("inverse-sqrt", "ε_t = t^(−1/2)"),
            Variant(
              "auer", "ε_t = min(1, cK/(d² t))",
              [
                .required("c", .number(.weight), "the factor c > 0"),
                .required(
                  "d", .number(.openClosed(0, 1)), "a lower bound on the gap, 0 < d ≤ 1"),
              ]),
          ]),
        "the probability of exploring: a number, or a schedule")
    ] + ActionValues.parameters + [.ties, .search])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "mean 0, or what 'start' says; a cluster its strategy's prior mean",
    firstPulls: "none; with start: each-once " + Conventions.eachOnce, clock: Conventions.thisRound,
    rewards: "any")

  /// What is believed before the first pull, and how it fades.
  public static let priorParameters = ActionValues.parameters.map(\.name)

  /// Who is in front in a group.
  struct Lead: BitwiseCopyable, Sendable {
    /// The only candidate in front, provided that its mean exceeds the bound.
    var leader: Int
    /// No mean in the group but the leader's is above this.
    var bound: Double

    /// The lead after the mean of a candidate that is not the leader rose above the bound.
    @inline(__always)
    func challenged(by candidate: Int, mean: Double, highest: Double) -> Lead {
      mean > highest
        ? Lead(leader: candidate, bound: max(bound, highest)) : Lead(leader: leader, bound: mean)
    }
  }

  /// Where the sublinear form is the faster one for T = 10·N; for T = 100·N it is so a little
  /// later.
  public static let sublinearFrom = 1024

  /// The sublinear form beside this one.
  public static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome {
    form == .sublinear ? visitor.visit(TournamentEpsilonGreedy.self) : visitor.visit(Self.self)
  }

  private let groups: Clustering
  private let exploration: ExplorationSchedule
  private let ties: TieBreak
  private let values: ActionValues
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  private var leads: AlignedBuffer<Lead>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    exploration = ExplorationSchedule(arguments, setting.tables)
    let values = ActionValues(arguments)
    self.values = values
    unplayed = values.queue(groups, arguments.ties)
    means = AlignedBuffer(repeating: values.initial, count: groups.armCount)
    // All means are the same, so at first no leader is above its bound.
    leads = AlignedBuffer(
      (0..<groups.clusterCount).map { Lead(leader: groups.offsets[$0], bound: values.initial) })
  }

  /// Explores with probability ε, else follows the leader.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if values.pullsEachOnce, unplayed.isWaiting(group) {
      return unplayed.take(group, using: &stream)
    }
    let range = groups.arms(of: group)
    if exploration.explores(stream.next(), clock: clock, among: range.count) {
      return range.lowerBound &+ stream.nextIndex(below: range.count)
    }
    // This comparison almost never fails, and a predicted branch lets the next round start before
    // this round's mean is known.
    let lead = leads[group]
    if means[lead.leader] > lead.bound { return lead.leader }
    let sharing = findLeader(of: group)
    return sharing == 1 || ties == .first
      ? leads[group].leader : candidateInFront(stream.nextIndex(below: sharing), of: group)
  }

  /// The means, unless something is unplayed or the rule explores.
  public func scores(
    group: Int, clock: Int, using stream: RandomStream
  ) -> DecisionScores.Choice? {
    let candidates = groups.arms(of: group)
    if values.pullsEachOnce, unplayed.isWaiting(group) { return .init(.unpulled, candidates) }
    var stream = stream
    if exploration.explores(stream.next(), clock: clock, among: candidates.count) {
      return .init(.chance, candidates)
    }
    return .init(.mean, candidates) { means[$0] }
  }

  /// Makes the first candidate of highest mean the leader; returns how many share that mean.
  @inline(never)
  private mutating func findLeader(of group: Int) -> Int {
    let range = groups.arms(of: group)
    var leader = range.lowerBound
    var highest = means[leader]
    var bound = -Double.infinity
    var sharing = 1
    var candidate = leader &+ 1
    while candidate < range.upperBound {
      let mean = means[candidate]
      if mean > highest {
        (leader, highest, bound, sharing) = (candidate, mean, highest, 1)
      } else if mean == highest {
        bound = mean
        sharing &+= 1
      } else if mean > bound {
        bound = mean
      }
      candidate &+= 1
    }
    leads[group] = Lead(leader: leader, bound: bound)
    return sharing
  }

  /// The candidate at `position` among those that share the leader's mean.
  @inline(never)
  private func candidateInFront(_ position: Int, of group: Int) -> Int {
    var candidate = leads[group].leader
    let mean = means[candidate]
    var before = position
    while before > 0 {
      candidate &+= 1
      if means[candidate] == mean { before &-= 1 }
    }
    return candidate
  }

  /// A pending pull moves no mean.
  public var countsPendingPulls: Bool { false }

  /// Keeps the mean, and the lead if the candidate is a competitor that comes close to the leader.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let mean = values.value(after: means[candidate], estimate)
    means[candidate] = mean
    let lead = leads[group]
    if candidate != lead.leader, mean > lead.bound {
      leads[group] = lead.challenged(
        by: candidate, mean: mean, highest: means[lead.leader])
    }
  }

  /// Candidates can begin anew.
  public static var restarts: Bool { true }

  /// Keeps the mean, or where values start, and looks for the leader anew.
  public mutating func restart(
    _ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool
  ) {
    if values.pullsEachOnce {
      unplayed.set(candidate, group: group, isWaiting: isUnpulled)
    }
    let isEmpty = estimate.pulls == 0 && estimate.alpha + estimate.beta == 0
    means[candidate] = isEmpty ? values.initial : estimate.mean
    leads[group] = Lead(leader: leads[group].leader, bound: .infinity)
  }

  /// A cluster's value is its strategy's.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    level == .clusters ? ActionValues.problemsOfClusters(arguments) : []
  }

  /// What an arm without pulls counts as.
  public static func remarks(
    on arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [String] {
    [ActionValues.remark(arguments, level, isBinary: shape.rewards.isBinary)]
  }
}
