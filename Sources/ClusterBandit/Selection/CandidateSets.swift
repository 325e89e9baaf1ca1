private import CInstructions

/// The candidates of every group, partitioned into sets: move, find the k-th, count those below.
///
/// A set is a number that the owner gives out, and holds candidates of one group. Every candidate
/// knows its set. Of a set of two members or more something else is kept that finds the k-th of
/// them, in places that are counted from the start of the group:
///
/// - counts, where members are many: how many of every 32 places belong to the set, of every 1024
///   and of every 32768 where the group is that large. A search reads a few neighboring numbers of
///   each, then the sets of 32 neighbors. In groups of more than ``nearby`` a set with a member in
///   every 32 places has a bit for each of them, which spares a look at the sets.
/// - a sorted list, where they are few in a group of more than 1024.
///
/// Neither is needed in groups of up to 32 candidates, nor for a single member, which is the
/// exclusive or of all members.
///
/// Moving is O(1), and O(list) where there is a list; searching is O(√√count · 32) in effect. 4
/// bytes a candidate and at most about 16 for each member of a set of two or more, far less where
/// sets are large. A set with bits takes up to a quarter of a byte for every candidate of the
/// group, and no more than 64 have them at a time: all of them as small as that may be take 16
/// bytes a candidate. Memory is kept in units of 32 bytes and doubles when it runs out.
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
    /// Whether bits stand behind the counts.
    var hasBits = false
  }

  /// Of so many candidates a processor has everything within reach; of more it waits for memory.
  static let nearby = 1 << 16

  /// 32 bytes: eight members of a list, or 32 counts.
  typealias Unit = SIMD8<Int32>

  let groups: Clustering
  let keepsBits: Bool
  /// The set of every candidate; 31 more so that 32 can be read anywhere.
  var owners: AlignedBuffer<Int32>
  var headers: AlignedBuffer<Header>
  var units: AlignedBuffer<Unit>
  var usedUnits = 0
  /// Memory for the sums of counts of several sets.
  let sums = AlignedBuffer<Int32>(repeating: 0, count: 32)
  /// The first free block of each 2^power units; they are chained by their first numbers.
  var freeUnits = AlignedBuffer<Int32>(repeating: -1, count: 32)

  /// Groups whose candidates are in set 0, 1, … each, with room for `room` sets.
  ///
  /// O(N).
  ///
  /// - Parameter keepsBits: whether large sets have bits, which pay where members are asked for in
  ///   any order.
  init(groups: Clustering, room: Int, keepsBits: Bool = true) {
    self.groups = groups
    self.keepsBits = keepsBits
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
        let counts = Counts(size: size)
        let hasBits = keepsBits && size > counts.mostWithoutBits
        makeCounts(group, group: group, hasBits: hasBits)
        counts.fill(memory(headers[group]), hasBits: hasBits)
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
    move(candidate, from: Int(owners[candidate]), to: set, group: group)
  }

  /// The same where the candidate's set is known.
  @inline(__always)
  mutating func move(_ candidate: Int, from old: Int, to set: Int, group: Int) {
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
    if header.hasBits { return memberByBits(k, header, group: group) }
    var left = k
    let place =
      header.first < 0
      ? 0 : Self.chunk(Counts(size: groups.size(of: group)), memory(header), &left)
    let first = groups.offsets[group] &+ place
    return first &+ Self.place(left, in: places32(of: set, from: first))
  }

  /// The same where the set has bits.
  @inline(never)
  private func memberByBits(_ k: Int, _ header: Header, group: Int) -> Int {
    let counts = Counts(size: groups.size(of: group))
    var left = k
    let place = Self.chunk(counts, memory(header), &left)
    return groups.offsets[group] &+ place
      &+ Self.place(left, in: counts.bits(memory(header))[place &>> 5])
  }

  /// The first of the 32 places among which a member is; `left`, how many come before it, becomes
  /// how many of these do.
  @inline(__always)
  private static func chunk(
    _ counts: Counts, _ base: UnsafeMutableRawPointer, _ left: inout Int
  ) -> Int {
    var place = 0
    if counts.wides > 1 { place = skip(counts.wide(base), from: 0, &left) &<< 5 }
    if counts.spans > 1 { place = skip(counts.span(base), from: place, &left) &<< 5 }
    return skip(chunks: base, from: place, &left) &<< 5
  }

  /// Which of the 32 candidates from `first` on are members of a set, as bits.
  @inline(__always)
  func places32(of set: Int, from first: Int) -> UInt32 {
    cinstructions_equal_x32(owners.base + first, Int32(truncatingIfNeeded: set))
  }

  /// The place of the k-th of the bits that are set, from 0.
  @inline(__always)
  static func place(_ k: Int, in bits: UInt32) -> Int {
    var left = k
    var bits = bits
    while left > 0 {
      bits &= bits &- 1
      left &-= 1
    }
    return bits.trailingZeroBitCount
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

  /// The same among the 32 counts of one byte each from `start` on.
  ///
  /// Without a branch, which would be guessed wrong half of the time: a mask says of each word,
  /// then of each pair and of a count, whether it is passed.
  @inline(__always)
  private static func skip(
    chunks: UnsafeMutableRawPointer, from start: Int, _ left: inout Int
  ) -> Int {
    let words = (chunks + start).assumingMemoryBound(to: UInt64.self)
    var rest = UInt64(truncatingIfNeeded: left)
    let first = sums(words[0]) &>> 48
    let second = sums(words[1]) &>> 48
    let third = sums(words[2]) &>> 48
    let passesFirst = mask(rest, reaches: first)
    let passesSecond = mask(rest, reaches: first &+ second)
    let passesThird = mask(rest, reaches: first &+ second &+ third)
    rest &-= (first & passesFirst) &+ (second & passesSecond) &+ (third & passesThird)
    let word = 0 &- (passesFirst &+ passesSecond &+ passesThird)
    // Sums of one, two, three and four pairs of counts, of which the last is not passed.
    let held = words[Int(truncatingIfNeeded: word)]
    let pairs = sums(held)
    let passed =
      mask(rest, reaches: pairs & 0xffff) &+ mask(rest, reaches: (pairs &>> 16) & 0xffff)
      &+ mask(rest, reaches: (pairs &>> 32) & 0xffff)
    let bits = (0 &- passed) &<< 4
    // What is shifted in from below is the sum of no pairs.
    rest &-= ((pairs &<< 16) &>> bits) & 0xffff
    let own = (held &>> bits) & 255
    let passesOwn = mask(rest, reaches: own)
    left = Int(truncatingIfNeeded: rest &- (own & passesOwn))
    return start &+ Int(truncatingIfNeeded: (word &<< 3) &+ (bits &>> 3) &- passesOwn)
  }

  /// All bits if `rest` is at least `limit`, else none; both below 2^63.
  @inline(__always)
  private static func mask(_ rest: UInt64, reaches limit: UInt64) -> UInt64 {
    UInt64(bitPattern: Int64(bitPattern: limit &- 1 &- rest) &>> 63)
  }

  /// The sums of the first one, two, three and four pairs of bytes, 16 bits each.
  @inline(__always)
  private static func sums(_ word: UInt64) -> UInt64 {
    let pairs = (word & 0x00ff_00ff_00ff_00ff) &+ ((word &>> 8) & 0x00ff_00ff_00ff_00ff)
    return pairs &* 0x0001_0001_0001_0001
  }
}
