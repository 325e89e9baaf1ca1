public import Randomness

/// The sublinear form of ``UpperConfidenceBound``: the same choices from the same draws.
///
/// An index is a line in scale(t) = c·sqrt(2 ln t), mean_i + scale·(1/√n_i), and the scale only
/// grows (or only falls, with c = 1/ln t): a `KineticTournament` finds the highest.
///
/// With rewards of 0 and 1, arms of equal pulls and successes have one line. So over a single group
/// of arms `LineClasses` find the highest as long as the different lines are few; when they
/// became many, the tournament takes over for good.
///
/// Selection is O(log count) in general, the first one of a tournament O(count), recording O(log
/// count); by classes they are O(different pulls). 21 bytes a candidate, 25 with uniform ties; by
/// classes about 5 to 10, and 9 to 14.
public struct KineticUpperConfidenceBound: SelectionRule, ~Copyable {
  /// Name, parameters and formula: those of the scan.
  public static let variant = UpperConfidenceBound.variant

  /// Those of ``UpperConfidenceBound``.
  public static var conventions: Conventions { UpperConfidenceBound.conventions }

  private let terms: ConfidenceTerms
  private let ties: TieBreak
  private var unplayed: UnplayedQueue
  private let groups: Clustering
  /// Over one group of one candidate where they are not in use.
  private var bounds: KineticTournament
  private var classes: LineClasses
  private var isByClass: Bool

  /// Where there are more different pulls than this, the classes give way.
  private static let mostSlopes = 192

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    terms = ConfidenceTerms(arguments, setting.tables)
    ties = arguments.ties
    unplayed = terms.queue(groups, ties)
    self.groups = groups
    isByClass = level == .arms && setting.rewards.isBinary && groups.clusterCount == 1
    bounds = Self.tournament(over: isByClass ? .whole(1) : groups, terms)
    classes = LineClasses(
      count: isByClass ? groups.armCount : 1, intercept: terms.initialMean,
      slope: terms.initialInverseRoot, ties: arguments.ties)
  }

  /// A tournament of candidates none of which was pulled.
  private static func tournament(
    over groups: Clustering, _ terms: ConfidenceTerms
  ) -> KineticTournament {
    KineticTournament(
      groups: groups, intercept: terms.initialMean, slope: terms.initialInverseRoot,
      direction: terms.isInverseLog ? .falling : .rising)
  }

  /// Pulls what is unplayed, then the highest bound.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if terms.initialCount == 0, unplayed.isWaiting(group) {
      return unplayed.take(group, using: &stream, expecting: &classes.likelyNext)
    }
    let scale = terms.scale(clock)
    if isByClass {
      return classes.leader(clock: scale, ties: ties, using: &stream)
    }
    return bounds.leader(of: group, clock: scale, ties: ties, using: &stream)
  }

  /// Keeps the mean and 1/√n.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let (mean, inverseRoot) = (terms.mean(estimate), terms.inverseRoot(estimate))
    if isByClass {
      classes.setLine(of: candidate, to: SIMD2(mean, inverseRoot))
      if classes.slopeCount > Self.mostSlopes { leaveClasses() }
    } else {
      bounds.setLine(of: candidate, group: group, intercept: mean, slope: inverseRoot)
    }
  }

  /// The candidate that is likely to be chosen next; −1 where that is not looked for.
  @inline(__always)
  public var likelyNext: Int { classes.likelyNext }

  /// Hands all lines to the tournament.
  @inline(never)
  private mutating func leaveClasses() {
    bounds = Self.tournament(over: groups, terms)
    for candidate in 0..<groups.armCount {
      let line = classes.line(of: candidate)
      bounds.setLine(of: candidate, group: 0, intercept: line.x, slope: line.y)
    }
    classes = LineClasses(count: 1, intercept: 0, slope: 0, ties: ties)
    isByClass = false
  }

  /// Those of the scan.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    UpperConfidenceBound.problems(with: arguments, level: level, shape: shape)
  }
}
