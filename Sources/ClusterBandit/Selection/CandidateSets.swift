/// The candidates of every group, partitioned into sets: move, find the k-th, count those below.
///
/// A set is a number that the owner gives out, and holds candidates of one group. Every candidate
/// knows its set. Of a set of two members or more something else is kept that finds the k-th of
/// them, in places that are counted from the start of the group:
///
/// - counts, where members are many: how many of every 32 places belong to the set, of every 1024
///   and of every 32768 where the group is that large. A search reads a few neighboring numbers of
///   each, then the sets of 32 neighbors.
/// - a sorted list, where they are few in a group of more than 1024.
///
/// Neither is needed in groups of up to 32 candidates, nor for a single member, which is the
/// exclusive or of all members.
///
/// Moving is O(1), and O(list) where there is a list; searching is O(√√count · 32) in effect. 4
/// bytes a candidate and at most about 16 for each member of a set of two or more, far less where
/// sets are large. Memory is kept in units of 32 bytes and doubles when it runs out.
struct CandidateSets: ~Copyable {
  /// What is known of a set at once.
  struct Header: BitwiseCopyable, Sendable {
    var count: Int32 = 0
    /// The exclusive or of the members.
    var mixture: Int32 = 0
    /// The first unit of counts or list; −1 without.
    var first: Int32 = -1
    /// The units are 2^power.
    var power: Int8 = 0
    var isCounted = false
  }

  /// 32 bytes: eight members of a list, or 32 counts.
  typealias Unit = SIMD8<Int32>

  let groups: Clustering
  /// The set of every candidate; 31 more so that 32 can be read anywhere.
  var owners: AlignedBuffer<Int32>
  var headers: AlignedBuffer<Header>
  var units: AlignedBuffer<Unit>
  var usedUnits = 0
  /// The first free block of each 2^power units; they are chained by their first numbers.
  var freeUnits = AlignedBuffer<Int32>(repeating: -1, count: 32)

  /// Groups whose candidates are in set 0, 1, … each, with room for `room` sets.
  ///
  /// O(N).
  init(groups: Clustering, room: Int) {
    self.groups = groups
    owners = AlignedBuffer(repeating: -1, count: groups.armCount + 31)
    headers = AlignedBuffer(repeating: Header(), count: max(room, groups.clusterCount))
    units = AlignedBuffer(repeating: .zero, count: 16)
    for group in 0..<groups.clusterCount {
      var mixture: Int32 = 0
      for candidate in groups.arms(of: group) {
        owners[candidate] = Int32(truncatingIfNeeded: group)
        mixture ^= Int32(truncatingIfNeeded: candidate)
      }
      let size = groups.size(of: group)
      headers[group].count = Int32(truncatingIfNeeded: size)
      headers[group].mixture = mixture
      if size > 32 {
        makeCounts(group, group: group)
        Counts(size: size).fill(memory(headers[group]))
      }
    }
  }

  /// The set of a candidate.
  @inline(__always)
  func set(of candidate: Int) -> Int { Int(owners[candidate]) }

  /// The number of members of a set.
  @inline(__always)
  func count(_ set: Int) -> Int { Int(headers[set].count) }

  /// The number of sets that there is room for.
  var room: Int { headers.count }

  /// Makes room for twice as many sets.
  mutating func grow() {
    var larger = AlignedBuffer(repeating: Header(), count: 2 * headers.count)
    for set in 0..<headers.count { larger[set] = headers[set] }
    headers = larger
  }

  /// Moves a candidate into another set than its own, which may be empty.
  mutating func move(_ candidate: Int, to set: Int, group: Int) {
    let old = Int(owners[candidate])
    owners[candidate] = Int32(truncatingIfNeeded: set)
    let place = candidate &- groups.offsets[group]
    remove(candidate, place, from: old, group: group)
    insert(candidate, place, into: set, group: group)
  }

  /// The k-th member of a set in the order of the candidates, from 0.
  func member(_ k: Int, of set: Int, group: Int) -> Int {
    let header = headers[set]
    if header.count == 1 { return Int(header.mixture) }
    if header.first >= 0, !header.isCounted { return Int(listMemory(header)[k]) }
    let origin = groups.offsets[group]
    let counts = Counts(size: groups.size(of: group))
    var left = k
    var place = 0
    if header.first >= 0 {
      let base = memory(header)
      if counts.wides > 1 {
        place = Self.skip(counts.wide(base), from: 0, &left) &<< 5
      }
      if counts.spans > 1 {
        place = Self.skip(counts.span(base), from: place, &left) &<< 5
      }
      place = Self.skip(chunks: base, from: place, &left) &<< 5
    }
    return origin &+ place &+ place32(left, of: set, from: origin &+ place)
  }

