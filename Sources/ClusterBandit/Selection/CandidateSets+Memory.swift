extension CandidateSets {
  /// Gives a set counts of which none is counted yet, and bits of which none is set.
  mutating func makeCounts(_ set: Int, group: Int, hasBits: Bool) {
    let power = Counts(size: groups.size(of: group)).power(withBits: hasBits)
    let first = take(power)
    headers[set].first = first
    headers[set].power = Int8(truncatingIfNeeded: power)
    headers[set].isCounted = true
    headers[set].hasBits = hasBits
    for unit in Int(first)..<Int(first) + 1 << power { units[unit] = .zero }
  }

  /// Gives a set with counts bits as well.
  @inline(never)
  mutating func makeBits(_ set: Int, group: Int) {
    let old = headers[set]
    makeCounts(set, group: group, hasBits: true)
    let counts = Counts(size: groups.size(of: group))
    let base = memory(headers[set])
    base.copyMemory(from: memory(old), byteCount: counts.bytes)
    let bits = counts.bits(base)
    let first = groups.offsets[group]
    for chunk in 0..<(counts.size + 31) / 32 {
      // Of the last places some may be another group's, whose sets are others.
      bits[chunk] = places32(of: set, from: first + 32 * chunk)
    }
    free(old)
  }

  /// Takes its bits from a set.
  @inline(never)
  mutating func giveUpBits(_ set: Int, group: Int) {
    let old = headers[set]
    makeCounts(set, group: group, hasBits: false)
    let counts = Counts(size: groups.size(of: group))
    memory(headers[set]).copyMemory(from: memory(old), byteCount: counts.bytes)
    free(old)
  }

  /// Counts a candidate and the other members of its set, in place of a list if it has one.
  mutating func count(_ candidate: Int, of set: Int, group: Int) {
    let old = headers[set]
    makeCounts(set, group: group, hasBits: false)
    let counts = Counts(size: groups.size(of: group))
    let base = memory(headers[set])
    let origin = groups.offsets[group]
    counts.add(1, at: candidate - origin, base)
    if old.first < 0 {
      // The other member is what the candidate leaves of the mixture.
      let other = old.mixture ^ Int32(truncatingIfNeeded: candidate)
      counts.add(1, at: Int(other) - origin, base)
    } else {
      let list = listMemory(old)
      for position in 0..<Int(old.count) - 1 {
        counts.add(1, at: Int(list[position]) - origin, base)
      }
      free(old)
    }
  }

  /// Lists the members of a set that has counts.
  mutating func makeList(_ set: Int, group: Int) {
    let old = headers[set]
    let count = Int(old.count)
    var header = old
    header.isCounted = false
    header.power = Int8(truncatingIfNeeded: Int.bitWidth - ((count - 1) / 8).leadingZeroBitCount)
    header.first = take(Int(header.power))
    headers[set] = header
    let list = listMemory(header)
    let chunks = memory(old).assumingMemoryBound(to: UInt8.self)
    let origin = groups.offsets[group]
    let own = Int32(truncatingIfNeeded: set)
    var listed = 0
    var chunk = 0
    while listed < count {
      if chunks[chunk] > 0 {
        for position in origin + 32 * chunk..<origin + 32 * chunk + 32
        where owners[position] == own {
          list[listed] = Int32(truncatingIfNeeded: position)
          listed += 1
        }
      }
      chunk += 1
    }
    free(old)
  }

  /// 2^power units.
  mutating func take(_ power: Int) -> Int32 {
    let free = freeUnits[power]
    if free >= 0 {
      freeUnits[power] = units[Int(free)][0]
      return free
    }
    let first = usedUnits
    usedUnits += 1 << power
    if usedUnits > units.count {
      var larger = AlignedBuffer(repeating: Unit.zero, count: max(usedUnits, 2 * units.count))
      for unit in 0..<first { larger[unit] = units[unit] }
      units = larger
    }
    return Int32(truncatingIfNeeded: first)
  }

  /// Gives up the units of a set.
  mutating func free(_ header: Header) {
    units[Int(header.first)] = Unit(repeating: freeUnits[Int(header.power)])
    freeUnits[Int(header.power)] = header.first
  }

  /// The bytes kept for sets, in use or not.
  var setBytes: Int {
    headers.count * MemoryLayout<Header>.stride + units.count * MemoryLayout<Unit>.stride
  }
}
