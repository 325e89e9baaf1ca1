/// Deals blocks to shards: neighbors stay together, and shards cost about the same.
enum ShardEdges {
  /// The places at which shards begin, and the end of the last.
  ///
  /// Each edge is the place nearest to its share of the whole cost, so a shard costs at most one
  /// block more than the average. O(count).
  ///
  /// - Parameters:
  ///   - shards: how many, from 1 to `count`; each gets a block at least.
  ///   - count: the number of blocks.
  ///   - cost: the cost of the block at a place.
  static func balanced(shards: Int, count: Int, cost: (Int) -> Double) -> [Int] {
    let total = (0..<count).reduce(0) { $0 + cost($1) }
    var edges = [0]
    var (place, sum) = (0, 0.0)
    for shard in 1..<max(shards, 1) {
      let share = total * Double(shard) / Double(shards)
      let last = count - (shards - shard)
      repeat {
        sum += cost(place)
        place += 1
      } while place < last && sum + cost(place) / 2 <= share
      edges.append(place)
    }
    return edges + [count]
  }
}
