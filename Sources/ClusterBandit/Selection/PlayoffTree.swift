/// The best candidate of large groups in an order that changes with one candidate at a time.
///
/// A tree of fan-out 8 over each group whose nodes keep the best candidate under them. A change
/// walks up from the candidate as long as it matters.
///
/// O(log count), O(1) for a candidate that is not the best of its neighbours. Less than 1 byte a
/// candidate. Draws nothing.
struct PlayoffTree: ~Copyable {
  /// Whether some group has a tree.
  let isPlanted: Bool
  private let groups: Clustering
  /// The first node of every group, and the number of nodes at the end.
  private var starts: AlignedBuffer<Int>
  /// The best candidate of every node, level by level from the lowest.
  private var best: AlignedBuffer<Int32>

  /// Trees over groups of at least `smallest` candidates, all of which are equal.
  init(groups: Clustering, smallest: Int) {
    self.groups = groups
    isPlanted = groups.largestSize >= smallest
    starts = AlignedBuffer(repeating: 0, count: isPlanted ? groups.clusterCount + 1 : 0)
    var nodeCount = 0
    if isPlanted {
      for group in 0..<groups.clusterCount {
        starts[group] = nodeCount
        guard groups.size(of: group) >= smallest else { continue }
        let levels = OctetLevels(count: groups.size(of: group))
        for level in 1...levels.height { nodeCount += levels.nodeCount(level) }
      }
      starts[groups.clusterCount] = nodeCount
    }
    best = AlignedBuffer(repeating: 0, count: nodeCount)
    guard isPlanted else { return }
    for group in 0..<groups.clusterCount where holds(group) {
      let levels = OctetLevels(count: groups.size(of: group))
      var start = starts[group]
      for level in 1...levels.height {
        for node in 0..<levels.nodeCount(level) {
          best[start + node] = Int32(groups.offsets[group] + node << (3 * level))
        }
        start += levels.nodeCount(level)
      }
    }
  }

  /// Whether a group has a tree, where some group has.
  @inline(__always)
  func holds(_ group: Int) -> Bool { starts[group] < starts[group &+ 1] }

  /// The best candidate of a group that has a tree, after `candidate` changed.
  ///
  /// - Parameters:
  ///   - rose: whether the candidate beats all that it beat before.
  ///   - beats: whether the first candidate is better than the second, a strict weak order.
  mutating func update(
    _ candidate: Int, group: Int, rose: Bool, beats: (Int, Int) -> Bool
  ) -> Int {
    let offset = groups.offsets[group]
    let levels = OctetLevels(count: groups.size(of: group))
    let height = levels.height
    // The level's nodes, and those of the level below; the lowest stands on the candidates.
    var start = starts[group]
    var below = start
    var level = 1
    var challenger = candidate
    while level <= height {
      let node = (candidate &- offset) &>> (3 &* level)
      let holder = Int(best[start &+ node])
      if holder == candidate {
        if !rose {
          let first = 8 &* node
          let end = min(first &+ 8, levels.nodeCount(level &- 1))
          challenger = level == 1 ? offset &+ first : Int(best[below &+ first])
          var child = first &+ 1
          while child < end {
            let other = level == 1 ? offset &+ child : Int(best[below &+ child])
            if beats(other, challenger) { challenger = other }
            child &+= 1
          }
          best[start &+ node] = Int32(truncatingIfNeeded: challenger)
        }
      } else {
        // Another that came up from below was behind the holder all along.
        guard challenger == candidate, beats(candidate, holder) else { break }
        best[start &+ node] = Int32(truncatingIfNeeded: candidate)
      }
      below = start
      start &+= levels.nodeCount(level)
      level &+= 1
    }
    return Int(best[starts[group &+ 1] &- 1])
  }
}
