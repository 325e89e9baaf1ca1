public import Randomness

/// ``BetaThompson`` for many candidates with one prior: those of equal posteriors are sampled
/// together.
///
/// The candidates of a group fall into classes of equal (α, β). The largest of the m samples of a
/// class has the law of one quantile at a uniform level to the power 1/m, and belongs to each
/// member with the same probability. Classes are visited with the highest sample so far in hand. A
/// class is passed over when its level, drawn for it alone, lies beyond Chernoff's bound on the
/// probability that it exceeds that sample; the first eight bits of the level decide nearly always,
/// for eight classes at a time. What remains is sampled exactly beyond the value in hand. So the
/// choice has the law of one sample for each candidate, at a price that grows with the number of
/// distinct posteriors and not with that of candidates.
///
/// Samples are compared by their odds, so two of them tie with a probability of about 2^-52 over
/// the relative width of their laws, and the winner among equals is drawn with its class: `ties`
/// does not matter. A group in which a parameter is or was below 0.1 is scanned, one sample for
/// each candidate.
///
/// Source: W. R. Thompson (1933); the largest of a sample as a quantile: L. Devroye, "Non-Uniform
/// Random Variate Generation" (1986), chapter V.3.
///
/// Draws one word for every eight live classes, one more for each that is looked at closely, the
/// samples of these, and the index of the member. Selection is O(live classes), recording O(log
/// count). 16 bytes a candidate and what `ArmClasses` keeps of classes, which grows while they
/// become more.
public struct BetaThompsonByClass: SelectionRule, ~Copyable {
  /// Shares the name and parameters of ``BetaThompson``.
  public static var variant: Variant { BetaThompson.variant }

  /// Those of ``BetaThompson``.
  public static var conventions: Conventions { BetaThompson.conventions }

  private let groups: Clustering
  private let ties: TieBreak
  private let tables: ZigguratTables
  private let prior: SIMD2<Double>
  private var classes: ArmClasses
  /// A class of every group that is likely to hold a high sample: the one that won last, or where
  /// its member went.
  private var leaders: AlignedBuffer<Int32>
  /// The groups that are scanned.
  private var isScanned: AlignedBuffer<Bool>

  /// Parameters below this may have samples whose logits leave the doubles.
  private static let smallestParameter = 0.1
  /// The negative logarithm of the first eight bits' unit.
  private static let logOfUnit = 5.545177444479562

  /// Below this bound on −ln P the level is not asked.
  ///
  /// There a sample of such a class exceeds the value in hand about every other time. It must not
  /// be smaller than where Chernoff's bound lies above the mass of the proposals of
  /// ``HighestDraw``, which filters of the level rely on.
  static let vacuous = 0.1

  /// By the first eight bits of a class's level: the class is looked at if its bound on −ln P is
  /// lower.
  ///
  /// That is −ln of the least level with these bits, and at least the bound at which the level is
  /// not asked.
  private static let limits = AlignedBuffer(
    (0..<256).map { max(-Elementary.log(Double($0) / 256), vacuous) })