  /// The place of the k-th member of a set among the candidates from `first` on, the member being
  /// one of the first 32.
  @inline(__always)
  private func place32(_ k: Int, of set: Int, from first: Int) -> Int {
    let source = UnsafeRawPointer(owners.base + first)
    let own = Unit(repeating: Int32(truncatingIfNeeded: set))
    var bits = Unit.zero
    for octet in 0..<4 {
      let owners = source.loadUnaligned(fromByteOffset: 32 &* octet, as: Unit.self)
      let places = Unit(1, 2, 4, 8, 16, 32, 64, 128) &<< Int32(8 &* octet)
      bits |= Unit.zero.replacing(with: places, where: owners .== own)
    }
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    var left = k
    var mask = UInt32(bitPattern: two.x | two.y)
    while left > 0 {
      mask &= mask &- 1
      left &-= 1
    }
    return mask.trailingZeroBitCount
  }

  /// Passes entries while they hold no more than `left`, which is lowered by what they hold.
  @inline(__always)
  private static func skip(
    _ entries: UnsafeMutablePointer<UInt16>, from start: Int, _ left: inout Int
  ) -> Int {
    var entry = start
    var held = Int(entries[entry])
    while left >= held {
      left &-= held
      entry &+= 1
      held = Int(entries[entry])
    }
    return entry
  }

  /// The same among the 32 counts of one byte each from `start` on, without a branch.
  @inline(__always)
  private static func skip(
    chunks: UnsafeMutableRawPointer, from start: Int, _ left: inout Int
  ) -> Int {
    let words = (chunks + start).assumingMemoryBound(to: UInt64.self)
    let first = sums(words[0]) &>> 48
    let second = first &+ sums(words[1]) &>> 48
    let third = second &+ sums(words[2]) &>> 48
    var rest = UInt64(truncatingIfNeeded: left)
    var word = (rest >= first ? 1 : 0) &+ (rest >= second ? 1 : 0) &+ (rest >= third ? 1 : 0)
    rest &-= rest >= third ? third : rest >= second ? second : rest >= first ? first : 0
    // Four sums of one, two, three and four pairs of counts, of which the last is not passed.
    let held = words[word]
    let pairs = sums(held)
    let (one, two, three) = (pairs & 0xffff, (pairs &>> 16) & 0xffff, (pairs &>> 32) & 0xffff)
    let pair = (rest >= one ? 1 : 0) &+ (rest >= two ? 1 : 0) &+ (rest >= three ? 1 : 0)
    rest &-= rest >= three ? three : rest >= two ? two : rest >= one ? one : 0
    let own = (held &>> UInt64(truncatingIfNeeded: 16 &* pair)) & 255
    word = 8 &* word &+ 2 &* pair &+ (rest >= own ? 1 : 0)
    left = Int(truncatingIfNeeded: rest &- (rest >= own ? own : 0))
    return start &+ word
  }

  /// The sums of the first one, two, three and four pairs of bytes, 16 bits each.
  @inline(__always)
  private static func sums(_ word: UInt64) -> UInt64 {
    let pairs = (word & 0x00ff_00ff_00ff_00ff) &+ ((word &>> 8) & 0x00ff_00ff_00ff_00ff)
    return pairs &* 0x0001_0001_0001_0001
  }

  /// The k-th member of the union of several sets of a group in the order of the candidates.
  ///
  /// O(sets · 32) for each level of counts.
  func member(_ k: Int, ofAll sets: [Int], group: Int) -> Int {
    guard sets.count > 1 else { return member(k, of: sets[0], group: group) }
    let origin = groups.offsets[group]
    let counts = Counts(size: groups.size(of: group))
    var left = k
    var place = 0
    for level in [15, 10, 5] where counts.size > 1 &<< level {
      while true {
        var held = 0
        for set in sets { held &+= self.held(by: set, place, level, counts, origin) }
        if left < held { break }
        left &-= held
        place &+= 1 &<< level
      }
    }
    var position = origin &+ place
    while true {
      if sets.contains(Int(owners[position])) {
        if left == 0 { return position }
        left &-= 1
      }
      position &+= 1
    }
  }

  /// How many members of a set are among the 2^level places from `place` on.
  private func held(
    by set: Int, _ place: Int, _ level: Int, _ counts: Counts, _ origin: Int
  ) -> Int {
    let header = headers[set]
    let first = origin &+ place
    if header.count <= 1 {
      let member = Int(header.mixture)
      return header.count == 1 && member >= first && member < first &+ 1 &<< level ? 1 : 0
    }
    if header.isCounted { return counts.held(memory(header), place, level) }
    return below(first &+ 1 &<< level, header) &- below(first, header)
  }
}
