import Randomness

/// The highest of lines m_i + c·r_i in groups of candidates, at a clock c that moves one way.
///
/// A tree of fan-out 8 stands over each group. A node keeps the line that leads under it, how many
/// candidates share its value, and the clock up to which both are certain; leaves are the lines
/// themselves. Moving the clock works out again only the nodes whose time is over, and changing a
/// line only those above it. A clock that moves the other way, or a group asked for the first time,
/// costs O(count).
///
/// The answer is that of a scan, to the last bit: values are the floating-point numbers m + c·r as
/// they are computed, not as they ought to be. With the unit roundoff u = 2^−53 a computed value is
/// off by at most u|m| + (2u + u²)c·r, so a leader (m, r) is certainly ahead of a rival (m', r') at
/// c if
///
///     (m − m') + c(r − r') > u(|m| + |m'|) + (2u + u²)c(r + r').
///
/// As |m'| ≤ |m| + |m − m'|, that follows from a − c·ρ > 0 with a = m − m' − 8u|m| and the speed
/// ρ = r'(1 + 16u) − r(1 − 16u) at which the rival closes in; the margins also hold the rounding of
/// a, ρ and their use, which takes 3u of each. It is so until the clock has moved by (a − c·ρ)/ρ,
/// or for ever if ρ ≤ 0. Equal lines share their value for ever. Where nothing is certain the
/// computed values decide, and the node is asked again at the next clock.
///
/// Source: J. Basch, L. J. Guibas and J. Hershberger, "Data structures for mobile data", Journal of
/// Algorithms 31 (1999) (kinetic tournaments).
///
/// Asking costs O(log count) if few leaders change; changing a line O(1), or O(log count) if
/// another one of the group was changed since the last question. 16 bytes a candidate and about 5
/// for the tree. Draws nothing but the choice among those that share the lead.
struct KineticTournament: ~Copyable {
  /// Which way the clock moves.
  enum Direction {
    case rising
    case falling
  }

  /// A node: the line that leads under it, the last clock at which that is certain, and who has it.
  struct Leader {
    var intercept: Double
    var slope: Double
    var expiry: Double
    /// How many share the value; −1 − i if candidate i is alone, which spares the way down to it.
    var holders: Double
  }

  /// How many share the value of a node's leader.
  @inline(__always)
  static func size(_ holders: Double) -> Double { holders < 0 ? 1 : holders }

  /// 8u, of the leader's intercept.
  static let interceptMargin = 0x1p-50
  /// 1 − 16u and 1 + 16u, of the leader's and the rival's slope.
  static let slopeMargins = (leader: 1 - 0x1p-49, rival: 1 + 0x1p-49)
  /// 32u of a clock and of a step: more than the rounding of its sums and quotients.
  static let clockMargin = 0x1p-48
  /// More than any error of a result that is too small to be a normal number.
  static let smallest = 1e-300
  /// The intercept of a place without a candidate: behind all that have one, for ever.
  static let absent = -Double.greatestFiniteMagnitude

  let groups: Clustering
  /// 1 where the clock rises, −1 where it falls.
  ///
  /// A falling clock is kept as −c and its slopes as −r: products stay what they are, and the clock
  /// rises.
  private let sign: Double
  /// Intercept and slope of every candidate, with seven more so that eight can be read anywhere.
  var lines: AlignedBuffer<SIMD2<Double>>
  /// Eight sibling nodes in four vectors: intercepts, slopes, expiries, counts.
  ///
  /// First the roots of all groups, then group by group the other nodes, the leaves' parents first.
  var nodes: AlignedBuffer<Octet>
  /// The first block of every group, and the number of blocks at the end.
  ///
  /// A group's last block holds the children of its root.
  var starts: AlignedBuffer<Int>
  /// The clock at which a group was asked last.
  private var clocks: AlignedBuffer<Double>
  /// The candidate whose line changed since then, −1 for none.
  ///
  /// If there are several, the nodes above the others have expired.
  private var changed: AlignedBuffer<Int32>

  /// A tournament of equal lines.
  ///
  /// O(candidates).
  init(groups: Clustering, intercept: Double, slope: Double, direction: Direction = .rising) {
    self.groups = groups
    sign = direction == .rising ? 1 : -1
    lines = AlignedBuffer(
      repeating: SIMD2(intercept, slope * sign), count: groups.armCount + 7)
    clocks = AlignedBuffer(repeating: -.infinity, count: groups.clusterCount)
    changed = AlignedBuffer(repeating: -1, count: groups.clusterCount)
    starts = AlignedBuffer(repeating: 0, count: groups.clusterCount + 1)
    var blockCount = (groups.clusterCount + 7) / 8
    for group in 0..<groups.clusterCount {
      starts[group] = blockCount
      let levels = OctetLevels(count: groups.size(of: group))
      for level in 1..<levels.height { blockCount += levels.nodeCount(level + 1) }
    }
    starts[groups.clusterCount] = blockCount
    nodes = AlignedBuffer(repeating: Octet(repeating: 0), count: 4 * blockCount)
    for block in 0..<blockCount {
      nodes[4 * block] = Octet(repeating: Self.absent)
      nodes[4 * block + 2] = Octet(repeating: .infinity)
    }
    for group in 0..<groups.clusterCount { expire(group) }
  }

