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
/// 16 bytes a candidate, about 350 bytes a group and 88 to 200 bytes a live class, whose number
/// grows and shrinks with play: it is at most the number of distinct data, so far below N while
/// pulls are few per candidate, and at most N. Space for classes doubles when it runs out: moving
/// allocates O(log classes) times in a replication.
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
  var trees: SubsetTrees
  /// The slot of every candidate's class.
  var slots: AlignedBuffer<Int32>
  var records: AlignedBuffer<Record>
  var usedRecords = 0
  /// The first of the records without a class; they are chained by their roots.
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
}

extension Int {
  /// The least power of two that is not smaller, for positive numbers.
  fileprivate var nextPowerOfTwo: Int { 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
