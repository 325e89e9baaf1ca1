public import Randomness

/// KL-UCB: the highest sup{ q : n·kl(mean, q) ≤ ln t + c ln ln t }, after every candidate was
/// pulled once; KL-UCB+ and KL-UCB++ with other bounds on the right, see `DivergenceExploration`.
///
/// kl is the divergence of Bernoulli distributions and t the number of pulls made in the
/// candidate's group so far. ln ln t counts as 0 while it is negative (t < e). c = 0 is what is
/// played in practice, c = 3 what the regret bound was proved for. A mean of 1 has the index 1, and
/// so has, to rounding, a candidate with ln t + c ln ln t ≥ 40 n.
///
/// A candidate whose divergence from a value a little below the best index found so far is beyond
/// its budget cannot win and costs one divergence; only the others cost a search for the root. The
/// index itself is a function of mean, pulls and t alone, and the margin of 1e-11 is wider than its
/// error, so neither the order of the candidates nor the skipping shows in a choice: equal pulls
/// and equal means give exactly equal indices.
///
/// Source: A. Garivier and O. Cappé, "The KL-UCB algorithm for bounded stochastic bandits and
/// beyond", COLT 2011, algorithm 1; J. Honda, "A note on KL-UCB+ policy for the stochastic bandit",
/// arXiv:1903.07839 (2019); P. Ménard and A. Garivier, "A minimax and asymptotically optimal
/// algorithm for stochastic bandits", ALT 2017 (KL-UCB++).
///
/// Groups of ``sublinearFrom`` candidates or more are played by ``KLUCBByClass``, with the same
/// choices.
///
/// Draws nothing but the order of first pulls and ties if they are `uniform`. Selection is
/// O(count) divergences and usually a few searches, recording O(1). 16 bytes a candidate, 20 with
/// uniform ties.
public struct KLUCB: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "kl-ucb", "highest q with n·kl(mean, q) ≤ ln t + c·ln ln t, for 0/1 rewards",
    DivergenceExploration.parameters + [.ties, .search])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "it comes first", firstPulls: Conventions.eachOnce, clock: Conventions.pullsSoFar,
    rewards: "0 or 1")

  /// The sublinear form beside this one.
  public static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome {
    form == .sublinear ? visitor.visit(KLUCBByClass.self) : visitor.visit(Self.self)
  }

  private let groups: Clustering
  private let exploration: DivergenceExploration
  private let ties: TieBreak
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  private var pulls: AlignedBuffer<Double>
  /// The last choice in every group: a good index to compare with first.
  private var latest: AlignedBuffer<Int>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    exploration = DivergenceExploration(arguments, horizon: setting.horizon)
    ties = arguments.ties
    unplayed = UnplayedQueue(groups: groups, ties: ties)
    means = AlignedBuffer(repeating: 0, count: groups.armCount)
    pulls = AlignedBuffer(repeating: 0, count: groups.armCount)
    latest = AlignedBuffer(repeating: 0, count: groups.clusterCount)
    for group in 0..<groups.clusterCount { latest[group] = groups.offsets[group] }
  }

  /// Pulls what is unplayed, then the highest bound.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    let range = groups.arms(of: group)
    if range.count == 1 { return range.lowerBound }
    let index = DivergenceIndex(exploration, clock: clock, count: range.count)
    let chosen = highest(range, index, from: latest[group], using: &stream)
    latest[group] = chosen
    return chosen
  }

  /// The candidate with the highest index; `start` only saves work.
  private func highest(
    _ range: Range<Int>, _ index: DivergenceIndex, from start: Int,
    using stream: inout RandomStream
  ) -> Int {
    var winner = start
    var highest = index(mean: means[start], pulls: pulls[start])
    var count = 1
    for candidate in range where candidate != start {
      if isAlike(candidate, winner) {
        count += 1
        winner = min(winner, candidate)
      } else if index.reaches(highest, mean: means[candidate], pulls: pulls[candidate]) {
        let value = index(mean: means[candidate], pulls: pulls[candidate])
        if value > highest {
          (winner, highest, count) = (candidate, value, 1)
        } else if value == highest {
          count += 1
          winner = min(winner, candidate)
        }
      }
    }
    if count == 1 || ties == .first { return winner }
    var skipped = stream.nextIndex(below: count)
    for candidate in winner..<range.upperBound
    where isAlike(candidate, winner)
      || (index.reaches(highest, mean: means[candidate], pulls: pulls[candidate])
        && index(mean: means[candidate], pulls: pulls[candidate]) == highest)
    {
      if skipped == 0 { return candidate }
      skipped -= 1
    }
    return winner
  }

  /// Whether two candidates have the same data and hence the same index.
  @inline(__always)
  private func isAlike(_ candidate: Int, _ other: Int) -> Bool {
    means[candidate] == means[other] && pulls[candidate] == pulls[other]
  }

  /// Where the sublinear form is the faster one.
  public static var sublinearFrom: Int { 16 }

  /// Keeps the mean and the pulls.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = estimate.mean
    pulls[candidate] = estimate.pulls
  }

  /// Candidates can begin anew.
  public static var restarts: Bool { true }

  /// Keeps the mean and the pulls.
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
      shape, "kl-ucb needs rewards that are 0 or 1",
      hint: "use ucb with a width c here, or an environment with 0/1 rewards")
      + DivergenceExploration.problems(arguments)
  }
}
