private import Randomness

/// The candidates of every group, partitioned into classes of equal data, with a filter that passes
/// over the classes that cannot reach a value.
///
/// A class is known by a key of two numbers, compared bit by bit, and has a Beta posterior in all
/// but name: α and β, which ``Evidence`` reads from the key. The classes of a group that have
/// members, its live ones, stand next to each other in blocks of eight, each with α, β and a
/// constant, so that Chernoff's bound is asked of eight classes at a time.
///
/// Moving a candidate, finding the k-th member of a class and counting members are O(log) of the
/// class's size; a walk over the live classes of a group reads 32 bytes a class.
///
/// 16 bytes a candidate, about 350 bytes a group and 88 to 200 bytes a live class, whose number grows
/// and shrinks with play: it is at most the number of distinct data, so far below N while pulls are
/// few per candidate, and at most N. Space for classes doubles when it runs out: moving allocates
/// O(log classes) times in a replication.
struct ArmClasses: ~Copyable {
  /// Which numbers a key holds.
  enum Evidence {
    /// α and β of a Beta posterior.
    case shape
    /// The pulls n and the observed mean p: α = np and β = n(1 − p).
    case pullsAndMean
  }

  /// A class with members, known by its slot while it lives.
  struct Record: BitwiseCopyable, Sendable {
    /// The two numbers that all members share.
    var key: SIMD2<Double>
    /// α ln(α/n) + β ln(β/n) with n = α + β, less what rounding may add to the bound.
    var constant: Double
    /// A number that the rule keeps of a class, NaN in a new one.
    var note = Double.nan
    /// The tree of the members.
    var root: Int32
    /// The group.
    var group: Int32
    /// Where it stands among the blocks: eight times the block, plus the lane.
    var place: Int32
  }

  /// Eight classes side by side; lanes beyond the live ones hold a class that reaches nothing.
  struct Block: BitwiseCopyable, Sendable {
    var alpha = SIMD8<Double>(repeating: 0)
    var beta = SIMD8<Double>(repeating: 1)
    /// The records' constants less ln(members) where sizes count.
    var constant = SIMD8<Double>(repeating: .infinity)
    var slots = SIMD8<Int32>(repeating: -1)
  }

  /// The blocks of a group: a stretch of `capacity` of them, with `count` live classes.
  struct Stretch: BitwiseCopyable, Sendable {
    var first: Int32
    var capacity: Int32
    var count: Int32
  }

  private let groups: Clustering
  private let evidence: Evidence
  private let countsMembers: Bool
  private var trees: SubsetTrees
  /// The slot of every candidate's class.
  private var slots: AlignedBuffer<Int32>
  private var records: AlignedBuffer<Record>
  private var usedRecords = 0
  /// The first of the records without a class; they are chained by their roots.
  private var freeRecord: Int32 = -1
  private var stretches: AlignedBuffer<Stretch>
  private var blocks: AlignedBuffer<Block>
  private var usedBlocks = 0
  /// The first free stretch of each capacity 2^k; they are chained by their first slots.
  private var freeStretches = AlignedBuffer<Int32>(repeating: -1, count: 32)
  /// The slots by key and group, or −1: open addressing with linear probing, at most half full.
  private var table: AlignedBuffer<Int32>
  private var liveClasses = 0

  /// One class for each group, holding all its candidates.
  ///
  /// O(N).
  ///
  /// - Parameters:
  ///   - key: the data of all candidates.
  ///   - countsMembers: whether the filter asks of the highest of all members or of one.
  init(groups: Clustering, key: SIMD2<Double>, evidence: Evidence, countsMembers: Bool) {
    self.groups = groups
    self.evidence = evidence
    self.countsMembers = countsMembers
    trees = SubsetTrees(groups: groups)
    let groupCount = groups.clusterCount
    slots = AlignedBuffer(repeating: 0, count: groups.armCount)
    let room = max(16, groupCount.nextPowerOfTwo)
    records = AlignedBuffer(
      repeating: Record(key: key, constant: 0, root: -1, group: 0, place: 0), count: room)
    stretches = AlignedBuffer(
      repeating: Stretch(first: 0, capacity: 1, count: 0), count: groupCount)
    blocks = AlignedBuffer(repeating: Block(), count: room)
    table = AlignedBuffer(repeating: -1, count: 2 * room)
    for group in 0..<groupCount {
      let range = groups.arms(of: group)
      stretches[group].first = Int32(group)
      usedBlocks = group + 1
      let slot = makeClass(key, group: group, root: SubsetTrees.wholeRoot(range))
      for candidate in range { slots[candidate] = slot }
    }
  }

