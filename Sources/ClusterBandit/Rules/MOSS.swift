public import Randomness

/// MOSS: the highest mean_i + sqrt( max(0, ln(T/(K n_i))) / n_i ), after every candidate was pulled
/// once.
///
/// K is the number of candidates of the group and T the horizon; with `horizon: anytime` the number
/// t of pulls made in the group so far stands in its place. A candidate that had its share of the
/// horizon, n_i ≥ T/K, has no bonus left. With the horizon known the regret of flat play is at most
/// a constant times sqrt(K T) whatever the means.
///
/// Source: J.-Y. Audibert and S. Bubeck, "Minimax policies for adversarial and stochastic bandits",
/// COLT 2009, figure 1; R. Degenne and V. Perchet, "Anytime optimal algorithms in stochastic
/// multi-armed bandits", ICML 2016 (t in the place of T; theirs has (1 + α)/2 before the logarithm,
/// here α = 1).
///
/// Groups of ``sublinearFrom`` candidates or more are played by ``MOSSByClass``, with the same
/// choices.
///
/// Draws nothing but the order of first pulls and ties if they are `uniform`. Selection is
/// O(count), with a logarithm each under `anytime`; recording is O(1). 24 bytes a candidate, 28
/// with uniform ties.
public struct MOSS: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "moss", "highest mean + sqrt(max(0, ln(T/(K n)))/n)",
    [
      .defaulted(
        "horizon", .choice(["known", "anytime"]), .word("known"),
        "T: the horizon of the experiment, or 'anytime' for the pulls made so far"),
      .ties, .search,
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "it comes first", firstPulls: Conventions.eachOnce,
    clock: "none; with horizon: anytime " + Conventions.pullsSoFar,
    rewards: "in [0, 1], or 1/2-sub-Gaussian")

  /// The sublinear form beside this one.
  public static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome {
    form == .sublinear ? visitor.visit(MOSSByClass.self) : visitor.visit(Self.self)
  }

  /// Where the sublinear form is the faster one.
  public static var sublinearFrom: Int { 64 }

  private let groups: Clustering
  private let ties: TieBreak
  /// T; nil where the clock stands in its place.
  private let horizon: Double?
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  private var pulls: AlignedBuffer<Double>
  /// The indices under a known horizon, which no other pull moves.
  private var indices: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    horizon = arguments.word("horizon") == "known" ? Double(setting.horizon) : nil
    unplayed = UnplayedQueue(groups: groups, ties: ties)
    means = AlignedBuffer(repeating: 0, count: groups.armCount)
    pulls = AlignedBuffer(repeating: 0, count: groups.armCount)
    indices = AlignedBuffer(repeating: 0, count: groups.armCount)
  }

  /// Pulls what is unplayed, then the highest index.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    let range = groups.arms(of: group)
    guard horizon == nil else { return argmax(range, ties: ties, using: &stream) { indices[$0] } }
    return argmax(range, ties: ties, using: &stream) {
      MOSS.index(
        mean: means[$0], pulls: pulls[$0], horizon: Double(clock), among: range.count)
    }
  }

  /// The index of a candidate among `count`.
  @inline(__always)
  static func index(mean: Double, pulls n: Double, horizon: Double, among count: Int) -> Double {
    let logarithm = Elementary.log(horizon / (Double(count) * n))
    return mean + Elementary.root(max(0, logarithm) / n)
  }

  /// Keeps mean and pulls, and the index where it depends on nothing else.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = estimate.mean
    pulls[candidate] = estimate.pulls
    guard let horizon, estimate.pulls > 0 else { return }
    indices[candidate] = MOSS.index(
      mean: estimate.mean, pulls: estimate.pulls, horizon: horizon,
      among: groups.size(of: group))
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
}
