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
/// off by at most u|m| + (2u + u²)c·r, so a leader (m, r) is certainly ahead of a rival (m', r') at c if
///
///     (m − m') + c(r − r') > u(|m| + |m'|) + (2u + u²)c(r + r').
///
/// As |m'| ≤ |m| + |m − m'|, that follows from a − c·ρ > 0 with a = m − m' − 8u|m| and the speed
/// ρ = r'(1 + 16u) − r(1 − 16u) at which the rival closes in; the margins also hold the rounding of a, ρ
/// and their use, which takes 3u of each. It is so until the clock has moved by (a − c·ρ)/ρ, or for
/// ever if ρ ≤ 0. Equal lines share their value for ever. Where nothing is certain the computed values
/// decide, and the node is asked again at the next clock.
///
/// Source: J. Basch, L. J. Guibas and J. Hershberger, "Data structures for mobile data", Journal of
/// Algorithms 31 (1999) (kinetic tournaments).
///
/// Asking costs O(log count) if few leaders change; changing a line O(1), or O(log count) if another
/// one of the group was changed since the last question. 16 bytes a candidate and about 5 for the
/// tree. Draws nothing but the choice among those that share the lead.
struct KineticTournament: ~Copyable {
  /// Which way the clock moves.
  enum Direction {
    case rising
    case falling
  }

  /// A node: the line that leads under it, the last clock at which that is certain, and who has it.
  private struct Leader {
    var intercept: Double
    var slope: Double
    var expiry: Double
    /// How many share the value; −1 − i if candidate i is alone, which spares the way down to it.
    var holders: Double
  }

  /// How many share the value of a node's leader.
  @inline(__always)
  private static func size(_ holders: Double) -> Double { holders < 0 ? 1 : holders }

  private typealias Octet = SIMD8<Double>

  /// 8u, of the leader's intercept.
  private static let interceptMargin = 0x1p-50
  /// 1 − 16u and 1 + 16u, of the leader's and the rival's slope.
  private static let slopeMargins = (leader: 1 - 0x1p-49, rival: 1 + 0x1p-49)
  /// 32u of a clock and of a step: more than the rounding of its sums and quotients.
  private static let clockMargin = 0x1p-48
  /// More than any error of a result that is too small to be a normal number.
  private static let smallest = 1e-300
  /// The intercept of a place without a candidate: behind all that have one, for ever.
  private static let absent = -Double.greatestFiniteMagnitude

  private let groups: Clustering
  /// 1 where the clock rises, −1 where it falls.
  ///
  /// A falling clock is kept as −c and its slopes as −r: products stay what they are, and the clock
  /// rises.
  private let sign: Double
  /// Intercept and slope of every candidate, with seven more so that eight can be read anywhere.
  private var lines: AlignedBuffer<SIMD2<Double>>
  /// Eight sibling nodes in four vectors: intercepts, slopes, expiries, counts.
  ///
  /// First the roots of all groups, then group by group the other nodes, the leaves' parents first.
  private var nodes: AlignedBuffer<Octet>
  /// The first block of every group, and the number of blocks at the end.
  ///
  /// A group's last block holds the children of its root.
  private var starts: AlignedBuffer<Int>
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

