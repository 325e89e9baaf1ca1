import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Lloyd's clustering of a line")
struct LloydClusteringTests {
  private func cost(_ points: [Double], _ blocks: [Range<Int>]) -> Double {
    blocks.reduce(0) { sum, block in
      let mean = points[block].reduce(0, +) / Double(block.count)
      return sum + points[block].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
  }

  @Test("Blocks partition the points, none is empty, and every point is with its nearest mean")
  func localOptimum() {
    var stream = testStream()
    for _ in 0..<200 {
      let n = 1 + stream.nextIndex(below: 60)
      let k = 1 + stream.nextIndex(below: 12)
      let points = (0..<n).map { _ in stream.nextUnit() }.sorted()
      let blocks = LloydClustering.blocks(of: points[...], count: k, using: &stream)
      #expect(blocks.count == min(n, k))
      #expect(blocks.flatMap { Array($0) } == Array(0..<n))
      #expect(blocks.allSatisfy { !$0.isEmpty })
      let best = cost(points, LineClustering.blocks(of: points[...], count: k))
      #expect(cost(points, blocks) >= best - 1e-12)
      let means = blocks.map { points[$0].reduce(0, +) / Double($0.count) }
      for (c, block) in blocks.enumerated() where block.count > 1 {
        for index in block {
          let own = abs(points[index] - means[c])
          // A block that was left a single point keeps it; points of larger ones are at home.
          #expect(means.allSatisfy { abs(points[index] - $0) >= own - 1e-12 })
        }
      }
    }
  }

  @Test("From two starts the line 0, 1, 10, 11 ends in its two pairs, whatever the starts")
  func byHand() {
    for seed in 0..<20 as Range<UInt64> {
      var stream = testStream(seed)
      let blocks = LloydClustering.blocks(of: [0, 1, 10, 11][...], count: 2, using: &stream)
      // Starts (0, 1) give means 0 and 22/3, then {0, 1} and {10, 11}; all others do so at once.
      #expect(blocks == [0..<2, 2..<4])
    }
  }

  @Test("A poor start stays: the four corners 0, 1, 2, 100 keep what their starts make of them")
  func localOnly() {
    // With centres at 0 and 1 the cut is at 0.5: {0} and {1, 2, 100} with mean 34.3, then the cut
    // is at 17.2: {0, 1, 2} and {100}. The optimum of three clusters splits 0, 1, 2 in two ways of
    // equal cost, and both occur.
    var seen: Set<[Range<Int>]> = []
    for seed in 0..<40 as Range<UInt64> {
      var stream = testStream(seed)
      seen.insert(LloydClustering.blocks(of: [0, 1, 2, 100][...], count: 3, using: &stream))
    }
    #expect(seen.contains([0..<1, 1..<3, 3..<4]))
    #expect(seen.contains([0..<2, 2..<3, 3..<4]))
  }

  @Test("Coinciding points, as many clusters as points, and a single cluster")
  func edges() {
    var stream = testStream()
    let same = [0.5, 0.5, 0.5, 0.5][...]
    #expect(
      LloydClustering.blocks(of: same, count: 3, using: &stream).map(\.count).sorted() == [1, 1, 2])
    #expect(
      LloydClustering.blocks(of: [1, 2, 4][...], count: 7, using: &stream) == [0..<1, 1..<2, 2..<3])
    #expect(LloydClustering.blocks(of: [1, 2, 4][...], count: 1, using: &stream) == [0..<3])
    // A slice keeps its own indices.
    let tail = [9.0, 0, 1, 10, 11][1...]
    #expect(LloydClustering.blocks(of: tail, count: 2, using: &stream) == [1..<3, 3..<5])
  }
}
