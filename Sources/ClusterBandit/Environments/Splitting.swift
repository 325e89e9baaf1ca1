import Randomness

extension BanditInstance {
  /// An instance of Bernoulli arms whose tree splits a list of means again and again, with all
  /// labels dealt at random: the children of every node, and the arms of every leaf node.
  ///
  /// Draws N − 1 indices, nodes in breadth-first order before arms, and what `parts` draws. O(N ·
  /// levels) and what `parts` costs.
  ///
  /// - Parameters:
  ///   - means: in an order that puts together what belongs together.
  ///   - levels: the depth at which nothing is split any more.
  ///   - parts: the non-empty blocks, in order, that a block of the list falls into. A block with
  ///     fewer than two of them is a leaf node.
  convenience init(
    splitting means: [Double], levels: Int, using stream: inout RandomStream,
    into parts: (Range<Int>, inout RandomStream) -> [Range<Int>]
  ) {
    var blocks = [means.indices]
    var childCounts: [Int] = []
    var leafSizes: [Int] = []
    var (level, endOfLevel) = (0, 1)
    while childCounts.count < blocks.count {
      if childCounts.count == endOfLevel { (level, endOfLevel) = (level + 1, blocks.count) }
      let block = blocks[childCounts.count]
      var children = level < levels ? parts(block, &stream) : []
      if children.count < 2 { children = [] }
      stream.shuffle(&children)
      blocks += children
      childCounts.append(children.count)
      leafSizes.append(children.isEmpty ? block.count : 0)
    }
    let hierarchy = Hierarchy(childCounts: childCounts, leafSizes: leafSizes)
    var dealt = means
    for node in blocks.indices where childCounts[node] == 0 {
      var arms = Array(means[blocks[node]])
      stream.shuffle(&arms)
      dealt.replaceSubrange(hierarchy.arms(of: node), with: arms)
    }
    self.init(means: dealt, hierarchy: hierarchy, rewards: .bernoulli)
  }
}
