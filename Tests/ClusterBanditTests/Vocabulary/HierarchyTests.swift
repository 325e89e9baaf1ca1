import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

extension ArmTree {
  /// A random tree over `arms`: leaf nodes at any depth, and now and then a node with one child.
  static func random(_ arms: [Int], using stream: inout RandomStream, depth: Int = 5) -> ArmTree {
    if depth == 0 || stream.nextBernoulli(0.15) { return .arms(arms) }
    if arms.count == 1 || stream.nextBernoulli(0.1) {
      return .nodes([random(arms, using: &stream, depth: depth - 1)])
    }
    var parts: [[Int]] = []
    for arm in arms {
      if parts.isEmpty || stream.nextBernoulli(0.4) { parts.append([]) }
      parts[parts.count - 1].append(arm)
    }
    return .nodes(parts.map { random($0, using: &stream, depth: depth - 1) })
  }

  /// The arms in the order of the lists.
  var order: [Int] {
    switch self {
    case .arms(let arms): arms
    case .nodes(let children): children.flatMap(\.order)
    }
  }

  /// The leaf sets from left to right.
  var leaves: [[Int]] {
    switch self {
    case .arms(let arms): [arms]
    case .nodes(let children): children.flatMap(\.leaves)
    }
  }

  /// The largest number of edges to a leaf node.
  var depth: Int {
    switch self {
    case .arms: 0
    case .nodes(let children): 1 + (children.map(\.depth).max() ?? 0)
    }
  }

  /// The tree with everything below a depth put into leaf nodes.
  func cut(_ depth: Int) -> ArmTree {
    switch self {
    case .arms: self
    case .nodes(let children):
      depth == 0 ? .arms(order) : .nodes(children.map { $0.cut(depth - 1) })
    }
  }
}

extension Hierarchy {
  /// The tree as nested lists of places, read back node by node.
  func nested(_ node: Int = 0) -> ArmTree {
    childCount[node] == 0
      ? .arms(Array(arms(of: node))) : .nodes(children(of: node).map { nested($0) })
  }
}

@Suite("Hierarchies")
struct HierarchyTests {
  // Leaf nodes {2, 0}, {1} and {4, 3}; breadth first the inner node 2 comes before its children.
  private let tree = ArmTree.nodes([.arms([2, 0]), .nodes([.arms([1]), .arms([4, 3])])])

  @Test("Nodes are numbered breadth first and hold contiguous blocks of arms")
  func layout() {
    let hierarchy = Hierarchy(tree)
    #expect(hierarchy.nodeCount == 5 && hierarchy.armCount == 5 && hierarchy.depth == 2)
    #expect(hierarchy.childCount.array == [2, 0, 2, 0, 0])
    #expect(hierarchy.firstChild.array == [1, 0, 3, 0, 0])
    #expect(hierarchy.parent.array == [-1, 0, 0, 2, 2])
    #expect((0..<5).map(hierarchy.arms(of:)) == [0..<5, 0..<2, 2..<5, 2..<3, 3..<5])
    #expect((0..<5).map(hierarchy.children(of:)) == [1..<3, 0..<0, 3..<5, 0..<0, 0..<0])
    #expect(hierarchy.leafOfArm.array == [1, 1, 3, 4, 4])
    #expect(hierarchy.clustering.sizes == [2, 1, 2])
    #expect(hierarchy.clustering.listed == [2, 0, 1, 4, 3])
  }

  @Test("Clusters are the leaf nodes from left to right, not breadth first")
  func leavesLeftToRight() {
    let hierarchy = Hierarchy(.nodes([.nodes([.arms([0]), .arms([1, 2])]), .arms([3])]))
    #expect(hierarchy.leafOfArm.array == [3, 4, 4, 2])
    #expect(hierarchy.clustering.sizes == [1, 2, 1] && hierarchy.clustering.listed == nil)
  }

  @Test("A clustering is a tree of depth 1, a single list one of depth 0")
  func extremes() {
    let clustering = Clustering(partition: [[1, 2], [0]])
    let flat = Hierarchy(clustering)
    #expect(flat.depth == 1 && flat.clustering === clustering)
    #expect(flat.nested() == .nodes([.arms([0, 1]), .arms([2])]))
    let single = Hierarchy(.arms([0, 1, 2]))
    #expect(single.depth == 0 && single.nodeCount == 1 && single.clustering.sizes == [3])
    #expect(Hierarchy(Clustering.whole(3)).nested() == .nodes([.arms([0, 1, 2])]))
  }