  /// Gives a candidate another line.
  ///
  /// - Parameters:
  ///   - intercept: m, finite.
  ///   - slope: r ≥ 0, finite.
  @inline(__always)
  mutating func setLine(of candidate: Int, group: Int, intercept: Double, slope: Double) {
    lines[candidate] = SIMD2(intercept, slope * sign)
    let before = Int(changed[group])
    if before != candidate {
      if before >= 0 { expirePath(group, before) }
      changed[group] = Int32(truncatingIfNeeded: candidate)
    }
  }

  /// The candidate of highest value at a clock: of those that share it the one that ``argmax``
  /// picks, with the same draw.
  ///
  /// - Parameter clock: c ≥ 0.
  @inline(__always)
  mutating func leader(
    of group: Int, clock: Double, ties: TieBreak, using stream: inout RandomStream
  ) -> Int {
    let count = advance(group, to: clock)
    return leader(
      at: count > 1 && ties == .uniform ? stream.nextIndex(below: count) : 0, of: group)
  }

  /// Moves a group's clock; returns how many candidates share the highest value.
  ///
  /// - Parameter clock: c ≥ 0.
  mutating func advance(_ group: Int, to clock: Double) -> Int {
    let now = sign * clock
    if now < clocks[group] { expire(group) }
    clocks[group] = now
    let (block, place) = (group &>> 3, group & 7)
    let expiry = number(block, 2, place)
    let candidate = Int(changed[group])
    changed[group] = -1
    if candidate >= 0, expiry != -.infinity {
      store(workedPath(group, candidate, now: now, isCertain: expiry >= now), block, place)
    } else if candidate >= 0 || expiry < now {
      if candidate >= 0 { expirePath(group, candidate) }
      let levels = OctetLevels(count: groups.size(of: group))
      store(
        worked(
          levels, group, level: levels.height, node: 0, below: starts[group &+ 1] &- 1, now: now),
        block, place)
    }
    return Int(Self.size(number(block, 3, place)))
  }

  /// The candidate at `position` among those that share the highest value where the clock stands.
  func leader(at position: Int, of group: Int) -> Int {
    let levels = OctetLevels(count: groups.size(of: group))
    let now = clocks[group]
    let (block, place) = (group &>> 3, group & 7)
    let best = number(block, 0, place) + number(block, 1, place) * now
    var holders = number(block, 3, place)
    var skipped = Double(position)
    var node = 0
    var below = starts[group &+ 1] &- 1
    var level = levels.height
    while level > 1, holders > 0 {
      let block = below &+ node
      var sharing = (nodes[4 &* block] + nodes[4 &* block &+ 1] * now).bits(equalTo: best)
      holders = number(block, 3, Octet.first(sharing))
      while skipped >= Self.size(holders), sharing & (sharing &- 1) != 0 {
        skipped -= Self.size(holders)
        sharing &= sharing &- 1
        holders = number(block, 3, Octet.first(sharing))
      }
      node = node &* 8 &+ Octet.first(sharing)
      level &-= 1
      below &-= levels.nodeCount(level)
    }
    if holders < 0 { return Int(-1 - holders) }
    let first = groups.offsets[group] &+ 8 &* node
    let (m, r) = eight(from: first, rest: groups.offsets[group &+ 1] &- first)
    var sharing = (m + r * now).bits(equalTo: best)
    while skipped > 0, sharing & (sharing &- 1) != 0 {
      skipped -= 1
      sharing &= sharing &- 1
    }
    return first &+ Octet.first(sharing)
  }

  /// m of a candidate.
  @inline(__always)
  func intercept(of candidate: Int) -> Double { lines[candidate].x }

  /// The highest value in the group but that of one of those in front, where the clock stands.
  ///
  /// −∞ if there is no other. O(log count).
  ///
  /// - Parameter leader: a candidate that shares the highest value.
  func highestOfOthers(than leader: Int, in group: Int) -> Double {
    let levels = OctetLevels(count: groups.size(of: group))
    let height = levels.height
    let offset = groups.offsets[group]
    let now = clocks[group]
    var node = (leader &- offset) &>> 3
    let first = offset &+ 8 &* node
    let (m, r) = eight(from: first, rest: groups.offsets[group &+ 1] &- first)
    var result = (m + r * now).highest(but: leader &- first)
    var start = starts[group]
    var level = 1
    while level < height {
      let block = start &+ (node &>> 3)
      let values = nodes[4 &* block] + nodes[4 &* block &+ 1] * now
      result = max(result, values.highest(but: node & 7))
      node &>>= 3
      level &+= 1
      start &+= levels.nodeCount(level)
    }
    return result == Self.absent ? -.infinity : result
  }
}
