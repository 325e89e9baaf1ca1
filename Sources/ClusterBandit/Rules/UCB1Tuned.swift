public import Randomness

/// UCB1-tuned: the highest mean_i + sqrt( (ln t / n_i) · min(b²/4, V_i) ) with
/// V_i = σ̂_i² + b² sqrt(2 ln t / n_i), after every candidate was pulled once.
///
/// b is the `scale`, the length of the range of rewards, 1 by default: the index is b times that of
/// rewards divided by b; see `RewardRange`.
///
/// σ̂² is the observed variance, the mean squared deviation from the mean; of a cluster it is
/// r_c(1 − r_c). t is the number of pulls made in the candidate's group so far. b²/4 bounds the
/// variance of rewards in an interval of length b.
///
/// Source: Auer, Cesa-Bianchi and Fischer (2002), section 4.
///
/// Groups of ``sublinearFrom`` candidates or more are played by ``UCB1TunedByClass``, with the same
/// choices.
///
/// Draws nothing but the order of first pulls and ties if they are `uniform`. Selection is
/// O(count), with a square root for each of few candidates, and for those that come near the
/// highest of many; recording is O(1). 24 bytes a candidate, 28 with uniform ties, and 4 a group.
public struct UCB1Tuned: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "ucb1-tuned",
    "highest mean + sqrt(ln t/n · min(scale²/4, variance + scale²·sqrt(2 ln t/n)))",
    [RewardRange.parameter, .ties, .search])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "it comes first", firstPulls: Conventions.eachOnce, clock: Conventions.pullsSoFar,
    rewards: RewardRange.assumed)

  /// Where the sublinear form is the faster one.
  ///
  /// With a hundred arms it takes .5 of the scan's time at 1,000 rounds, .7 at 3,000 and .9 at
  /// 10,000; at 30,000 it takes as long, for it has given way to the scan.
  public static let sublinearFrom = 64

  /// The sublinear form beside this one.
  public static func visit<Visitor: RuleVisitor>(
    form: RuleForm, _ visitor: Visitor
  ) -> Visitor.Outcome {
    form == .sublinear ? visitor.visit(UCB1TunedByClass.self) : visitor.visit(Self.self)
  }

  private let groups: Clustering
  private let ties: TieBreak
  private let tables: ClockTables
  /// b².
  private let squaredScale: Double
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  private var variances: AlignedBuffer<Double>
  private var inverseRoots: AlignedBuffer<Double>
  /// Who was chosen last in every group.
  private var leaders: AlignedBuffer<Int32>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    let scale = arguments.number("scale")
    self.init(
      groups: groups, ties: arguments.ties, tables: setting.tables, squaredScale: scale * scale)
  }

  /// A rule over candidates all of which were pulled, for rewards of 0 and 1.
  ///
  /// - Parameter lines: mean and 1/√n of a candidate.
  init(
    groups: Clustering, ties: TieBreak, tables: ClockTables, squaredScale: Double,
    lines: (Int) -> SIMD2<Double>
  ) {
    self.init(groups: groups, ties: ties, tables: tables, squaredScale: squaredScale)
    for group in 0..<groups.clusterCount { unplayed.dismiss(group) }
    for candidate in 0..<groups.armCount {
      let line = lines(candidate)
      means[candidate] = line.x
      variances[candidate] = line.x * (1 - line.x)
      inverseRoots[candidate] = line.y
    }
  }

  private init(groups: Clustering, ties: TieBreak, tables: ClockTables, squaredScale: Double) {
    self.groups = groups
    self.ties = ties
    self.tables = tables
    self.squaredScale = squaredScale
    unplayed = UnplayedQueue(groups: groups, ties: ties)
    means = .zeros(forOctets: groups.armCount)
    variances = .zeros(forOctets: groups.armCount)
    inverseRoots = .zeros(forOctets: groups.armCount)
    leaders = AlignedBuffer(
      (0..<groups.clusterCount).map { Int32(truncatingIfNeeded: groups.offsets[$0]) })
  }

  /// Pulls what is unplayed, then the highest bound.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    let root = tables.sqrtTwoLog(clock)
    let candidates = groups.arms(of: group)
    guard candidates.count >= Self.manyCandidates else {
      return argmax(candidates, ties: ties, using: &stream) { bound(of: $0, root) }
    }
    let winner = argmax(
      candidates, from: Int(leaders[group]), ties: ties, using: &stream,
      value: { bound(of: $0, root) }, lacking: { shortfall(from: $0, of: $1, root) })
    leaders[group] = Int32(truncatingIfNeeded: winner)
    return winner
  }

  /// From so many candidates on it is told of eight at a time which cannot have the highest bound.
  private static let manyCandidates = 32

  /// Negative where the bound of a candidate is at least `bar`, for eight of them from `first` on.
  ///
  /// It is the square of what the mean is short of `bar`, less the square of the bonus: no root is
  /// taken. The bonus rounds twice, at its root and at a product, and the squares five times; for
  /// that 2^−40 of the square is more than enough. The sum of mean and bonus rounds once, by
  /// 2^−53 of itself: so `bar` is lowered by more. 2^−1000 stands for squares too small for a
  /// number.
  @inline(__always)
  private func shortfall(from first: Int, of bar: Double, _ root: Double) -> Octet {
    let radii = root * inverseRoots.octet(at: first)
    let capped = (variances.octet(at: first) + squaredScale * radii)
      .orLesser(Octet(repeating: 0.25 * squaredScale))
    let lowered = bar - abs(bar) * 0x1p-50
    let short = (lowered - means.octet(at: first)).orGreater(Octet(repeating: 0))
    return short * short - (radii * radii * capped) * (0.5 * (1 + 0x1p-40)) - 0x1p-1000
  }

  /// With L = sqrt(2 ln t) and q = 1/√n: the bonus is q·L·sqrt(½ min(b²/4, σ̂² + b² L q)).
  @inline(__always)
  private func bound(of candidate: Int, _ root: Double) -> Double {
    let most = 0.25 * squaredScale
    let radius = root * inverseRoots[candidate]
    let bound = variances[candidate] + squaredScale * radius
    let capped = bound < most ? bound : most
    return means[candidate] + radius * Elementary.root(0.5 * capped)
  }

  /// The bounds, unless something is unplayed.
  public func scores(
    group: Int, clock: Int, using stream: RandomStream
  ) -> DecisionScores.Choice? {
    let candidates = groups.arms(of: group)
    if unplayed.isWaiting(group) { return .init(.unpulled, candidates) }
    let root = tables.sqrtTwoLog(clock)
    return .init(.index, candidates) { bound(of: $0, root) }
  }

  /// Keeps mean, variance and 1/√n.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = estimate.mean
    variances[candidate] = estimate.variance
    inverseRoots[candidate] = tables.inverseRoot(estimate.pulls)
  }

  /// Candidates can begin anew.
  public static var restarts: Bool { true }

  /// Keeps mean, variance and 1/√n; 0 without pulls.
  public mutating func restart(
    _ candidate: Int, group: Int, _ estimate: CandidateEstimate, isUnpulled: Bool
  ) {
    unplayed.set(candidate, group: group, isWaiting: isUnpulled)
    record(candidate, group: group, estimate)
    if estimate.pulls == 0 { inverseRoots[candidate] = 0 }
  }

  /// The range that the bonus assumes, where rewards may not keep to it.
  public static func remarks(
    on arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [String] {
    RewardRange.remarks("UCB1-tuned", arguments, shape)
  }
}
