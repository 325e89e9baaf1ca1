/// The levels of a tree of fan-out 8 over the candidates of one group.
///
/// Level 0 holds the candidates, level ``height`` the root. The nodes of a level stand in blocks of
/// eight siblings; block j of a level belongs to node j of the next.
struct OctetLevels {
  /// The number of candidates less one.
  private let last: Int

  /// The levels over `count` ≥ 1 candidates.
  @inline(__always)
  init(count: Int) { last = count &- 1 }

  /// The nodes of a level: ⌈count/8^level⌉.
  @inline(__always)
  func nodeCount(_ level: Int) -> Int { (last &>> (3 &* level)) &+ 1 }

  /// The root's level, at least 1.
  @inline(__always)
  var height: Int {
    let bits = Int.bitWidth &- last.leadingZeroBitCount
    return max(1, (bits &+ 2) / 3)
  }
}
