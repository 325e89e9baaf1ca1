private import Randomness

/// The candidates of every group, partitioned into classes of equal data, with a filter that passes
/// over the classes that cannot reach a value.
///
/// A class is known by a key of two numbers, compared bit by bit, and has a Beta posterior in all
/// but name: α and β, which ``Evidence`` reads from the key. The classes of a group that have
/// members, its live ones, stand next to each other in blocks of eight, each with α, β and a
/// constant, so that Chernoff's bound is asked of eight classes at a time.
///
/// Moving a candidate and finding the k-th member of a class cost what ``CandidateSets`` tells; a
/// walk over the live classes of a group reads 32 bytes a class.
///
/// 4 bytes a candidate and what ``CandidateSets`` keeps of members, about 350 bytes a group and 110
/// to 250 bytes a live class, whose number grows and shrinks with play: it is at most the number of
/// distinct data, so far below N while pulls are few per candidate, and at most N. Space for
/// classes doubles when it runs out: moving allocates O(log classes) times in a replication.
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
    /// The group.
    var group: Int32
    /// Where it stands among the blocks: eight times the block, plus the lane.
    ///
    /// Of a record without a class, the next one of them.
    var place: Int32
  }

  /// Eight classes side by side; lanes beyond the live ones hold a class that reaches nothing.
  struct Block: BitwiseCopyable, Sendable {
    var alpha = Octet(repeating: 0)
    var beta = Octet(repeating: 1)
    /// The records' constants less ln(members) where sizes count.
    var constant = Octet(repeating: .infinity)
    var slots = SIMD8<Int32>(repeating: -1)
  }

  /// The blocks of a group: a stretch of `capacity` of them, with `count` live classes.
  struct Stretch: BitwiseCopyable, Sendable {
    var first: Int32
    var capacity: Int32
    var count: Int32
  }

  let groups: Clustering
  let evidence: Evidence
  let countsMembers: Bool
  /// The members of the classes, by slot.
  var members: CandidateSets
  var records: AlignedBuffer<Record>
  var usedRecords = 0
  /// The first of the records without a class; they are chained by their places.
  var freeRecord: Int32 = -1
  var stretches: AlignedBuffer<Stretch>
  var blocks: AlignedBuffer<Block>
  var usedBlocks = 0
  /// The first free stretch of each capacity 2^k; they are chained by their first slots.
  var freeStretches = AlignedBuffer<Int32>(repeating: -1, count: 32)
  /// The slots by key and group, or −1: open addressing with linear probing, at most half full.
  var table: AlignedBuffer<Int32>
  var liveClasses = 0

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
    let groupCount = groups.clusterCount
    let room = max(16, groupCount.nextPowerOfTwo)
    members = CandidateSets(groups: groups, room: room)
    records = AlignedBuffer(
      repeating: Record(key: key, constant: 0, group: 0, place: 0), count: room)
    stretches = AlignedBuffer(
      repeating: Stretch(first: 0, capacity: 1, count: 0), count: groupCount)
    blocks = AlignedBuffer(repeating: Block(), count: room)
    table = AlignedBuffer(repeating: -1, count: 2 * room)
    for group in 0..<groupCount {
      stretches[group].first = Int32(group)
      usedBlocks = group + 1
      // Slots are handed out in the order that the sets of members begin with.
      _ = makeClass(key, group: group)
    }
  }

  /// The slot of a candidate's class.
  @inline(__always)
  func slot(of candidate: Int) -> Int { members.set(of: candidate) }

  /// The record of a class.
  @inline(__always)
  func record(_ slot: Int) -> Record { records[slot] }

  /// Keeps the rule's number of a class.
  @inline(__always)
  mutating func note(_ note: Double, for slot: Int) { records[slot].note = note }

  /// The number of members of a class.
  @inline(__always)
  func count(_ slot: Int) -> Int { members.count(slot) }

  /// The k-th member of a class in the order of the candidates, from 0.
  func member(_ k: Int, of slot: Int) -> Int {
    members.member(k, of: slot, group: Int(records[slot].group))
  }

  /// The k-th member of the union of several classes of a group in the order of the candidates.
  func member(_ k: Int, ofAll slots: [Int]) -> Int {
    members.member(k, ofAll: slots, group: Int(records[slots[0]].group))
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
}

extension Int {
  /// The least power of two that is not smaller, for positive numbers.
  fileprivate var nextPowerOfTwo: Int { 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
