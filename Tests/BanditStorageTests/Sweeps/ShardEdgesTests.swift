import Testing

@testable import BanditStorage

@Suite("Blocks dealt to shards")
struct ShardEdgesTests {
  @Test("Every shard has a block, and costs at most one block more than the average")
  func balanced() {
    let costs: [(Int) -> Double] = [
      { _ in 1 }, { $0 < 10 ? 1 : 50 }, { Double($0 * $0) }, { $0 == 7 ? 1_000 : 1 }, { _ in 0 },
    ]
    var count = 0
    for cost in costs {
      for blocks in [1, 2, 20, 37] {
        for shards in 1...blocks {
          let edges = ShardEdges.balanced(shards: shards, count: blocks, cost: cost)
          #expect(edges.count == shards + 1 && edges.first == 0 && edges.last == blocks)
          let parts = zip(edges, edges.dropFirst()).map { $0..<$1 }
          #expect(parts.allSatisfy { !$0.isEmpty })
          let sums = parts.map { $0.reduce(0) { $0 + cost($1) } }
          let dearest = (0..<blocks).map(cost).max() ?? 0
          let average = sums.reduce(0, +) / Double(shards)
          #expect(sums.allSatisfy { $0 <= average + dearest + 1e-9 }, "\(edges)")
          count += 1
        }
      }
    }
    #expect(count == 5 * 60)
  }

  @Test("Cost and not number counts")
  func cost() {
    #expect(ShardEdges.balanced(shards: 2, count: 8) { $0 < 6 ? 1 : 3 } == [0, 6, 8])
    #expect(
      ShardEdges.balanced(shards: 3, count: 6) { $0 < 3 ? 1 : 10 } == [0, 4, 5, 6])
  }

  @Test(
    "Numbers are named as array jobs take them",
    arguments: [
      ([], ""), ([4], "4"), ([5, 0, 3, 4], "0,3-5"), ([1, 0], "0-1"), ([2, 2, 9, 7], "2,7,9"),
    ])
  func specification(numbers: [Int], text: String) {
    #expect("\(ArraySpecification(numbers))" == text)
  }
}
