extension KineticTournament {
  // MARK: Working out

  /// Works out the nodes above a candidate, and others whose time is over; returns the root.
  ///
  /// - Parameter isCertain: whether there are no others.
  func workedPath(
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

  /// The holders of a node's lead after a node below went from `before` to `after` on the same
  /// line; nil if that does not tell.
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
  func worked(
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
    var expired = nodes[4 &* block &+ 2].bits(below: now)
    while expired != 0 {
      let place = Octet.first(expired)
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
    let (place, sharing, others) = Self.front(m, r, now)
    var result = Leader(
      intercept: number(block, 0, place), slope: number(block, 1, place), expiry: now,
      holders: number(block, 3, place))
    var isCertain = true
    if others != 0 {
      result.holders = Self.size(result.holders)
      var others = others
      while others != 0 {
        let other = Octet.first(others)
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
          nodes[4 &* block &+ 2].lowest, Self.expiry(result, m, r, sharing: sharing, now: now)
        ))
    }
    return result
  }

  /// Works out a node above candidates.
  @inline(__always)
  private func leaf(_ group: Int, _ node: Int, now: Double) -> Leader {
    let first = groups.offsets[group] &+ 8 &* node
    let (m, r) = eight(from: first, rest: groups.offsets[group &+ 1] &- first)
    let (place, sharing, others) = Self.front(m, r, now)
    var result = Leader(
      intercept: lines[first &+ place].x, slope: lines[first &+ place].y, expiry: now,
      holders: -1 - Double(first &+ place))
    var isCertain = true
    if others != 0 {
      result.holders = 1
      var others = others
      while others != 0 {
        let other = lines[first &+ Octet.first(others)]
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
  func eight(from first: Int, rest: Int) -> (Octet, Octet) {
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

  /// The place of the first of eight lines with the highest value, the places that share it, and
  /// the others of these as bits.
  @inline(__always)
  private static func front(
    _ m: Octet, _ r: Octet, _ now: Double
  ) -> (place: Int, sharing: SIMDMask<SIMD8<Int64>>, others: Int) {
    let values = m + r * now
    let highest = values.highest
    let bits = values.bits(equalTo: highest)
    return (Octet.first(bits), values .== highest, bits & (bits &- 1))
  }

  /// Up to which clock a leader is certain to be ahead of those that do not share its value.
  @inline(__always)
  static func expiry(
    _ leader: Leader, _ m: Octet, _ r: Octet, sharing: SIMDMask<SIMD8<Int64>>, now: Double
  ) -> Double {
    let intercept = leader.intercept - (abs(leader.intercept) * interceptMargin + smallest)
    let speed = r * slopeMargins.rival - leader.slope * slopeMargins.leader
    let ahead = (intercept - m) - speed * now
    // Where the rival falls behind, a quotient beyond all clocks, or below 0 if it is not yet
    // behind.
    let divisor = speed.orGreater(Octet(repeating: smallest))
    let left = (ahead / divisor).replacing(with: .infinity, where: sharing).lowest
    return now - abs(now) * clockMargin + left * (1 - clockMargin)
  }
}
