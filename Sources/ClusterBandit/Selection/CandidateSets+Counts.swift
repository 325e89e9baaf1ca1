extension CandidateSets {
  /// Where the counts of a set of a group lie: bytes for every 32 places, then numbers of two bytes
  /// for every 1024 and for every 32768, where there are more than one; then a bit for every place,
  /// where there are bits.
  struct Counts {
    let size: Int

    @inline(__always)
    init(size: Int) { self.size = size }

    /// How many times 1024 places there are, and 32768.
    @inline(__always)
    var spans: Int { (size &+ 1023) &>> 10 }
    @inline(__always)
    var wides: Int { (size &+ 32767) &>> 15 }

    /// The units before the bits.
    @inline(__always)
    private var units: Int {
      spans &+ (spans > 1 ? 2 &* wides : 0) &+ (wides > 1 ? (wides &+ 15) &>> 4 : 0)
    }

    /// The power of two of units that hold them.
    func power(withBits hasBits: Bool) -> Int {
      Int.bitWidth - (units + (hasBits ? 4 * spans : 0) - 1).leadingZeroBitCount
    }

    /// The bytes before the bits.
    var bytes: Int { 32 * units }

    /// The most members of a set with a list: as long, its memory is an eighth of that of the
    /// counts.
    ///
    /// Where the counts take no more than a list's least memory, there are no lists.
    @inline(__always)
    var longestList: Int {
      let power = power(withBits: false)
      return power == 0 ? 1 : 2 &<< power
    }

    /// The most members of a set with counts and without bits: one in every 32 places, and any
    /// number where all candidates are near enough to the processor.
    @inline(__always)
    var mostWithoutBits: Int { size > CandidateSets.nearby ? size &>> 5 : .max }

    @inline(__always)
    func span(_ base: UnsafeMutableRawPointer) -> UnsafeMutablePointer<UInt16> {
      (base + 32 &* spans).assumingMemoryBound(to: UInt16.self)
    }

    @inline(__always)
    func wide(_ base: UnsafeMutableRawPointer) -> UnsafeMutablePointer<UInt16> {
      (base + 32 &* (spans &+ 2 &* wides)).assumingMemoryBound(to: UInt16.self)
    }

    @inline(__always)
    func bits(_ base: UnsafeMutableRawPointer) -> UnsafeMutablePointer<UInt32> {
      (base + 32 &* units).assumingMemoryBound(to: UInt32.self)
    }

    /// Sets the bit of a place, or takes it away.
    @inline(__always)
    func flip(_ place: Int, _ base: UnsafeMutableRawPointer) {
      bits(base)[place &>> 5] ^= 1 &<< UInt32(truncatingIfNeeded: place & 31)
    }

    /// Counts one more, or one less, at a place.
    ///
    /// Eight bytes are written, as eight are read by the search that often follows: a processor
    /// makes a wide read wait for a narrow write that is still on its way. A byte never leaves
    /// 0...32, so nothing is carried into its neighbors.
    @inline(__always)
    func add(_ one: Int, at place: Int, _ base: UnsafeMutableRawPointer) {
      let eight = base.assumingMemoryBound(to: UInt64.self) + (place &>> 8)
      let shift = UInt64(truncatingIfNeeded: (place &>> 2) & 56)
      eight.pointee = eight.pointee &+ UInt64(truncatingIfNeeded: one) &<< shift
      guard spans > 1 else { return }
      let span = span(base) + (place &>> 10)
      span.pointee = span.pointee &+ UInt16(truncatingIfNeeded: one)
      guard wides > 1 else { return }
      let wide = wide(base) + (place &>> 15)
      wide.pointee = wide.pointee &+ UInt16(truncatingIfNeeded: one)
    }

    /// Counts every place once, and sets its bit where there are bits.
    func fill(_ base: UnsafeMutableRawPointer, hasBits: Bool) {
      let chunks = base.assumingMemoryBound(to: UInt8.self)
      for chunk in 0..<(size + 31) / 32 {
        let count = min(32, size - 32 * chunk)
        chunks[chunk] = UInt8(count)
        if hasBits { bits(base)[chunk] = ~0 >> UInt32(32 - count) }
      }
      guard spans > 1 else { return }
      for entry in 0..<spans { span(base)[entry] = UInt16(min(1024, size - 1024 * entry)) }
      guard wides > 1 else { return }
      for entry in 0..<wides { wide(base)[entry] = UInt16(min(32768, size - 32768 * entry)) }
    }

    /// Adds what each of `stretches` times 2^level places holds, from a multiple of that on.
    @inline(__always)
    func add(
      _ base: UnsafeMutableRawPointer, _ place: Int, _ level: Int, stretches: Int,
      to sums: UnsafeMutablePointer<Int32>
    ) {
      if level == 5 {
        let chunks = base.assumingMemoryBound(to: UInt8.self) + place &>> 5
        for stretch in 0..<stretches { sums[stretch] &+= Int32(chunks[stretch]) }
      } else {
        let entries = (level == 15 ? wide(base) : span(base)) + place &>> level
        for stretch in 0..<stretches { sums[stretch] &+= Int32(entries[stretch]) }
      }
    }
  }

  /// The counts or the list of a set.
  @inline(__always)
  func memory(_ header: Header) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(units.base + Int(header.first))
  }

  /// The members of a set with a list, ascending.
  @inline(__always)
  func listMemory(_ header: Header) -> UnsafeMutablePointer<Int32> {
    memory(header).assumingMemoryBound(to: Int32.self)
  }

  /// How many members of a set with a list are smaller than a number.
  func below(_ number: Int, _ header: Header) -> Int {
    let list = listMemory(header)
    var (low, high) = (0, Int(header.count))
    while low < high {
      let middle = (low &+ high) &>> 1
      if Int(list[middle]) < number { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// Takes out a candidate whose owner is another set by now.
  @inline(__always)
  mutating func remove(_ candidate: Int, _ place: Int, from set: Int, group: Int) {
    let header = headers[set]
    count(-1, candidate, of: set)
    guard header.first >= 0 else { return }
    if header.isCounted {
      Counts(size: groups.size(of: group)).add(-1, at: place, memory(header))
    } else {
      let list = listMemory(header)
      let position = below(candidate, header)
      let rest = Int(header.count) &- position &- 1
      (list + position).update(from: list + position + 1, count: rest)
    }
    if header.count == 1 {
      free(header)
      headers[set].first = -1
    } else if header.power > 0, header.isCounted {
      // Far fewer than what bits or counts are made for, lest they come and go.
      let counts = Counts(size: groups.size(of: group))
      let left = Int(header.count) &- 1
      if header.hasBits {
        counts.flip(place, memory(header))
        if 2 &* left < counts.mostWithoutBits { giveUpBits(set, group: group) }
      } else if 4 &* left < counts.longestList {
        makeList(set, group: group)
      }
    }
  }

  /// Puts in a candidate whose owner is this set already.
  @inline(__always)
  mutating func insert(_ candidate: Int, _ place: Int, into set: Int, group: Int) {
    let header = headers[set]
    count(1, candidate, of: set)
    if header.first >= 0, header.isCounted {
      let counts = Counts(size: groups.size(of: group))
      counts.add(1, at: place, memory(header))
      if header.power > 0 {
        if header.hasBits {
          counts.flip(place, memory(header))
        } else if keepsBits, header.count >= counts.mostWithoutBits {
          makeBits(set, group: group)
        }
      }
    } else if header.count > 0 {
      let position = header.first >= 0 ? below(candidate, header) : 0
      enter(candidate, at: position, in: set, group: group)
    }
  }

  /// Counts a member that comes, or goes, in the header; only these numbers are written.
  @inline(__always)
  private func count(_ one: Int32, _ candidate: Int, of set: Int) {
    let header = headers.base + set
    header.pointee.count &+= one
    header.pointee.mixture ^= Int32(truncatingIfNeeded: candidate)
  }

  /// Enters a candidate in a list, or makes the list or the counts that the set wants now.
  private mutating func enter(_ candidate: Int, at position: Int, in set: Int, group: Int) {
    let size = groups.size(of: group)
    guard size > 32 else { return }
    var header = headers[set]
    let count = Int(header.count)
    if count > Counts(size: size).longestList {
      self.count(candidate, of: set, group: group)
    } else if header.first < 0 {
      // The other member is what the candidate leaves of the mixture.
      let other = header.mixture ^ Int32(truncatingIfNeeded: candidate)
      header.first = take(0)
      header.power = 0
      header.isCounted = false
      header.hasBits = false
      headers[set] = header
      let list = listMemory(header)
      list[0] = min(other, Int32(truncatingIfNeeded: candidate))
      list[1] = max(other, Int32(truncatingIfNeeded: candidate))
    } else {
      if count > 8 &<< Int(header.power) {
        let old = header
        header.power += 1
        header.first = take(Int(header.power))
        listMemory(header).update(from: listMemory(old), count: count - 1)
        free(old)
        headers[set] = header
      }
      let list = listMemory(header)
      let rest = count &- 1 &- position
      (list + position + 1).update(from: list + position, count: rest)
      list[position] = Int32(truncatingIfNeeded: candidate)
    }
  }
}