  /// The candidate of highest value at a clock: of those that share it the one that ``argmax`` picks,
  /// with the same draw.
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
      var sharing = Self.bits(nodes[4 &* block] + nodes[4 &* block &+ 1] * now .== best)
      holders = number(block, 3, Self.first(sharing))
      while skipped >= Self.size(holders), sharing & (sharing &- 1) != 0 {
        skipped -= Self.size(holders)
        sharing &= sharing &- 1
        holders = number(block, 3, Self.first(sharing))
      }
      node = node &* 8 &+ Self.first(sharing)
      level &-= 1
      below &-= levels.nodeCount(level)
    }
    if holders < 0 { return Int(-1 - holders) }
    let first = groups.offsets[group] &+ 8 &* node
    let (m, r) = eight(from: first, rest: groups.offsets[group &+ 1] &- first)
    var sharing = Self.bits(m + r * now .== best)
    while skipped > 0, sharing & (sharing &- 1) != 0 {
      skipped -= 1
      sharing &= sharing &- 1
    }
    return first &+ Self.first(sharing)
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
    var result = Self.highest(m + r * now, but: leader &- first)
    var start = starts[group]
    var level = 1
    while level < height {
      let block = start &+ (node &>> 3)
      let values = nodes[4 &* block] + nodes[4 &* block &+ 1] * now
      result = max(result, Self.highest(values, but: node & 7))
      node &>>= 3
      level &+= 1
      start &+= levels.nodeCount(level)
    }
    return result == Self.absent ? -.infinity : result
  }

  // MARK: Nodes

  /// The number at a place of a vector of a block.
  @inline(__always)
  private func number(_ block: Int, _ vector: Int, _ place: Int) -> Double {
    UnsafeRawPointer(nodes.base + (4 &* block &+ vector))
      .loadUnaligned(fromByteOffset: 8 &* place, as: Double.self)
  }

  @inline(__always)
  private func set(_ block: Int, _ vector: Int, _ place: Int, _ value: Double) {
    UnsafeMutableRawPointer(nodes.base + (4 &* block &+ vector))
      .storeBytes(of: value, toByteOffset: 8 &* place, as: Double.self)
  }

  @inline(__always)
  private func store(_ leader: Leader, _ block: Int, _ place: Int) {
    set(block, 0, place, leader.intercept)
    set(block, 1, place, leader.slope)
    set(block, 2, place, leader.expiry)
    set(block, 3, place, leader.holders)
  }

  @inline(__always)
  private func stored(_ block: Int, _ place: Int) -> Leader {
    Leader(
      intercept: number(block, 0, place), slope: number(block, 1, place),
      expiry: number(block, 2, place), holders: number(block, 3, place))
  }

  /// Ends the certainty of all nodes of a group.
  private func expire(_ group: Int) {
    let levels = OctetLevels(count: groups.size(of: group))
    var start = starts[group]
    for level in 1..<levels.height {
      for node in 0..<levels.nodeCount(level) { expire(start + node >> 3, node & 7) }
      start += levels.nodeCount(level + 1)
    }
    expire(group >> 3, group & 7)
  }

  @inline(__always)
  private func expire(_ block: Int, _ place: Int) { set(block, 2, place, -.infinity) }

  /// Ends the certainty of the nodes above a candidate.
  private func expirePath(_ group: Int, _ candidate: Int) {
    let levels = OctetLevels(count: groups.size(of: group))
    let height = levels.height
    var node = (candidate &- groups.offsets[group]) &>> 3
    var start = starts[group]
    var level = 1
    while level < height {
      let (block, place) = (start &+ (node &>> 3), node & 7)
      // Above a node that has expired there is none that has not.
      if number(block, 2, place) == -.infinity { return }
      expire(block, place)
      node &>>= 3
      level &+= 1
      start &+= levels.nodeCount(level)
    }
    expire(group &>> 3, group & 7)
  }

  // MARK: Working out

  /// Works out the nodes above a candidate, and others whose time is over; returns the root.
  ///
  /// - Parameter isCertain: whether there are no others.
  private func workedPath(
    _ group: Int, _ candidate: Int, now: Double, isCertain: Bool
  ) -> Leader {
    let levels = OctetLevels(count: groups.size(of: group))
    let height = levels.height
    var node = (candidate &- groups.offsets[group]) &>> 3
    var result = leaf(group, node, now: now)
    var start = starts[group]
    var level = 1
    while level < height {
      let block = start &+ (node &>> 3)
      let before = stored(block, node & 7)
      store(result, block, node & 7)
      if isCertain, before.intercept == result.intercept, before.slope == result.slope {
        // The line that leads here is the same: above, only holders and expiry can change.
        let above = node &>> 3
        let isBelowRoot = level &+ 1 == height
        var next =
          isBelowRoot
          ? stored(group &>> 3, group & 7)
          : stored(start &+ levels.nodeCount(level &+ 1) &+ (above &>> 3), above & 7)
        if let holders = Self.holders(of: next, before, result), next.expiry > now {
          if holders == next.holders, next.expiry <= result.expiry {
            return isBelowRoot ? next : stored(group &>> 3, group & 7)
          }
          next.holders = holders
          next.expiry = min(next.expiry, result.expiry)
          result = next
          node = above
          level &+= 1
          start &+= levels.nodeCount(level)
          continue
        }
      }
      if !isCertain {
        work(
          levels, group, block: block, level: level, first: node & ~7,
          below: start &- levels.nodeCount(level), now: now)
      }
      result = inner(block, now: now)
      node &>>= 3
      level &+= 1
      start &+= levels.nodeCount(level)
    }
    return result
  }

  /// The holders of a node's lead after a node below went from `before` to `after` on the same line; nil
  /// if that does not tell.
  @inline(__always)
  private static func holders(of node: Leader, _ before: Leader, _ after: Leader) -> Double? {
    guard node.intercept == after.intercept, node.slope == after.slope else {
      return node.holders
    }
    if before.holders == after.holders { return node.holders }
    let size = size(node.holders) + size(after.holders) - size(before.holders)
    return size > 1 ? size : nil
  }

  /// Works out a node, after those below it whose time is over.
  ///
  /// - Parameter below: the first block of the level below.
  private func worked(
    _ levels: OctetLevels, _ group: Int, level: Int, node: Int, below: Int, now: Double
  ) -> Leader {
    guard level > 1 else { return leaf(group, node, now: now) }
    let block = below &+ node
    work(
      levels, group, block: block, level: level &- 1, first: 8 &* node,
      below: below &- levels.nodeCount(level &- 1), now: now)
    return inner(block, now: now)
  }

  /// Works out those of eight siblings whose time is over.
  ///
  /// - Parameters:
  ///   - first: the number of the first sibling in its level.
  ///   - below: the first block of the level below the siblings.
  @inline(__always)
  private func work(
    _ levels: OctetLevels, _ group: Int, block: Int, level: Int, first: Int, below: Int,
    now: Double
  ) {
    var expired = Self.bits(nodes[4 &* block &+ 2] .< now)
    while expired != 0 {
      let place = Self.first(expired)
      store(
        worked(levels, group, level: level, node: first &+ place, below: below, now: now), block,
        place)
      expired &= expired &- 1
    }
  }

  /// Works out a node above eight nodes.
  @inline(__always)
  private func inner(_ block: Int, now: Double) -> Leader {
    let (m, r) = (nodes[4 &* block], nodes[4 &* block &+ 1])
    let (place, sharing, isShared) = Self.front(m, r, now)
    var result = Leader(
      intercept: number(block, 0, place), slope: number(block, 1, place), expiry: now,
      holders: number(block, 3, place))
    var isCertain = true
    if isShared {
      result.holders = Self.size(result.holders)
      var others = Self.bits(sharing) & ~(1 &<< place)
      while others != 0 {
        let other = Self.first(others)
        result.holders += Self.size(number(block, 3, other))
        isCertain =
          isCertain && number(block, 0, other) == result.intercept
          && number(block, 1, other) == result.slope
        others &= others &- 1
      }
    }
    if isCertain {
      result.expiry = max(
        now,
        min(
          Self.lowest(nodes[4 &* block &+ 2]), Self.expiry(result, m, r, sharing: sharing, now: now)
        ))
    }
    return result
  }

  /// Works out a node above candidates.
  @inline(__always)
  private func leaf(_ group: Int, _ node: Int, now: Double) -> Leader {
    let first = groups.offsets[group] &+ 8 &* node
    let (m, r) = eight(from: first, rest: groups.offsets[group &+ 1] &- first)
    let (place, sharing, isShared) = Self.front(m, r, now)
    var result = Leader(
      intercept: lines[first &+ place].x, slope: lines[first &+ place].y, expiry: now,
      holders: -1 - Double(first &+ place))
    var isCertain = true
    if isShared {
      result.holders = 1
      var others = Self.bits(sharing) & ~(1 &<< place)
      while others != 0 {
        let other = lines[first &+ Self.first(others)]
        result.holders += 1
        isCertain = isCertain && other.x == result.intercept && other.y == result.slope
        others &= others &- 1
      }
    }
    if isCertain {
      result.expiry = max(now, Self.expiry(result, m, r, sharing: sharing, now: now))
    }
    return result
  }

  /// Eight lines, or those that are left of a group.
  @inline(__always)
  private func eight(from first: Int, rest: Int) -> (Octet, Octet) {
    let (a, b) = (lines[first], lines[first &+ 1])
    let (c, d) = (lines[first &+ 2], lines[first &+ 3])
    let (e, f) = (lines[first &+ 4], lines[first &+ 5])
    let (g, h) = (lines[first &+ 6], lines[first &+ 7])
    var m = Octet(a.x, b.x, c.x, d.x, e.x, f.x, g.x, h.x)
    var r = Octet(a.y, b.y, c.y, d.y, e.y, f.y, g.y, h.y)
    if rest < 8 {
      let isAbsent = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7) .>= Int64(rest)
      m.replace(with: Self.absent, where: isAbsent)
      r.replace(with: 0, where: isAbsent)
    }
    return (m, r)
  }

  // MARK: Eight at a time

  /// The place of the first of eight lines with the highest value, the places that share it, and
  /// whether there is more than one.
  @inline(__always)
  private static func front(
    _ m: Octet, _ r: Octet, _ now: Double
  ) -> (place: Int, sharing: SIMDMask<SIMD8<Int64>>, isShared: Bool) {
    let values = m + r * now
    let sharing = values .== highest(values)
    let bits = bits(sharing)
    return (first(bits), sharing, bits & (bits &- 1) != 0)
  }

  /// Up to which clock a leader is certain to be ahead of those that do not share its value.
  @inline(__always)
  private static func expiry(
    _ leader: Leader, _ m: Octet, _ r: Octet, sharing: SIMDMask<SIMD8<Int64>>, now: Double
  ) -> Double {
    let intercept = leader.intercept - (abs(leader.intercept) * interceptMargin + smallest)
    let speed = r * slopeMargins.rival - leader.slope * slopeMargins.leader
    let ahead = (intercept - m) - speed * now
    // Where the rival falls behind, a quotient beyond all clocks, or below 0 if it is not yet behind.
    let divisor = speed.replacing(with: smallest, where: speed .< smallest)
    let left = lowest((ahead / divisor).replacing(with: .infinity, where: sharing))
    return now - abs(now) * clockMargin + left * (1 - clockMargin)
  }

  /// The places where a mask is set, as bits.
  @inline(__always)
  private static func bits(_ mask: SIMDMask<SIMD8<Int64>>) -> Int {
    let bits = SIMD8<Int64>(repeating: 0)
      .replacing(with: SIMD8<Int64>(1, 2, 4, 8, 16, 32, 64, 128), where: mask)
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    return Int(two.x | two.y)
  }

  /// The place of the lowest bit; 0 if there is none, as among values without an order.
  @inline(__always)
  private static func first(_ bits: Int) -> Int { (bits | 256).trailingZeroBitCount & 7 }

  @inline(__always)
  private static func highest(_ values: Octet, but place: Int) -> Double {
    highest(
      values.replacing(
        with: -.infinity, where: SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7) .== Int64(place)))
  }

  @inline(__always)
  private static func highest(_ values: Octet) -> Double {
    let four = values.lowHalf.replacing(
      with: values.highHalf, where: values.highHalf .> values.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
    return two.y > two.x ? two.y : two.x
  }

  @inline(__always)
  private static func lowest(_ values: Octet) -> Double {
    let four = values.lowHalf.replacing(
      with: values.highHalf, where: values.highHalf .< values.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
    return two.y < two.x ? two.y : two.x
  }
}

/// The levels of a tree of fan-out 8 over the candidates of one group.
///
/// Level 0 holds the candidates, level ``height`` the root. The nodes of a level stand in blocks of
/// eight siblings; block j of a level belongs to node j of the next.
struct OctetLevels {
  /// The number of candidates less one.
  private let last: Int

  /// The levels over `count` ≥ 1 candidates.
  @inline(__always)
  init(count: Int) { last = count &- 1 }

  /// The nodes of a level: ⌈count/8^level⌉.
  @inline(__always)
  func nodeCount(_ level: Int) -> Int { (last &>> (3 &* level)) &+ 1 }

  /// The root's level, at least 1.
  @inline(__always)
  var height: Int {
    let bits = Int.bitWidth &- last.leadingZeroBitCount
    return max(1, (bits &+ 2) / 3)
  }
}
