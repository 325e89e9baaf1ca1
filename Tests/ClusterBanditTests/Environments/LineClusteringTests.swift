import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("k-means on a line")
struct LineClusteringTests {
  /// Σ (x − mean)², computed in two passes.
  private func cost(_ points: some Collection<Double>) -> Double {
    let mean = points.reduce(0, +) / Double(points.count)
    return points.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  private func cost(_ points: [Double], _ blocks: [Range<Int>]) -> Double {
    blocks.reduce(0) { $0 + cost(points[$1]) }
  }

  /// The least cost over all partitions into `count` sets, contiguous or not.
  private func leastCost(_ points: [Double], count: Int) -> Double {
    var least = Double.infinity
    func extend(_ sets: [[Double]], _ next: Int) {
      if next == points.count {
        if sets.count == count { least = min(least, sets.reduce(0) { $0 + cost($1) }) }
        return
      }
      for index in sets.indices {
        var changed = sets
        changed[index].append(points[next])
        extend(changed, next + 1)
      }
      if sets.count < count { extend(sets + [[points[next]]], next + 1) }
    }
    extend([], 0)
    return least
  }

  /// The blocks, after checking that they are `count` non-empty ones in order.
  private func blocks(_ points: [Double], _ count: Int) -> [Range<Int>] {
    let blocks = LineClustering.blocks(of: points[...], count: count)
    #expect(blocks.count == min(count, points.count))
    #expect(blocks.allSatisfy { !$0.isEmpty })
    #expect(blocks.flatMap { Array($0) } == Array(points.indices))
    return blocks
  }

  @Test("No partition into as many sets costs less", arguments: 1...7)
  func bruteForce(size: Int) {
    var stream = testStream(UInt64(size))
    for _ in 0..<6 {
      let points = (0..<size).map { _ in stream.nextUnit() }.sorted()
      for count in 1...size {
        let found = cost(points, blocks(points, count))
        #expect(abs(found - leastCost(points, count: count)) < 1e-12, "\(count) of \(points)")
      }
    }
  }

  @Test("On longer lists it costs what the recurrence without bisection finds")
  func plainRecurrence() {
    var stream = testStream()
    for (size, counts) in [(40, [2, 3, 7, 20, 38, 39]), (90, [4, 15])] {
      // Clumps and gaps, so that blocks are uneven.
      let points = (0..<size).map { _ in
        let x = stream.nextUnit()
        return x * x * x + Double(stream.nextIndex(below: 3))
      }.sorted()
      for count in counts {
        var best = (0...size).map { $0 == 0 ? 0 : cost(points[..<$0]) }
        for layer in 1..<count {
          best = (0...size).map { end in
            (layer..<max(layer + 1, end)).filter { $0 < end }.map { start in
              best[start] + cost(points[start..<end])
            }.min() ?? .infinity
          }
        }
        #expect(abs(cost(points, blocks(points, count)) - best[size]) < 1e-10)
      }
    }
  }

  @Test("Blocks are found by hand, in a slice, and where points coincide")
  func known() {
    #expect(blocks([0, 1, 10, 11, 20], 3) == [0..<2, 2..<4, 4..<5])
    #expect(blocks([5], 4) == [0..<1])
    #expect(blocks([0, 0, 0, 0], 2).count == 2)
    #expect(blocks([0, 0, 0, 9, 9], 3).count == 3)
    #expect(cost([0, 0, 0, 9, 9], blocks([0, 0, 0, 9, 9], 2)) == 0)
    let points = [-5.0, 0, 1, 10, 11, 20]
    #expect(LineClustering.blocks(of: points[1..<5], count: 2) == [1..<3, 3..<5])
  }

  @Test("Points a millionth apart are clustered as well as points far apart")
  func closePoints() {
    var stream = testStream()
    for _ in 0..<20 {
      let wide = (0..<30).map { _ in Double(stream.nextIndex(below: 4096)) }.sorted()
      let close = wide.map { 0.5 + $0 * 0x1p-40 }
      #expect(blocks(wide, 6) == blocks(close, 6))
    }
  }
}
