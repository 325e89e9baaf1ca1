private import Randomness

extension ArmClasses {
  /// Puts a candidate into the class with this key, which is made if no candidate is in it, and
  /// returns the class's slot.
  mutating func move(_ candidate: Int, group: Int, to key: SIMD2<Double>) -> Int {
    let old = members.set(of: candidate)
    if Self.isSame(records[old].key, key) { return old }
    // Which class stands where among the blocks shows in what is drawn: an old class ends before a
    // new one begins, mostly in the record that this left.
    let isAlone = members.count(old) == 1
    if isAlone { endClass(old) }
    let known = find(key, group: group)
    let new = known >= 0 ? known : makeClass(key, group: group)
    if new != old { members.move(candidate, to: new, group: group) }
    guard countsMembers else { return new }
    if !isAlone { place(old) }
    if known >= 0 { place(new) }
    return new
  }

  @inline(__always)
  static func isSame(_ first: SIMD2<Double>, _ second: SIMD2<Double>) -> Bool {
    first.x.bitPattern == second.x.bitPattern && first.y.bitPattern == second.y.bitPattern
  }

  /// α and β behind a key.
  @inline(__always)
  private func shape(_ key: SIMD2<Double>) -> SIMD2<Double> {
    switch evidence {
    case .shape:
      SIMD2(
        max(key.x, BetaDistribution.smallestParameter),
        max(key.y, BetaDistribution.smallestParameter))
    case .pullsAndMean: SIMD2(key.x * key.y, key.x * (1 - key.y))
    }
  }

  /// Takes a free record, block lane and table entry.
  mutating func makeClass(_ key: SIMD2<Double>, group: Int) -> Int {
    if liveClasses == records.count { growRecords() }
    let slot: Int
    if freeRecord >= 0 {
      slot = Int(freeRecord)
      freeRecord = records[slot].place
    } else {
      slot = usedRecords
      usedRecords += 1
    }
    liveClasses += 1
    if Int(stretches[group].count) == 8 * Int(stretches[group].capacity) { growStretch(group) }
    let stretch = stretches[group]
    stretches[group].count += 1
    let ab = shape(key)
    let n = ab.x + ab.y
    // Half an ulp of α/n or of x is n·2^-54 in the sum, logarithms and sums are a few ulps of it.
    var constant = -0x1p-49 * n
    if ab.x > 0, ab.y > 0 {
      let logs = Elementary.log(ab / n)
      constant += (ab.x * logs.x + ab.y * logs.y) * Self.up
    }
    records[slot] = Record(
      key: key, constant: constant, group: Int32(truncatingIfNeeded: group),
      place: 8 * stretch.first + stretch.count)
    place(slot)
    enter(slot)
    return slot
  }

  /// Gives up the record, block lane and table entry of a class without members.
  private mutating func endClass(_ slot: Int) {
    leave(slot)
    let group = Int(records[slot].group)
    stretches[group].count -= 1
    let last = 8 * stretches[group].first + stretches[group].count
    let gap = records[slot].place
    if gap != last {
      let (from, to) = (Int(last), Int(gap))
      let mover = blocks[from >> 3].slots[from & 7]
      blocks.copyLane(from, to: to)
      records[Int(mover)].place = gap
    }
    blocks.clearLane(Int(last))
    records[slot].place = freeRecord
    freeRecord = Int32(truncatingIfNeeded: slot)
    liveClasses -= 1
  }

  /// Writes a class into its lane.
  @inline(__always)
  private mutating func place(_ slot: Int) {
    let record = records[slot]
    let ab = shape(record.key)
    var constant = record.constant
    if countsMembers {
      let count = members.count(slot)
      if count > 1 { constant -= Elementary.log(Double(count)) * Self.up }
    }
    blocks.setLane(
      Int(record.place), alpha: ab.x, beta: ab.y, constant: constant,
      slot: Int32(truncatingIfNeeded: slot))
  }

  /// Twice as many blocks for a group, in a stretch that was given up or at the end.
  private mutating func growStretch(_ group: Int) {
    let old = stretches[group]
    let power = Int(old.capacity).trailingZeroBitCount
    let capacity = 2 * old.capacity
    if freeStretches[power + 1] >= 0 {
      let first = freeStretches[power + 1]
      freeStretches[power + 1] = blocks[Int(first)].slots[0]
      stretches[group].first = first
    } else {
      let needed = usedBlocks + Int(capacity)
      if needed > blocks.count {
        var larger = AlignedBuffer(repeating: Block(), count: max(needed, 2 * blocks.count))
        for block in 0..<usedBlocks { larger[block] = blocks[block] }
        blocks = larger
      }
      stretches[group].first = Int32(truncatingIfNeeded: usedBlocks)
      usedBlocks = needed
    }
    stretches[group].capacity = capacity
    let first = Int(stretches[group].first)
    for block in 0..<Int(old.capacity) {
      blocks[first + block] = blocks[Int(old.first) + block]
      for lane in 0..<8 {
        let slot = Int(blocks[first + block].slots[lane])
        records[slot].place = Int32(truncatingIfNeeded: 8 * (first + block) + lane)
      }
    }
    for block in Int(old.capacity)..<Int(capacity) { blocks[first + block] = Block() }
    blocks[Int(old.first)].slots[0] = freeStretches[power]
    freeStretches[power] = old.first
  }
}

extension AlignedBuffer where Element == ArmClasses.Block {
  /// Writes one lane; a place is eight times a block, plus the lane.
  @inline(__always)
  fileprivate mutating func setLane(
    _ place: Int, alpha: Double, beta: Double, constant: Double, slot: Int32
  ) {
    let (block, lane) = (place >> 3, place & 7)
    base[block].alpha[lane] = alpha
    base[block].beta[lane] = beta
    base[block].constant[lane] = constant
    base[block].slots[lane] = slot
  }

  /// Makes a lane one that reaches nothing.
  @inline(__always)
  fileprivate mutating func clearLane(_ place: Int) {
    setLane(place, alpha: 0, beta: 1, constant: .infinity, slot: -1)
  }

  @inline(__always)
  fileprivate mutating func copyLane(_ from: Int, to: Int) {
    let (block, lane) = (base + (from >> 3), from & 7)
    setLane(
      to, alpha: block.pointee.alpha[lane], beta: block.pointee.beta[lane],
      constant: block.pointee.constant[lane], slot: block.pointee.slots[lane])
  }
}
