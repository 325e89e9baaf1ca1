extension ArmClasses {
  /// Twice as many records, and a table to match.
  mutating func growRecords() {
    var larger = AlignedBuffer(repeating: records[0], count: 2 * records.count)
    for slot in 0..<records.count { larger[slot] = records[slot] }
    let full = records.count
    records = larger
    members.grow()
    table = AlignedBuffer(repeating: -1, count: 4 * full)
    for slot in 0..<full { enter(slot) }
  }

  /// Where the search for a key begins.
  @inline(__always)
  private func home(_ key: SIMD2<Double>, _ group: Int) -> Int {
    var hash = key.x.bitPattern &* 0x9e37_79b9_7f4a_7c15
    hash = (hash ^ (hash >> 32) ^ key.y.bitPattern) &* 0xd6e8_feb8_6659_fd93
    hash = (hash ^ (hash >> 32) ^ UInt64(truncatingIfNeeded: group)) &* 0xd6e8_feb8_6659_fd93
    return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & UInt64(table.count - 1))
  }

  func find(_ key: SIMD2<Double>, group: Int) -> Int {
    var position = home(key, group)
    while true {
      let slot = Int(table[position])
      if slot < 0 { return -1 }
      if Self.isSame(records[slot].key, key), Int(records[slot].group) == group { return slot }
      position = (position + 1) & (table.count - 1)
    }
  }

  mutating func enter(_ slot: Int) {
    var position = home(records[slot].key, Int(records[slot].group))
    while table[position] >= 0 { position = (position + 1) & (table.count - 1) }
    table[position] = Int32(truncatingIfNeeded: slot)
  }

  /// Empties the entry and closes the gap: later entries that may stand there move up.
  ///
  /// Source: D. E. Knuth, "The Art of Computer Programming 3", section 6.4, algorithm R.
  mutating func leave(_ slot: Int) {
    let mask = table.count - 1
    var gap = home(records[slot].key, Int(records[slot].group))
    while Int(table[gap]) != slot { gap = (gap + 1) & mask }
    var position = gap
    while true {
      position = (position + 1) & mask
      let other = Int(table[position])
      if other < 0 { break }
      let start = home(records[other].key, Int(records[other].group))
      if (position - start) & mask >= (position - gap) & mask {
        table[gap] = table[position]
        gap = position
      }
    }
    table[gap] = -1
  }
}
