import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("sorted-tree")
struct SortedTreeTests: EnvironmentDriving {
  @Test(
    "Halves are sorted and the better one is the larger, level by level",
    arguments: [1, 2, 3, 5, 7, 12, 100], [0, 1, 2, 3, 6, 9])
  func sortedTree(arms: Int, levels: Int) throws {
    let environment = try made("sorted-tree", integers(["arms": arms, "levels": levels])).get()
    var stream = testStream(UInt64(arms * 100 + levels))
    let instance = environment.drawInstance(using: &stream)
    #expect(environment.shape == shape(of: instance))
    let tree = tree(instance)
    // ⌈log₂ N⌉ halvings leave single arms.
    let possible = (0..<9).first { 1 << $0 >= arms } ?? 9
    if arms > 1 { #expect(tree.depth == min(levels, possible)) }
    func check(_ node: Int, _ level: Int) {
      let children = tree.children(of: node)
      guard !children.isEmpty else {
        #expect(level == levels || tree.arms(of: node).count == 1)
        return
      }
      #expect(children.count == 2 && level < levels)
      let halves = children.map { child in tree.arms(of: child).map { instance.means[$0] }.sorted()
      }
      .sorted { $0[0] > $1[0] }
      #expect(halves[0][0] >= halves[1][halves[1].count - 1])
      #expect(halves[0].count - halves[1].count == tree.arms(of: node).count % 2)
      for child in children { check(child, level + 1) }
    }
    if tree.nodeCount > 1, arms > 1 { check(0, 0) }
  }

  @Test("The means of a sorted tree are uniform on 0.1 … 0.8")
  func sortedTreeLaw() throws {
    // 4000 means: a distance of 0.09 to the law is missed once in a million.
    let environment = try made("sorted-tree", integers(["arms": 200])).get()
    var stream = testStream()
    let means = (0..<20).flatMap { _ in
      environment.drawInstance(using: &stream).means.array.map { ($0 - 0.1) / 0.7 }
    }
    let verdict = Verdict.kolmogorovSmirnov(means, follow: .uniform)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test(
    "Labels are dealt at every level: children of a node, arms of a leaf node", arguments: 0...3)
  func labels(levels: Int) throws {
    // Four arms: 24 orders at levels 0, 8 at level 2 and beyond, 4 · 2 = 8 at level 1 (halves, then
    // arms). 3000 instances see an error of 25 % in the cells once they are 24.
    let environment = try made("sorted-tree", integers(["arms": 4, "levels": levels])).get()
    var stream = testStream(UInt64(levels))
    var counts: [[Int]: Int] = [:]
    for _ in 0..<3000 {
      let means = environment.drawInstance(using: &stream).means.array
      let sorted = means.sorted()
      counts[means.map { sorted.firstIndex(of: $0) ?? -1 }, default: 0] += 1
    }
    let cells = levels == 0 ? 24 : 8
    try #require(counts.count == cells)
    let verdict = Verdict.chiSquare(
      counts: Array(counts.values), probabilities: Array(repeating: 1 / Double(cells), count: cells)
    )
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("The number of leaf nodes is known without drawing, also of huge trees")
  func leafCount() {
    #expect(SortedTree.leafCount(arms: 100, levels: 3) == 8)
    #expect(SortedTree.leafCount(arms: 100, levels: 6) == 64)
    #expect(SortedTree.leafCount(arms: 100, levels: 7) == 100)
    #expect(SortedTree.leafCount(arms: 5, levels: 2) == 4)
    #expect(SortedTree.leafCount(arms: 1 << 30, levels: 64) == 1 << 30)
  }
}
