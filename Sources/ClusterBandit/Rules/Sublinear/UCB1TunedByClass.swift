public import Randomness

/// ``UCB1Tuned`` for many arms: of those of equal pulls only the highest mean is looked at.
///
/// With rewards of 0 and 1 the variance is p(1 − p) for a mean p. Let L = sqrt(2 ln t), r = L/√n
/// and b the scale: the index of n pulls is p + r·sqrt(½ min(b²/4, p(1 − p) + b²r)). Where the
/// minimum is b²/4 it rises with slope 1 in p. Elsewhere p(1 − p) + b²r < b²/4, so r < ¼, and the
/// slope
///
///     1 + r(1 − 2p)/(2√2·sqrt(p(1 − p) + b²r)) ≥ 1 − r/(2√2·b√r) = 1 − √r/(2√2 b)
///
/// exceeds 1 − 1/(4√2 b), which is 0.29 or more for b ≥ ¼. Different means of equal pulls differ by
/// far more than rounding, so the order of their indices is that of the means; while some do not,
/// as pending pulls may have it, all candidates are looked at. So they are where the rewards are
/// not 0 or 1, in several groups and with other scales, and for good once there are so many
/// different pulls that a look at all candidates is cheaper.
///
/// Draws what ``UCB1Tuned`` draws. Selection is O(different pulls), recording what `LineClasses`
/// tell. About 5 to 10 bytes a candidate, 9 to 14 with uniform ties, until all are looked at.
public struct UCB1TunedByClass: SelectionRule, ~Copyable {
  /// Shares the name and parameters of ``UCB1Tuned``.
  public static var variant: Variant { UCB1Tuned.variant }

  /// Those of ``UCB1Tuned``.
  public static var conventions: Conventions { UCB1Tuned.conventions }

  /// Scales for which the index rises with the mean, and rounding does not hide that.
  private static let scales = 0.25...1000

  /// A look at this many candidates costs what one at the best class of each number of pulls costs
  /// for one of these.
  private static let candidatesPerSlope = 3

  private let groups: Clustering
  private let ties: TieBreak
  private let tables: ClockTables
  private let squaredScale: Double
  /// Whether the classes are in use; else the scan is, and the other one stands over one candidate.
  private(set) var isByClass: Bool
  private var scan: UCB1Tuned
  private var unplayed: UnplayedQueue
  private var classes: LineClasses

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    let scale = arguments.number("scale")
    isByClass =
      level == .arms && setting.rewards.isBinary && groups.clusterCount == 1
      && Self.scales.contains(scale)
    squaredScale = scale * scale
    self.groups = groups
    ties = arguments.ties
    tables = setting.tables
    let one = Clustering.whole(1)
    scan = UCB1Tuned(
      arguments: arguments, groups: isByClass ? one : groups, level: level, setting: setting)
    unplayed = UnplayedQueue(groups: isByClass ? groups : one, ties: ties)
    classes = LineClasses(
      count: isByClass ? groups.armCount : 1, intercept: 0, slope: 0, ties: arguments.ties)
  }

  /// Pulls what is unplayed, then the highest bound.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    guard isByClass else { return scanned(group, clock, &stream) }
    if unplayed.isWaiting(group) {
      return unplayed.take(group, using: &stream, expecting: &classes.likelyNext)
    }
    let (most, square) = (0.25 * squaredScale, squaredScale)
    let root = tables.sqrtTwoLog(clock)
    if classes.tightCount > 0 {
      return argmax(groups.arms(of: 0), ties: ties, using: &stream) {
        let line = classes.line(of: $0)
        let radius = root * line.y
        let bound = line.x * (1 - line.x) + square * radius
        return line.x + radius * Elementary.root(0.5 * (bound < most ? bound : most))
      }
    }
    return classes.leader(ties: ties, using: &stream) { mean, inverseRoot in
      let radius = root * inverseRoot
      let bound = mean * (1 - mean) + square * radius
      let capped = bound.orLesser(Octet(repeating: most))
      return (mean + radius * Elementary.root(0.5 * capped))
        .replacing(with: -.infinity, where: inverseRoot .< 0)
    }
  }

  /// The candidate that is likely to be chosen next; −1 where that is not looked for.
  public var likelyNext: Int { classes.likelyNext }

  /// Keeps the mean and 1/√n, and the variance where it is not that of 0/1 rewards.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    if isByClass {
      classes.setLine(
        of: candidate, to: SIMD2(estimate.mean, tables.inverseRoot(estimate.pulls)))
      let isWide = Self.candidatesPerSlope * classes.slopeCount > groups.armCount
      if isWide, !unplayed.isWaiting(0) { leaveClasses() }
    } else {
      scan.record(candidate, group: group, estimate)
    }
  }

  /// The choice of the scan: in a function of its own, of which the optimizer keeps track.
  @inline(never)
  private mutating func scanned(
    _ group: Int, _ clock: Int, _ stream: inout RandomStream
  ) -> Int { scan.select(group: group, clock: clock, using: &stream) }

  /// Hands mean and pulls of every candidate to the scan.
  @inline(never)
  private mutating func leaveClasses() {
    scan = UCB1Tuned(
      groups: groups, ties: ties, tables: tables, squaredScale: squaredScale
    ) { classes.line(of: $0) }
    classes = LineClasses(count: 1, intercept: 0, slope: 0, ties: ties)
    isByClass = false
  }
}
