extension KineticTournament {
  // MARK: Nodes

  /// The number at a place of a vector of a block.
  @inline(__always)
  func number(_ block: Int, _ vector: Int, _ place: Int) -> Double {
    UnsafeRawPointer(nodes.base + (4 &* block &+ vector))
      .loadUnaligned(fromByteOffset: 8 &* place, as: Double.self)
  }

  @inline(__always)
  func set(_ block: Int, _ vector: Int, _ place: Int, _ value: Double) {
    UnsafeMutableRawPointer(nodes.base + (4 &* block &+ vector))
      .storeBytes(of: value, toByteOffset: 8 &* place, as: Double.self)
  }

  @inline(__always)
  func store(_ leader: Leader, _ block: Int, _ place: Int) {
    set(block, 0, place, leader.intercept)
    set(block, 1, place, leader.slope)
    set(block, 2, place, leader.expiry)
    set(block, 3, place, leader.holders)
  }

  @inline(__always)
  func stored(_ block: Int, _ place: Int) -> Leader {
    Leader(
      intercept: number(block, 0, place), slope: number(block, 1, place),
      expiry: number(block, 2, place), holders: number(block, 3, place))
  }

  /// Ends the certainty of all nodes of a group.
  func expire(_ group: Int) {
    let levels = OctetLevels(count: groups.size(of: group))
    var start = starts[group]
    for level in 1..<levels.height {
      for node in 0..<levels.nodeCount(level) { expire(start + node >> 3, node & 7) }
      start += levels.nodeCount(level + 1)
    }
    expire(group >> 3, group & 7)
  }

  @inline(__always)
  func expire(_ block: Int, _ place: Int) { set(block, 2, place, -.infinity) }

  /// Ends the certainty of the nodes above a candidate.
  func expirePath(_ group: Int, _ candidate: Int) {
    let levels = OctetLevels(count: groups.size(of: group))
    let height = levels.height
    var node = (candidate &- groups.offsets[group]) &>> 3
    var start = starts[group]
    var level = 1
    while level < height {
      let (block, place) = (start &+ (node &>> 3), node & 7)
      // Above a node that has expired there is none that has not.
      if number(block, 2, place) == -.infinity { return }
      expire(block, place)
      node &>>= 3
      level &+= 1
      start &+= levels.nodeCount(level)
    }
    expire(group &>> 3, group & 7)
  }
}
