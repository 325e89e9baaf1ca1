public import Randomness

/// ``MOSS`` for many candidates.
///
/// Under a known horizon an index moves with its own candidate's pulls alone: a `KineticTournament`
/// of lines without a slope finds the highest. With `horizon: anytime` all bonuses grow with the
/// clock, those of equal pulls alike: of 0/1 rewards in a single group of arms `LineClasses` look
/// at the highest mean of every number of pulls. Rounding keeps the order of sums with one bonus,
/// so the highest mean has the highest index, or shares it. In several groups and for other rewards
/// `anytime` looks at all candidates.
///
/// Draws what ``MOSS`` draws. Under a known horizon selection and recording are O(log count), the
/// first selection O(count), and 21 bytes a candidate are kept, 25 with uniform ties; with
/// `anytime` selection is O(different pulls), a logarithm each, and about 5 to 10 bytes a candidate
/// are kept, 9 to 14 with uniform ties.
public struct MOSSByClass: SelectionRule, ~Copyable {
  /// Shares the name and parameters of ``MOSS``.
  public static var variant: Variant { MOSS.variant }

  /// Those of ``MOSS``.
  public static var conventions: Conventions { MOSS.conventions }

  /// How the highest is found.
  private enum Form {
    case tournament
    case classes
    case scan
  }

  private let groups: Clustering
  private let ties: TieBreak
  /// T; 0 where the clock stands in its place.
  private let horizon: Double
  private let form: Form
  private var unplayed: UnplayedQueue
  /// Those that are not in use stand over one candidate.
  private var indices: KineticTournament
  private var classes: LineClasses
  private var scan: MOSS

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    let isKnown = arguments.word("horizon") == "known"
    let isByClass = level == .arms && setting.rewards.isBinary && groups.clusterCount == 1
    let form: Form = isKnown ? .tournament : isByClass ? .classes : .scan
    self.form = form
    self.groups = groups
    ties = arguments.ties
    horizon = isKnown ? Double(setting.horizon) : 0
    let one = Clustering.whole(1)
    unplayed = UnplayedQueue(groups: form == .scan ? one : groups, ties: arguments.ties)
    indices = KineticTournament(
      groups: form == .tournament ? groups : one, intercept: 0, slope: 0)
    classes = LineClasses(
      count: form == .classes ? groups.armCount : 1, intercept: 0, slope: 0,
      ties: arguments.ties)
    scan = MOSS(
      arguments: arguments, groups: form == .scan ? groups : one, level: level, setting: setting)
  }

  /// Pulls what is unplayed, then the highest index.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if form == .scan { return scan.select(group: group, clock: clock, using: &stream) }
    if unplayed.isWaiting(group) {
      return unplayed.take(group, using: &stream, expecting: &classes.likelyNext)
    }
    if form == .tournament {
      return indices.leader(of: group, clock: 0, ties: ties, using: &stream)
    }
    let (time, count) = (Double(clock), Double(groups.armCount))
    return classes.leader(ties: ties, using: &stream) { means, pulls in
      let isAbsent = pulls .<= 0
      let n = pulls.replacing(with: 1, where: isAbsent)
      let logarithms = Elementary.log(time / (count * n))
      let positive = logarithms.orGreater(Octet(repeating: 0))
      return (means + Elementary.root(positive / n)).replacing(with: -.infinity, where: isAbsent)
    }
  }

  /// The candidate that is likely to be chosen next; −1 where that is not looked for.
  public var likelyNext: Int { classes.likelyNext }

  /// Keeps the index, or mean and pulls.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    switch form {
    case .tournament:
      guard estimate.pulls > 0 else { return }
      let index = MOSS.index(
        mean: estimate.mean, pulls: estimate.pulls, horizon: horizon,
        among: groups.size(of: group))
      indices.setLine(of: candidate, group: group, intercept: index, slope: 0)
    case .classes: classes.setLine(of: candidate, to: SIMD2(estimate.mean, estimate.pulls))
    case .scan: scan.record(candidate, group: group, estimate)
    }
  }
}