  // MARK: Looking

  /// The slot of a candidate's class.
  @inline(__always)
  func slot(of candidate: Int) -> Int { Int(slots[candidate]) }

  /// The record of a class.
  @inline(__always)
  func record(_ slot: Int) -> Record { records[slot] }

  /// Keeps the rule's number of a class.
  @inline(__always)
  mutating func note(_ note: Double, for slot: Int) { records[slot].note = note }

  /// The number of members of a class.
  @inline(__always)
  func count(_ slot: Int) -> Int { trees.count(records[slot].root) }

  /// The k-th member of a class in the order of the candidates, from 0.
  func member(_ k: Int, of slot: Int) -> Int { trees.element(k, of: records[slot].root) }

  /// The k-th member of the union of several classes of a group in the order of the candidates.
  ///
  /// O(classes · log²).
  func member(_ k: Int, ofAll slots: [Int]) -> Int {
    guard slots.count > 1 else { return member(k, of: slots[0]) }
    // The last candidate with at most k members below it is the k-th, if it is a member; members
    // below grow by one at each member, so it is one.
    var range = groups.arms(of: Int(records[slots[0]].group))
    while range.count > 1 {
      let middle = range.lowerBound + range.count / 2
      let below = slots.reduce(0) { $0 + trees.below(middle, in: records[$1].root) }
      range = below <= k ? middle..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }

  /// The number of live classes of a group.
  @inline(__always)
  func liveCount(_ group: Int) -> Int { Int(stretches[group].count) }

  /// The number of live classes of all groups.
  var liveCount: Int { liveClasses }

  /// The bytes kept for classes, live or not.
  var classBytes: Int {
    records.count * MemoryLayout<Record>.stride + blocks.count * MemoryLayout<Block>.stride
      + table.count * MemoryLayout<Int32>.stride
  }

  /// The blocks that hold the live classes of a group.
  @inline(__always)
  func blocks(of group: Int) -> Range<Int> {
    let stretch = stretches[group]
    let first = Int(stretch.first)
    return first..<(first + (Int(stretch.count) + 7) >> 3)
  }

  /// The slot in a lane of a block, or −1.
  @inline(__always)
  func slot(block: Int, lane: Int) -> Int { Int(blocks[block].slots[lane]) }

  // MARK: The filter

  /// A value x that classes are to exceed.
  struct Level: BitwiseCopyable, Sendable {
    /// −ln x and −ln(1 − x), rounded down.
    let logValue: Double
    let logComplement: Double
    let value: Double
    let complement: Double

    /// The level x, 0 < x < 1.
    @inline(__always)
    init(_ x: Probability) {
      value = x.value
      complement = x.complement
      logValue = -Elementary.log(x.value) * ArmClasses.down
      logComplement = -Elementary.log(x.complement) * ArmClasses.down
    }

    /// The level that no class is passed over for.
    static let lowest = Level()

    private init() {
      (logValue, logComplement, value, complement) = (0, 0, 0, 1)
    }
  }

  /// Factors that make up for all rounding of a sum of three terms of one sign, logarithms included.
  private static let down = 1 - 0x1p-49
  private static let up = 1 + 0x1p-49

  /// n·kl(p, x) − ln(members) − `budget` for the lanes of a block; −∞ where the mean p lies above x.
  ///
  /// n·kl(p, x) = α ln(α/n) + β ln(β/n) − α ln x − β ln(1 − x) is never taken too large. So where the
  /// result is not negative, exp(−budget) bounds the probability that a draw of Beta(α, β), or the
  /// highest of one for each member, exceeds x. What rounding may add is taken off beforehand, in
  /// proportion to α + β: beyond counts of 10^14 little is passed over, and nothing wrongly.
  ///
  /// Source: Chernoff's bound, see ``BetaDistribution/deviance(at:drift:)``.
  @inline(__always)
  func excess(_ block: Int, over level: Level, budget: Double) -> SIMD8<Double> {
    let classes = blocks[block]
    let deviance =
      classes.constant + classes.alpha * level.logValue + classes.beta * level.logComplement
    let above = classes.beta * level.value - classes.alpha * level.complement
    return (deviance - budget).replacing(with: -.infinity, where: above .< 0)
  }

  /// nx − α for a lane, less what rounding may add: where it is positive, w(x)/(nx − α) bounds the
  /// upper tail of Beta(α, β) at x, w being its density on the scale of the logit.
  ///
  /// Source: the tangent of ln w, which is concave.
  @inline(__always)
  func slope(block: Int, lane: Int, at level: Level) -> Double {
    let (alpha, beta) = (blocks[block].alpha[lane], blocks[block].beta[lane])
    return beta * level.value - alpha * level.complement - 0x1p-50 * (alpha + beta)
  }

  /// Whether any lane is negative.
  @inline(__always)
  static func anyNegative(_ lanes: SIMD8<Double>) -> Bool {
    let bits = unsafeBitCast(lanes, to: SIMD8<Int64>.self)
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    return (two.x | two.y) < 0
  }

  // MARK: Moving

  /// Puts a candidate into the class with this key, which is made if no candidate is in it, and
  /// returns the class's slot.
  mutating func move(_ candidate: Int, group: Int, to key: SIMD2<Double>) -> Int {
    let old = Int(slots[candidate])
    if Self.isSame(records[old].key, key) { return old }
    let origin = groups.offsets[group]
    trees.remove(candidate, from: &records[old].root, origin: origin)
    if records[old].root < 0 { endClass(old) } else { place(old) }
    let new = find(key, group: group)
    if new >= 0 {
      trees.insert(candidate, into: &records[new].root, origin: origin)
      place(new)
      slots[candidate] = Int32(truncatingIfNeeded: new)
      return new
    }
    var root = SubsetTrees.empty
    trees.insert(candidate, into: &root, origin: origin)
    let made = makeClass(key, group: group, root: root)
    slots[candidate] = made
    return Int(made)
  }

  @inline(__always)
  private static func isSame(_ first: SIMD2<Double>, _ second: SIMD2<Double>) -> Bool {
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
  private mutating func makeClass(_ key: SIMD2<Double>, group: Int, root: Int32) -> Int32 {
    if liveClasses == records.count { growRecords() }
    let slot: Int
    if freeRecord >= 0 {
      slot = Int(freeRecord)
      freeRecord = records[slot].root
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
      constant += (ab.x * Elementary.log(ab.x / n) + ab.y * Elementary.log(ab.y / n)) * Self.up
    }
    records[slot] = Record(
      key: key, constant: constant, root: root, group: Int32(truncatingIfNeeded: group),
      place: 8 * stretch.first + stretch.count)
    place(slot)
    enter(slot)
    return Int32(truncatingIfNeeded: slot)
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
    records[slot].root = freeRecord
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
      let members = trees.count(record.root)
      if members > 1 { constant -= Elementary.log(Double(members)) * Self.up }
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

  // MARK: The table

  /// Twice as many records, and a table to match.
  private mutating func growRecords() {
    var larger = AlignedBuffer(repeating: records[0], count: 2 * records.count)
    for slot in 0..<records.count { larger[slot] = records[slot] }
    let full = records.count
    records = larger
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

  private func find(_ key: SIMD2<Double>, group: Int) -> Int {
    var position = home(key, group)
    while true {
      let slot = Int(table[position])
      if slot < 0 { return -1 }
      if Self.isSame(records[slot].key, key), Int(records[slot].group) == group { return slot }
      position = (position + 1) & (table.count - 1)
    }
  }

  private mutating func enter(_ slot: Int) {
    var position = home(records[slot].key, Int(records[slot].group))
    while table[position] >= 0 { position = (position + 1) & (table.count - 1) }
    table[position] = Int32(truncatingIfNeeded: slot)
  }

  /// Empties the entry and closes the gap: later entries that may stand there move up.
  ///
  /// Source: D. E. Knuth, "The Art of Computer Programming 3", section 6.4, algorithm R.
  private mutating func leave(_ slot: Int) {
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

extension Int {
  /// The least power of two that is not smaller, for positive numbers.
  fileprivate var nextPowerOfTwo: Int { 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
