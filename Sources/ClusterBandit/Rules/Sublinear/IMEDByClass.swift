public import Randomness

/// ``IMED`` for many candidates: those of equal pulls and equal means are looked at once.
///
/// Candidates of equal data have equal indices, so the index is asked of their class. The highest
/// mean is kept up, and sought among the classes only when a candidate that had it lost it. Classes
/// whose n·kl(mean, highest mean) alone is beyond the lowest index so far are passed over, eight at
/// a time. The choice is that of the scan, decision by decision and word by word: the k-th of the
/// tied candidates in their order.
///
/// Draws what ``IMED`` draws. Selection is O(live classes), recording O(log count). 4 bytes a
/// candidate, 8 with uniform ties, and what `ArmClasses` keeps of members and classes, which grows
/// while they become more.
public struct IMEDByClass: SelectionRule, ~Copyable {
  /// Shares the name and parameters of ``IMED``.
  public static var variant: Variant { IMED.variant }

  /// Those of ``IMED``.
  public static var conventions: Conventions { IMED.conventions }

  private let groups: Clustering
  private let ties: TieBreak
  private var unplayed: UnplayedQueue
  private var classes: ArmClasses
  private var lowest = ClassMaximum()
  /// The highest mean of every group; NaN where it must be sought.
  private var highestMeans: AlignedBuffer<Double>
  /// The last choice in every group: a good index to compare with first.
  private var latest: AlignedBuffer<Int32>
  /// At most ln n of every candidate: a count that moments are matched to may be below 1.
  private var leastLogarithm = 0.0

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    let tieRule = arguments.ties
    ties = tieRule
    unplayed = UnplayedQueue(groups: groups, ties: tieRule)
    classes = ArmClasses(
      groups: groups, key: .zero, evidence: .pullsAndMean, countsMembers: false)
    highestMeans = AlignedBuffer(repeating: 0, count: groups.clusterCount)
    latest = AlignedBuffer(repeating: 0, count: groups.clusterCount)
    for group in 0..<groups.clusterCount {
      let candidate = groups.offsets[group]
      latest[group] = Int32(candidate)
      classes.note(0, for: classes.slot(of: candidate))
    }
  }

  /// Pulls what is unplayed, then the lowest index.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    if groups.size(of: group) == 1 { return groups.offsets[group] }
    let highest = highestMean(group)
    let least = leastLogarithm
    lowest.findLowest(
      in: classes, group: group, from: classes.slot(of: Int(latest[group])),
      level: IMEDByClass.level(highest),
      // Wider than the rounding of the divergence, which the index may have been lucky with.
      budget: { ($0 - least) * (1 + 1e-9) + 1e-9 },
      index: { IMED.index(mean: $0.key.y, pulls: $0.key.x, logarithm: $0.note, highest) })
    let chosen = lowest.choose(from: classes, ties: ties, using: &stream)
    latest[group] = Int32(truncatingIfNeeded: chosen)
    return chosen
  }

  /// A level at most as far from all lower means as the highest mean, that is neither 0 nor 1.
  private static func level(_ highest: Double) -> ArmClasses.Level {
    guard highest > 0 else { return .lowest }
    let complement = max(1 - highest, 1e-12)
    return ArmClasses.Level(Probability(value: 1 - complement, complement: complement))
  }

  /// The highest mean of a group, sought among its classes where it is not known.
  private mutating func highestMean(_ group: Int) -> Double {
    let known = highestMeans[group]
    if known == known { return known }
    var highest = -Double.infinity
    for block in classes.blocks(of: group) {
      for lane in 0..<8 {
        let slot = classes.slot(block: block, lane: lane)
        if slot >= 0 { highest = max(highest, classes.record(slot).key.y) }
      }
    }
    highestMeans[group] = highest
    return highest
  }

  /// Moves the candidate to the class of its pulls and mean.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let before = classes.record(classes.slot(of: candidate)).key.y
    let slot = classes.move(candidate, group: group, to: SIMD2(estimate.pulls, estimate.mean))
    if classes.record(slot).note.isNaN {
      let logarithm = estimate.pulls > 0 ? Elementary.log(estimate.pulls) : 0
      leastLogarithm = min(leastLogarithm, logarithm)
      classes.note(logarithm, for: slot)
    }
    let highest = highestMeans[group]
    if estimate.mean >= highest {
      highestMeans[group] = estimate.mean
    } else if before == highest {
      highestMeans[group] = .nan
    }
  }

  /// The same as ``IMED``.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    IMED.problems(with: arguments, level: level, shape: shape)
  }
}
