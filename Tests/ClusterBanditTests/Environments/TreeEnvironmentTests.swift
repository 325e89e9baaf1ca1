import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Environments with a tree")
struct TreeEnvironmentTests {
  private func made(
    _ name: String, _ values: [String: ParameterValue]
  ) throws -> Result<any Environment, ArgumentProblems> {
    let family = try #require(EnvironmentCatalogue.standard[name])
    return family.make(Arguments(values, defaultsOf: family.parameters))
  }

  private func problems(_ name: String, _ values: [String: ParameterValue]) throws -> [[String]] {
    switch try made(name, values) {
    case .success: return []
    case .failure(let error): return error.problems.map(\.path)
    }
  }

  private func integers(_ values: [String: Int]) -> [String: ParameterValue] {
    values.mapValues { .integer($0) }
  }

  /// The tree, also where it is the clustering.
  private func tree(_ instance: BanditInstance) -> Hierarchy {
    instance.hierarchy ?? Hierarchy(instance.clustering)
  }

  // MARK: sorted-tree

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

  // MARK: sine-clusters

  @Test("Means are those of the sine at the places, clusters those of k-means on them")
  func sineClusters() throws {
    let environment = try made("sine-clusters", integers(["arms": 60, "clusters": 7])).get()
    #expect(environment.shape == ProblemShape(armCount: 60, clusterCount: 7, rewards: .bernoulli))
    var stream = testStream()
    for _ in 0..<10 {
      var copy = stream
      let instance = environment.drawInstance(using: &stream)
      #expect(shape(of: instance) == environment.shape && instance.hierarchy == nil)
      let places = (0..<60).map { _ in copy.nextUnit() }.sorted()
      let expected = LineClustering.blocks(of: places[...], count: 7).map { block in
        block.map { (sin(13 * places[$0]) * sin(27 * places[$0]) + 1) / 2 }.sorted()
      }
      let found = (0..<7).map { cluster in
        instance.clustering.arms(of: cluster).map { instance.means[$0] }.sorted()
      }
      for means in expected {
        #expect(
          found.contains {
            $0.count == means.count && zip($0, means).allSatisfy { abs($0 - $1) < 1e-14 }
          })
      }
    }
  }

  @Test(
    "Every node of a sine tree is clustered into its children, as far as it has arms",
    arguments: [(60, 2, 4), (60, 3, 4), (200, 2, 15), (9, 5, 3), (7, 1, 15), (1, 3, 2)])
  func sineTree(arms: Int, levels: Int, children: Int) throws {
    let environment = try made(
      "sine-clusters", integers(["arms": arms, "levels": levels, "children": children])
    ).get()
    var stream = testStream(UInt64(arms))
    let places = {
      var copy = stream
      return (0..<arms).map { _ in copy.nextUnit() }.sorted()
    }()
    let instance = environment.drawInstance(using: &stream)
    #expect(instance.clustering.clusterCount <= environment.shape.clusterCount)
    let tree = tree(instance)
    let means = places.map(SineClusters.mean)
    func check(_ node: Int, _ level: Int, _ block: Range<Int>) {
      #expect(
        tree.arms(of: node).map { instance.means[$0] }.sorted() == means[block].sorted())
      let nodes = tree.children(of: node)
      guard !nodes.isEmpty else {
        #expect(level == levels || block.count == 1)
        return
      }
      var parts = LineClustering.blocks(of: places[block], count: children)
      #expect(nodes.count == parts.count && parts.count == min(children, block.count))
      for node in nodes {
        let own = tree.arms(of: node).map { instance.means[$0] }.sorted()
        guard let index = parts.firstIndex(where: { means[$0].sorted() == own }) else {
          Issue.record("node \(node) is no part of its parent")
          return
        }
        check(node, level + 1, parts.remove(at: index))
      }
    }
    if arms > 1 { check(0, 0, 0..<arms) }
  }

  @Test("The shape names the largest number of leaf nodes")
  func sineShape() throws {
    for (arms, levels, children, expected) in [
      (5000, 1, 15, 15), (5000, 2, 15, 225), (5000, 3, 15, 3375), (5000, 4, 15, 5000),
      (5000, 64, 2, 5000), (7, 1, 15, 7),
    ] {
      let environment = try made(
        "sine-clusters", integers(["arms": arms, "levels": levels, "children": children])
      ).get()
      #expect(environment.shape.clusterCount == expected)
    }
    #expect(try made("sine-clusters", [:]).get().shape.clusterCount == 10)
    #expect(try made("sine-clusters", integers(["levels": 2])).get().shape.clusterCount == 100)
    #expect(
      try made("sine-clusters", integers(["levels": 2, "arms": 1000])).get().shape.clusterCount
        == 225)
  }

  @Test("The clusters of a sine instance stand in random order, and the arms inside them")
  func sineLabels() throws {
    // Six arms: the place of the best one is uniform only if clusters and arms are both dealt. 3000
    // instances see an error of 17 % in a cell.
    let environment = try made("sine-clusters", integers(["arms": 6, "clusters": 3])).get()
    var stream = testStream()
    var counts = [0, 0, 0, 0, 0, 0]
    for _ in 0..<3000 {
      counts[environment.drawInstance(using: &stream).oracle.arm] += 1
    }
    let verdict = Verdict.chiSquare(
      counts: counts, probabilities: Array(repeating: 1.0 / 6, count: 6))
    #expect(verdict.holds, "\(verdict)")
  }

  @Test(
    "Arguments of sine-clusters that cannot hold are named",
    arguments: [
      (["arms": 5, "clusters": 6], [["clusters"]]), (["arms": 5, "clusters": 5], []),
      (["arms": 5], [["clusters"]]), (["arms": 5, "levels": 2], []),
      (["clusters": 5, "children": 5], [["children"]]),
      (["clusters": 5, "levels": 2], [["clusters"]]),
      (["arms": 5, "clusters": 6, "levels": 2, "children": 3], [["children"]]),
      (["children": 5, "levels": 1], []), (["arms": 10_000_000], []),
      (["arms": 10_000_001], [["arms"]]), (["arms": 20_000, "clusters": 20_000], [["arms"]]),
    ] as [([String: Int], [[String]])])
  func sineProblems(values: [String: Int], expected: [[String]]) throws {
    #expect(try problems("sine-clusters", integers(values)) == expected)
  }

  // MARK: given trees

  @Test("Given arms are laid out by their tree")
  func fixedArms() throws {
    let nested = ArmTree.nodes([.arms([3]), .nodes([.arms([0, 2]), .arms([1])])])
    let instance = try made(
      "gaussian",
      [
        "means": .numbers([0.1, 0.2, 0.3, 0.4]), "standard-deviation": .number(2),
        "tree": .tree(nested),
      ]
    ).get()
    var stream = testStream()
    let drawn = instance.drawInstance(using: &stream)
    #expect(stream == testStream())
    #expect(drawn.means.array == [0.4, 0.1, 0.3, 0.2])
    #expect(drawn.clustering.sizes == [1, 2, 1] && drawn.clustering.listed == [3, 0, 2, 1])
    #expect(drawn.rewards == .gaussian(standardDeviation: 2))
    #expect(
      drawn.hierarchy?.nested() == .nodes([.arms([0]), .nodes([.arms([1, 2]), .arms([3])])]))
    #expect(instance.shape == shape(of: drawn))
  }

  @Test("The same list of lists is the same problem as clusters and as a tree")
  func clustersAndTree() throws {
    let means = ParameterValue.numbers([0.1, 0.2, 0.3])
    var stream = testStream()
    let clusters = try made(
      "bernoulli", ["means": means, "clusters": .partition([[2, 0], [1]])]
    ).get().drawInstance(using: &stream)
    let tree = try made(
      "bernoulli", ["means": means, "tree": .tree(.nodes([.arms([2, 0]), .arms([1])]))]
    ).get().drawInstance(using: &stream)
    #expect(clusters.means.array == tree.means.array && tree.hierarchy == nil)
    #expect(clusters.clustering.listed == tree.clustering.listed)
    #expect(clusters.clustering.sizes == tree.clustering.sizes)
  }

  @Test(
    "Trees that do not partition the arms are named list by list",
    arguments: [
      (.nodes([.arms([0, 1]), .nodes([.arms([2])])]), false, []),
      (.nodes([.arms([0, 1]), .nodes([.arms([2])])]), true, [["tree"]]),
      (
        .nodes([.arms([0, 7]), .nodes([.arms([]), .arms([0])])]), false,
        [["tree", "0"], ["tree", "1", "0"], ["tree", "1", "1"], ["tree"], ["tree"]]
      ),
      (
        (0..<65).reduce(.arms([0, 1, 2])) { tree, _ in .nodes([tree]) }, false,
        [["tree"] + Array(repeating: "0", count: 65)]
      ),
    ] as [(ArmTree, Bool, [[String]])])
  func fixedProblems(tree: ArmTree, withClusters: Bool, expected: [[String]]) throws {
    var values: [String: ParameterValue] = [
      "means": .numbers([0.1, 0.2, 0.3]), "tree": .tree(tree),
    ]
    if withClusters { values["clusters"] = .partition([[0, 1, 2]]) }
    #expect(try problems("bernoulli", values) == expected)
  }

  @Test(
    "The same stream draws the same instance", arguments: ["sorted-tree", "sine-clusters"])
  func repeatable(name: String) throws {
    let environment = try made(name, [:]).get()
    var (first, second, third) = (testStream(1), testStream(1), testStream(2))
    let (a, b, c) = (
      environment.drawInstance(using: &first), environment.drawInstance(using: &second),
      environment.drawInstance(using: &third)
    )
    #expect(a.means.array == b.means.array && tree(a).nested() == tree(b).nested())
    #expect(a.means.array != c.means.array)
  }
}
