public import Randomness

/// ``BayesUCB`` for many candidates with one prior: those of equal posteriors are looked at once.
///
/// Candidates of equal posteriors have equal indices, so the index is asked of their class. Classes
/// whose tail beyond the best quantile so far is too small by Chernoff's bound are passed over,
/// eight at a time. The choice is that of the scan, decision by decision and word by word: the k-th
/// of the tied candidates in their order.
///
/// Draws what ``BayesUCB`` draws. Selection is O(live classes), recording O(log
/// count). 16 bytes a candidate, and what `ArmClasses` keeps of classes, which grows while
/// they become more.
public struct BayesUCBByClass: SelectionRule, ~Copyable {
  /// Shares the name and parameters of ``BayesUCB``.
  public static var variant: Variant { BayesUCB.variant }

  /// Those of ``BayesUCB``.
  public static var conventions: Conventions { BayesUCB.conventions }

  private let groups: Clustering
  private let ties: TieBreak
  /// (ln T)^c.
  private let factor: Double
  private let prior: SIMD2<Double>
  private var classes: ArmClasses
  private var highest = ClassMaximum()
  /// The last choice in every group: a good index to compare with first.
  private var latest: AlignedBuffer<Int32>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    factor = BayesUCB.factor(arguments, setting)
    let given = level == .clusters ? nil : arguments.priors("prior")?.first ?? .uniform
    let first = given.map { SIMD2($0.alpha, $0.beta) } ?? .zero
    prior = first
    classes = ArmClasses(groups: groups, key: first, evidence: .shape, countsMembers: false)
    latest = AlignedBuffer(repeating: 0, count: groups.clusterCount)
    for group in 0..<groups.clusterCount {
      let candidate = groups.offsets[group]
      latest[group] = Int32(candidate)
      noteConstant(of: classes.slot(of: candidate))
    }
  }

  /// The highest quantile.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    let range = groups.arms(of: group)
    if range.count == 1 { return range.lowerBound }
    guard let index = QuantileIndex(clock: clock, factor: factor) else {
      return ties == .first
        ? range.lowerBound : range.lowerBound + stream.nextIndex(below: range.count)
    }
    highest.find(
      in: classes, group: group, from: classes.slot(of: Int(latest[group])), budget: index.budget,
      level: { value in
        let rival = Probability(logit: value)
        return QuantileIndex.isLowest(rival) ? .lowest : ArmClasses.Level(rival)
      },
      reaches: { index.reaches(Probability(logit: $1), Self.posterior($0)) },
      index: { index(Self.posterior($0)) })
    let chosen = highest.choose(from: classes, ties: ties, using: &stream)
    latest[group] = Int32(truncatingIfNeeded: chosen)
    return chosen
  }

  @inline(__always)
  private static func posterior(_ record: ArmClasses.Record) -> BetaDistribution {
    BetaDistribution(alpha: record.key.x, beta: record.key.y, logPeak: record.note)
  }

  /// Moves the candidate to the class of its posterior.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let key = SIMD2(prior.x + estimate.alpha, prior.y + estimate.beta)
    noteConstant(of: classes.move(candidate, group: group, to: key))
  }

  /// Keeps the constant of a new class's posterior.
  private mutating func noteConstant(of slot: Int) {
    let record = classes.record(slot)
    guard record.note != record.note else { return }
    let posterior = BetaDistribution(alpha: record.key.x, beta: record.key.y)
    classes.note(posterior.logPeak, for: slot)
  }

  /// Beta(α + s, β + f).
  public func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? {
    MeanAndVariance(alpha: prior.x + sum, beta: prior.y + (pulls - sum))
  }

  /// The same as ``BayesUCB``.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    BayesUCB.problems(with: arguments, level: level, shape: shape)
  }
}
