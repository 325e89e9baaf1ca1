public import Randomness

/// ``KLUCB`` for many candidates: those of equal pulls and equal means are looked at once.
///
/// Candidates of equal data have equal indices, so the index is asked of their class. Classes whose
/// divergence from a value a little below the best index so far is beyond the budget are passed
/// over, eight at a time. The choice is that of the scan, decision by decision and word by word:
/// the k-th of the tied candidates in their order.
///
/// Draws what ``KLUCB`` draws. Selection is O(live classes), recording O(log
/// count). 20 bytes a candidate, 24 with uniform ties, and what `ArmClasses` keeps of
/// classes, which grows while they become more.
public struct KLUCBByClass: SelectionRule, ~Copyable {
  /// Shares the name and parameters of ``KLUCB``.
  public static var variant: Variant { KLUCB.variant }

  /// Those of ``KLUCB``.
  public static var conventions: Conventions { KLUCB.conventions }

  private let groups: Clustering
  private let exploration: DivergenceExploration
  private let ties: TieBreak
  private var unplayed: UnplayedQueue
  private var classes: ArmClasses
  private var highest = ClassMaximum()
  /// A class of every group that is likely to have a high index: the one that won last, or where
  /// its last member went.
  private var leaders: AlignedBuffer<Int32>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    exploration = DivergenceExploration(arguments, horizon: setting.horizon)
    let tieRule = arguments.ties
    ties = tieRule
    unplayed = UnplayedQueue(groups: groups, ties: tieRule)
    classes = ArmClasses(
      groups: groups, key: .zero, evidence: .pullsAndMean, countsMembers: false)
    leaders = AlignedBuffer(repeating: 0, count: groups.clusterCount)
    for group in 0..<groups.clusterCount {
      leaders[group] = Int32(classes.slot(of: groups.offsets[group]))
    }
  }

  /// Pulls what is unplayed, then the highest bound.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    if groups.size(of: group) == 1 { return groups.offsets[group] }
    let index = DivergenceIndex(exploration, clock: clock, count: groups.size(of: group))
    highest.find(
      in: classes, group: group, from: Int(leaders[group]), budget: index.budget,
      level: { value in
        let rival = value - DivergenceIndex.margin
        return rival > 0
          ? ArmClasses.Level(Probability(value: rival, complement: 1 - rival)) : .lowest
      },
      reaches: { index.reaches($1, mean: $0.key.y, pulls: $0.key.x) },
      index: { index(mean: $0.key.y, pulls: $0.key.x) })
    leaders[group] = Int32(truncatingIfNeeded: highest.first)
    return highest.choose(from: classes, ties: ties, using: &stream)
  }

  /// Moves the candidate to the class of its pulls and mean.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let old = classes.slot(of: candidate)
    let isLast = classes.count(old) == 1
    let new = classes.move(candidate, group: group, to: SIMD2(estimate.pulls, estimate.mean))
    if isLast, Int(leaders[group]) == old { leaders[group] = Int32(truncatingIfNeeded: new) }
  }

  /// The same as ``KLUCB``.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    KLUCB.problems(with: arguments, level: level, shape: shape)
  }
}
