import Randomness

/// The candidates of one group, each with a line m + c·r: those of equal lines are a class, and
/// only the highest class of each slope can be in front.
///
/// The slope of an upper confidence bound is a function of the pulls, the intercept is the mean. So
/// among rewards of 0 and 1 there are far fewer classes than candidates while pulls are few for
/// each, and fewer slopes still: what is asked at every clock is one line of each slope. Rounded
/// values are in the order of the intercepts, for rounding keeps an order, but may be equal: the
/// classes below one that is in front are asked in turn.
///
/// The classes of a slope are a list from the highest to the lowest. A class knows the two that its
/// members went to last, so a move seldom walks such a list.
///
/// 4 bytes a candidate, what ``CandidateSets`` keeps of members and about 70 bytes a class.
struct LineClasses: ~Copyable {
  /// A class, and its place in the list of its slope.
  struct Record: BitwiseCopyable, Sendable {
    /// m and r.
    var line: SIMD2<Double>
    /// The next higher and the next lower class; −1 without.
    ///
    /// Of a record without a class `below` is the next one of them.
    var above: Int32 = -1
    var below: Int32 = -1
    /// The place of the slope.
    var place: Int32
    /// The classes to which a member went last that fell, or rose.
    var heirs = SIMD2<Int32>(-1, -1)
    /// Whether it began less than ``LineClasses/gap`` from another class of its slope.
    var isTight = false
  }

  /// The line at a place without a slope: behind all others.
  static let absent = SIMD2(-Double.greatestFiniteMagnitude, -1)

  /// A difference of intercepts that rounding does not blur, be the value a sum or a root.
  static let gap = 1e-9

  var members: CandidateSets
  var records: AlignedBuffer<Record>
  var usedRecords = 0
  var freeRecord: Int32 = -1
  /// The number of classes, and of slopes.
  var classCount = 1
  var slopeCount = 1
  /// The number of classes that are or were close to another one.
  var tightCount = 0
  /// The highest line of every slope, eight side by side, and its class, or the next free place.
  var intercepts: AlignedBuffer<Octet>
  var slopes: AlignedBuffer<Octet>
  var tops: AlignedBuffer<Int32>
  var usedPlaces = 1
  var freePlace: Int32 = -1
  /// The class that is in front alone for clocks in `lead`, unless another line comes to the top of
  /// its slope.
  var leading = -1
  var lead = 0.0...0.0
  /// The candidate that a class was last asked for, while it is a member; −1 without.
  var chosen = (candidate: -1, set: 0)
  /// Whether candidates are so many that choices are foreseen.
  let looksAhead: Bool
  /// The next choice, if it is foreseen.
  var foreseen = Foreseen()
  /// The candidate of the next choice, as far as it can be told; else −1.
  ///
  /// Nothing depends on it.
  var likelyNext = -1
  /// The classes that share the highest value; kept to spare allocations.
  var front: [Int] = []

  /// One class of all candidates.
  ///
  /// O(N).
  ///
  /// - Parameters:
  ///   - ties: how ties will be broken: choices among many candidates are foreseen where members of
  ///     a class are drawn.
  ///   - nearby: the most candidates of which nothing is foreseen.
  init(
    count: Int, intercept: Double, slope: Double, ties: TieBreak,
    nearby: Int = CandidateSets.nearby
  ) {
    let drawsMembers = ties == .uniform
    members = CandidateSets(groups: .whole(count), room: 16, keepsBits: drawsMembers)
    looksAhead = count > nearby && drawsMembers
    let line = SIMD2(intercept, slope)
    records = AlignedBuffer(repeating: Record(line: line, place: 0), count: 16)
    usedRecords = 1
    intercepts = AlignedBuffer(repeating: Octet(repeating: Self.absent.x), count: 2)
    slopes = AlignedBuffer(repeating: Octet(repeating: Self.absent.y), count: 2)
    tops = AlignedBuffer(repeating: -1, count: 16)
    tops[0] = 0
    setLine(line, at: 0)
  }

  /// m and r of a candidate.
  @inline(__always)
  func line(of candidate: Int) -> SIMD2<Double> { records[members.set(of: candidate)].line }

  /// The candidate of highest m + c·r at a clock, of those that share it the one that ``argmax``
  /// picks, with the same draw.
  ///
  /// A class of several members that is in front is not compared again until the clock at which
  /// another one may be, or until the lines in front change.
  ///
  /// - Parameter clock: c ≥ 0.
  @inline(__always)
  mutating func leader(
    clock: Double, ties: TieBreak, using stream: inout RandomStream
  ) -> Int {
    if leading >= 0, clock >= lead.lowerBound, clock <= lead.upperBound {
      return member(of: leading, ties, &stream)
    }
    let leader = self.leader(ties: ties, using: &stream) { $0 + clock * $1 }
    if leading >= 0 { lookAhead(from: clock) }
    return leader
  }