  @Test("A tree is read back as it was written, whatever its shape")
  func randomTrees() {
    var stream = testStream()
    for count in 1...60 {
      var arms = Array(0..<(1 + count % 13))
      stream.shuffle(&arms)
      let tree = ArmTree.random(arms, using: &stream)
      #expect(Hierarchy.problems(in: tree, armCount: arms.count) == [])
      let hierarchy = Hierarchy(tree)
      let listed = hierarchy.clustering.listed ?? Array(arms.indices)
      func renamed(_ tree: ArmTree) -> ArmTree {
        switch tree {
        case .arms(let places): .arms(places.map { listed[$0] })
        case .nodes(let children): .nodes(children.map { renamed($0) })
        }
      }
      #expect(renamed(hierarchy.nested()) == tree)
      #expect(hierarchy.depth == tree.depth)
      #expect(hierarchy.clustering.sizes == tree.leaves.map(\.count))
      for depth in 0...tree.depth + 1 {
        let cut = hierarchy.truncated(depth: depth)
        #expect(renamed(cut.nested()) == tree.cut(depth), "cut at \(depth)")
        #expect(cut.depth == min(depth, tree.depth))
        #expect(cut.clustering.listed == hierarchy.clustering.listed)
        #expect((cut === hierarchy) == (depth >= tree.depth))
      }
      for arm in arms.indices {
        let leaf = Int(hierarchy.leafOfArm[arm])
        #expect(hierarchy.childCount[leaf] == 0 && hierarchy.arms(of: leaf).contains(arm))
      }
    }
  }

  @Test(
    "Every flaw of a tree is found",
    arguments: [
      (.nodes([.arms([2]), .nodes([.arms([0]), .arms([1])])]), []),
      (.arms([]), [.empty(node: []), .missing(arm: 0), .missing(arm: 1), .missing(arm: 2)]),
      (.nodes([.arms([0, 1, 2]), .nodes([])]), [.empty(node: [1])]),
      (
        .nodes([.nodes([.arms([]), .arms([3])]), .arms([-1, 1])]),
        [
          .empty(node: [0, 0]), .outOfRange(arm: 3, node: [0, 1]),
          .outOfRange(arm: -1, node: [1]), .missing(arm: 0), .missing(arm: 2),
        ]
      ),
      (
        .nodes([.arms([0, 1, 0]), .nodes([.arms([2]), .arms([1])])]),
        [
          .repeated(arm: 0, first: [0], second: [0]),
          .repeated(arm: 1, first: [0], second: [1, 1]),
        ]
      ),
    ] as [(ArmTree, [HierarchyError])])
  func problems(tree: ArmTree, expected: [HierarchyError]) {
    #expect(Hierarchy.problems(in: tree, armCount: 3) == expected)
  }

  @Test("A tree may be 64 levels deep, and what is deeper is not looked at")
  func depthLimit() {
    func chain(_ depth: Int) -> ArmTree {
      (0..<depth).reduce(.arms([0])) { tree, _ in .nodes([tree]) }
    }
    #expect(Hierarchy.problems(in: chain(64), armCount: 1) == [])
    #expect(Hierarchy(chain(64)).depth == 64)
    for depth in [65, 1000] {
      let path = Array(repeating: 0, count: 65)
      #expect(Hierarchy.problems(in: chain(depth), armCount: 1) == [.tooDeep(node: path)])
    }
  }

  @Test("An instance keeps its tree, also with permuted labels; a depth of 1 is its clustering")
  func instances() {
    let hierarchy = Hierarchy(tree)
    let means = [0.1, 0.2, 0.3, 0.4, 0.5]
    let instance = BanditInstance(means: means, hierarchy: hierarchy, rewards: .bernoulli)
    var stream = testStream()
    let permuted = instance.permutingLabels(using: &stream)
    #expect(permuted.hierarchy === hierarchy && permuted.clustering === hierarchy.clustering)
    #expect(permuted.means.array != means && permuted.means.array.sorted() == means)
    #expect(replication(of: permuted, horizon: 1).setting.hierarchy === hierarchy)

    let flat = BanditInstance(
      means: means, hierarchy: hierarchy.truncated(depth: 1), rewards: .bernoulli)
    #expect(flat.hierarchy == nil && flat.clustering.sizes == [2, 3])
    let fallback = replication(of: flat, horizon: 1).setting.hierarchy
    #expect(fallback.nested() == .nodes([.arms([0, 1]), .arms([2, 3, 4])]))
    let root = BanditInstance(
      means: means, hierarchy: hierarchy.truncated(depth: 0), rewards: .bernoulli)
    #expect(replication(of: root, horizon: 1).setting.hierarchy.depth == 0)
  }
}