  /// The limits of eight classes by the bytes of a word.
  @inline(__always)
  private static func limits(_ word: UInt64, _ limits: UnsafeMutablePointer<Double>) -> Octet {
    func of(_ bits: UInt64) -> Double { limits[Int(truncatingIfNeeded: word &>> bits & 0xff)] }
    return Octet(of(0), of(8), of(16), of(24), of(32), of(40), of(48), of(56))
  }

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    tables = .shared
    let given = level == .clusters ? nil : arguments.priors("prior")?.first ?? .uniform
    prior = given.map { SIMD2($0.alpha, $0.beta) } ?? SIMD2(0, 0)
    let first = given.map { SIMD2($0.alpha, $0.beta) } ?? SIMD2(1, 1)
    classes = ArmClasses(groups: groups, key: first, evidence: .shape, countsMembers: true)
    leaders = AlignedBuffer(repeating: 0, count: groups.clusterCount)
    isScanned = AlignedBuffer(
      repeating: min(first.x, first.y) < Self.smallestParameter, count: groups.clusterCount)
    for group in 0..<groups.clusterCount {
      leaders[group] = Int32(classes.slot(of: groups.offsets[group]))
    }
  }

  /// The highest of one sample for each candidate.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if isScanned[group] { return scan(group, using: &stream) }
    var winner = Int(leaders[group])
    if classes.liveCount(group) > 1 {
      winner = highest(group, from: winner, using: &stream)
      leaders[group] = Int32(truncatingIfNeeded: winner)
    }
    let count = classes.count(winner)
    return classes.member(count == 1 ? 0 : stream.nextIndex(below: count), of: winner)
  }

  /// The class with the highest sample.
  private mutating func highest(
    _ group: Int, from start: Int, using stream: inout RandomStream
  ) -> Int {
    var winner = start
    var point = posterior(start).largest(of: classes.count(start), tables, using: &stream)
    var level = ArmClasses.Level(point)
    let limits = Self.limits.base
    for block in classes.blocks(of: group) {
      let word = stream.next()
      let excess = classes.excess(block, over: level, budget: Self.logOfUnit)
      if !excess.anyNegative, !Self.hasZeroByte(word) { continue }
      let bounds = excess + Self.logOfUnit
      var near = bounds.bits(below: Self.limits(word, limits))
      while near != 0 {
        let lane = Octet.first(near)
        near &= near &- 1
        let bound = bounds[lane]
        let slot = classes.slot(block: block, lane: lane)
        guard slot >= 0, slot != start else { continue }
        let posterior = posterior(slot)
        let count = classes.count(slot)
        if bound < Self.vacuous, posterior.drawsPlainly(count) {
          // The level was not asked.
          let larger = posterior.largest(of: count, tables, using: &stream)
          guard larger.isAbove(point) else { continue }
          point = larger
        } else {
          // The first eight bits of v, then 52 more.
          let byte = Double((word &>> UInt64(8 * lane)) & 0xff)
          let v = (byte + stream.nextOpenUnit()) * 0x1p-8
          let slope = classes.slope(block: block, lane: lane, at: level)
          if BetaDistribution.reaches(v * slope, expOf: posterior.logPeak - bound) { continue }
          guard
            let larger = posterior.largest(
              of: count, beyond: point, level: v, using: &stream)
          else { continue }
          point = larger
        }
        winner = slot
        level = ArmClasses.Level(point)
      }
    }
    return winner
  }

  @inline(__always)
  private static func hasZeroByte(_ word: UInt64) -> Bool {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0
  }

  /// The posterior of a class; its constant is computed when it is first asked for.
  @inline(__always)
  private mutating func posterior(_ slot: Int) -> BetaDistribution {
    let record = classes.record(slot)
    if record.note == record.note {
      return BetaDistribution(alpha: record.key.x, beta: record.key.y, logPeak: record.note)
    }
    let posterior = BetaDistribution(alpha: record.key.x, beta: record.key.y)
    classes.note(posterior.logPeak, for: slot)
    return posterior
  }

  /// One sample for each candidate.
  private func scan(_ group: Int, using stream: inout RandomStream) -> Int {
    highestSample(groups.arms(of: group), ties: ties, using: &stream) { candidate, stream in
      let key = classes.record(classes.slot(of: candidate)).key
      return stream.nextBetaLogit(BetaShape(alpha: key.x, beta: key.y), tables)
    }
  }

  /// Every pull of a batch takes its own draw.
  public var countsPendingPulls: Bool { false }

  /// Moves the candidate to the class of its posterior.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let key = SIMD2(prior.x + estimate.alpha, prior.y + estimate.beta)
    let old = classes.slot(of: candidate)
    let isLast = classes.count(old) == 1
    let new = classes.move(candidate, group: group, to: key)
    if isLast, Int(leaders[group]) == old { leaders[group] = Int32(truncatingIfNeeded: new) }
    if min(key.x, key.y) < Self.smallestParameter { isScanned[group] = true }
  }

  /// Beta(α + s, β + f).
  public func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? {
    MeanAndVariance(alpha: prior.x + sum, beta: prior.y + (pulls - sum))
  }

  /// The same as ``BetaThompson``.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    BetaThompson.problems(with: arguments, level: level, shape: shape)
  }
}