  /// Finds out until when the class in front is in front: the clock at which the first line of
  /// another slope may have caught up, see ``KineticTournament``.
  ///
  /// A lead that ends at once is not worth its search.
  @inline(never)
  private mutating func lookAhead(from now: Double) {
    let line = records[leading].line
    let leader = KineticTournament.Leader(
      intercept: line.x, slope: line.y, expiry: now, holders: 1)
    // A clock that numbers can tell, wherever no other line comes near.
    var end = 2 * now + 1
    for block in 0..<(usedPlaces &+ 7) &>> 3 {
      let (m, r) = (intercepts[block], slopes[block])
      let isLeader = (m .== line.x) .& (r .== line.y)
      end = min(end, KineticTournament.expiry(leader, m, r, sharing: isLeader, now: now))
      if end < now + now * 0x1p-12 {
        leading = -1
        return
      }
    }
    lead = now...end
    if !isAboveNext(leading, at: now) || !isAboveNext(leading, at: end) { leading = -1 }
  }

  /// Whether a class is certain to be above the next lower one of its slope.
  private func isAboveNext(_ set: Int, at clock: Double) -> Bool {
    let record = records[set]
    guard record.below >= 0 else { return true }
    let value = record.line.x + clock * record.line.y
    let bar = value - abs(value) * 0x1p-48 - KineticTournament.smallest
    return records[Int(record.below)].line.x + clock * record.line.y < bar
  }

  /// The candidate of highest value, of those that share it the one that ``argmax`` picks, with the
  /// same draw.
  ///
  /// A class of at least three members that is in front alone becomes the leading one.
  ///
  /// - Parameters:
  ///   - value: of lines; for equal slopes it must not fall as the intercept grows.
  @inline(__always)
  mutating func leader(
    ties: TieBreak, using stream: inout RandomStream, value: (Octet, Octet) -> Octet
  ) -> Int {
    let blockCount = (usedPlaces &+ 7) &>> 3
    var best = value(intercepts[0], slopes[0])
    var block = 1
    while block < blockCount {
      let values = value(intercepts[block], slopes[block])
      best = values.orGreater(best)
      block &+= 1
    }
    let highest = best.highest
    var top = -1
    var isAlone = true
    block = 0
    while block < blockCount {
      let sharing = value(intercepts[block], slopes[block]).bits(equalTo: highest)
      if sharing != 0 {
        isAlone = top < 0 && sharing & (sharing &- 1) == 0
        top = Int(tops[8 &* block &+ Octet.first(sharing)])
      }
      block &+= 1
    }
    if isAlone {
      let below = Int(records[top].below)
      isAlone = below < 0 || !isAt(highest, records[below].line, value)
    }
    leading = isAlone && members.count(top) > 2 ? top : -1
    if !isAlone { return memberInFront(highest, ties, &stream, value) }
    return member(of: top, ties, &stream)
  }

  /// The choice among the members of a class.
  @inline(__always)
  private mutating func member(
    of set: Int, _ ties: TieBreak, _ stream: inout RandomStream
  ) -> Int {
    if looksAhead { return foreseenMember(of: set, ties, &stream) }
    let count = members.count(set)
    let candidate = members.member(
      count > 1 && ties == .uniform ? stream.nextIndex(below: count) : 0, of: set, group: 0)
    chosen = (candidate, set)
    return candidate
  }

  /// The choice where several classes share the highest value.
  @inline(never)
  private mutating func memberInFront(
    _ highest: Double, _ ties: TieBreak, _ stream: inout RandomStream,
    _ value: (Octet, Octet) -> Octet
  ) -> Int {
    front.removeAll(keepingCapacity: true)
    var count = 0
    for block in 0..<(usedPlaces + 7) / 8 {
      var sharing = value(intercepts[block], slopes[block]).bits(equalTo: highest)
      while sharing != 0 {
        var set = Int(tops[8 * block + Octet.first(sharing)])
        repeat {
          front.append(set)
          count += members.count(set)
          set = Int(records[set].below)
        } while set >= 0 && isAt(highest, records[set].line, value)
        sharing &= sharing - 1
      }
    }
    return members.member(
      ties == .uniform ? stream.nextIndex(below: count) : 0, ofAll: front, group: 0)
  }

  /// Whether a line has this value.
  @inline(__always)
  private func isAt(
    _ highest: Double, _ line: SIMD2<Double>, _ value: (Octet, Octet) -> Octet
  ) -> Bool { value(Octet(repeating: line.x), Octet(repeating: line.y))[0] == highest }
}
