/// A rooted tree over N arms: every node holds a contiguous block of arms, and the blocks of a
/// node's children partition its own.
///
/// Nodes are numbered breadth first from the root, 0, so that the children of a node are
/// contiguous, too, and a parent comes before its children. The leaf nodes hold non-empty sets of
/// arms and may lie at different depths; read from left to right they are the ``clustering``. A
/// clustering is a hierarchy of depth 1; at depth 0 the root holds all arms.
///
/// 20 bytes a node and 4 an arm, besides those of the clustering.
public final class Hierarchy: Sendable {
  /// The largest depth that a user may write or ask for.
  public static let depthLimit = 64

  /// The first child of every node; 0 for a leaf node.
  public let firstChild: AlignedBuffer<Int32>
  /// The number of children of every node; 0 for a leaf node.
  public let childCount: AlignedBuffer<Int32>
  /// The parent of every node; −1 for the root.
  public let parent: AlignedBuffer<Int32>
  /// The first arm of every node.
  public let firstArm: AlignedBuffer<Int32>
  /// The arm behind the last one of every node.
  public let endArm: AlignedBuffer<Int32>
  /// The leaf node of every arm.
  public let leafOfArm: AlignedBuffer<Int32>
  /// The arms of the leaf nodes, in the order of the arms.
  public let clustering: Clustering
  /// The first node of every level, and the number of nodes at the end.
  private let levels: [Int]

  /// The largest number of edges from the root to a leaf node.
  public var depth: Int { levels.count - 2 }
  /// The number of nodes, the root included.
  public var nodeCount: Int { parent.count }
  /// The number N of arms.
  public var armCount: Int { leafOfArm.count }

  /// The tree whose nodes, breadth first, have these numbers of children.
  ///
  /// O(nodes + N).
  ///
  /// - Parameters:
  ///   - childCounts: for each node; 0 makes it a leaf node.
  ///   - leafSizes: for each node the number of its arms, at least 1, if it is a leaf node.
  ///   - listed: position to arm as the user numbered them, or nil if the two agree.
  public convenience init(childCounts: [Int], leafSizes: [Int], listed: [Int]? = nil) {
    self.init(childCounts, leafSizes, listed: listed, clustering: nil)
  }

  /// The hierarchy of depth 1 whose leaf nodes are the clusters.
  ///
  /// O(N).
  public convenience init(_ clustering: Clustering) {
    let sizes = clustering.sizes
    self.init(
      [sizes.count] + sizes.map { _ in 0 }, [0] + sizes, listed: nil, clustering: clustering)
  }

  private init(
    _ childCounts: [Int], _ leafSizes: [Int], listed: [Int]?, clustering given: Clustering?
  ) {
    let count = childCounts.count
    demand(count >= 1 && leafSizes.count == count, "one size for each node")
    var firstChild = AlignedBuffer<Int32>(repeating: 0, count: count)
    var parent = AlignedBuffer<Int32>(repeating: -1, count: count)
    var levels = [0, 1]
    var next = 1
    for node in 0..<count {
      if node == levels[levels.count - 1] { levels.append(next) }
      let end = next + childCounts[node]
      demand(node < next && end <= count, "the nodes do not form a tree in breadth-first order")
      if end > next { firstChild[node] = Int32(next) }
      for child in next..<end { parent[child] = Int32(node) }
      next = end
    }
    demand(next == count, "every node but the root has a parent")

    var sizes = leafSizes
    for node in stride(from: count - 1, through: 0, by: -1) where childCounts[node] > 0 {
      let first = Int(firstChild[node])
      sizes[node] = sizes[first..<first + childCounts[node]].reduce(0, +)
    }
    demand(sizes.allSatisfy { $0 >= 1 }, "leaf nodes must not be empty")
    var firstArm = AlignedBuffer<Int32>(repeating: 0, count: count)
    var endArm = AlignedBuffer<Int32>(repeating: Int32(sizes[0]), count: count)
    var leafOfArm = AlignedBuffer<Int32>(repeating: 0, count: sizes[0])
    for node in 0..<count {
      var arm = firstArm[node]
      for child in Int(firstChild[node])..<Int(firstChild[node]) + childCounts[node] {
        firstArm[child] = arm
        arm += Int32(sizes[child])
        endArm[child] = arm
      }
      guard childCounts[node] == 0 else { continue }
      for arm in firstArm[node]..<endArm[node] { leafOfArm[Int(arm)] = Int32(node) }
    }

    var blocks: [Int] = []
    var arm = 0
    while arm < leafOfArm.count {
      blocks.append(sizes[Int(leafOfArm[arm])])
      arm += blocks[blocks.count - 1]
    }
    clustering = given ?? Clustering(sizes: blocks, listed: listed)
    self.levels = levels
    self.firstChild = firstChild
    childCount = AlignedBuffer(childCounts.map { Int32($0) })
    self.parent = parent
    self.firstArm = firstArm
    self.endArm = endArm
    self.leafOfArm = leafOfArm
  }

  /// The children of a node; empty for a leaf node.
  ///
  /// O(1).
  public func children(of node: Int) -> Range<Int> {
    let first = Int(firstChild[node])
    return first..<first + Int(childCount[node])
  }

  /// The arms of a node.
  ///
  /// O(1).
  public func arms(of node: Int) -> Range<Int> { Int(firstArm[node])..<Int(endArm[node]) }

  /// The tree cut at a depth: nodes of that depth become leaf nodes that hold all of their arms.
  ///
  /// O(nodes + N). Arms keep their places. A tree that is not deeper is returned itself.
  ///
  /// - Parameter depth: at least 0.
  public func truncated(depth: Int) -> Hierarchy {
    guard depth < self.depth else { return self }
    let nodes = 0..<levels[depth + 1]
    let counts = nodes.map { $0 < levels[depth] ? Int(childCount[$0]) : 0 }
    return Hierarchy(
      childCounts: counts, leafSizes: nodes.map { counts[$0] == 0 ? arms(of: $0).count : 0 },
      listed: clustering.listed)
  }
}

/// A tree of arms as nested lists: [[0, 1], [[2], [3, 4]]].
public indirect enum ArmTree: Sendable, Equatable {
  /// A leaf node and its arms.
  case arms([Int])
  /// An inner node and its children.
  case nodes([ArmTree])
}

/// Why a tree does not partition the arms.
///
/// A node is named by the positions that lead to it from the root: [1, 0] is the first child of
/// the root's second one.
public enum HierarchyError: Error, Equatable, Sendable {
  /// The node has neither arms nor children.
  case empty(node: [Int])
  /// The node lies deeper than ``Hierarchy/depthLimit``; what is below it was not looked at.
  case tooDeep(node: [Int])
  /// `arm` is not in 0 ..< N.
  case outOfRange(arm: Int, node: [Int])
  /// `arm` stands in two leaf nodes, or twice in one.
  case repeated(arm: Int, first: [Int], second: [Int])
  /// `arm` stands in no leaf node.
  case missing(arm: Int)
}

extension Hierarchy {
  /// Every way in which the leaf nodes of `tree` fail to partition 0 ..< `armCount`, in the order
  /// of the lists; missing arms come last.
  ///
  /// O(N + total size).
  public static func problems(in tree: ArmTree, armCount: Int) -> [HierarchyError] {
    var problems: [HierarchyError] = []
    var leaves: [[Int]] = []
    var owner = Array(repeating: -1, count: armCount)
    var isWhole = true
    // A stack of our own: however deep the tree is, the thread's stack is not.
    var waiting: [(tree: ArmTree, path: [Int])] = [(tree, [])]
    while let (tree, path) = waiting.popLast() {
      guard path.count <= depthLimit else {
        problems.append(.tooDeep(node: path))
        isWhole = false
        continue
      }
      switch tree {
      case .nodes(let children):
        if children.isEmpty { problems.append(.empty(node: path)) }
        for (index, child) in children.enumerated().reversed() {
          waiting.append((child, path + [index]))
        }
      case .arms(let arms):
        if arms.isEmpty { problems.append(.empty(node: path)) }
        leaves.append(path)
        for arm in arms {
          if arm < 0 || arm >= armCount {
            problems.append(.outOfRange(arm: arm, node: path))
          } else if owner[arm] >= 0 {
            problems.append(.repeated(arm: arm, first: leaves[owner[arm]], second: path))
          } else {
            owner[arm] = leaves.count - 1
          }
        }
      }
    }
    guard isWhole else { return problems }
    return problems + owner.indices.filter { owner[$0] < 0 }.map { .missing(arm: $0) }
  }

  /// The hierarchy that nested lists describe.
  ///
  /// O(N + nodes).
  ///
  /// - Parameter tree: partitions 0 ..< N, that is, without ``problems(in:armCount:)``.
  public convenience init(_ tree: ArmTree) {
    var nodes = [tree]
    var childCounts: [Int] = []
    var leafSizes: [Int] = []
    while childCounts.count < nodes.count {
      switch nodes[childCounts.count] {
      case .nodes(let children):
        nodes += children
        childCounts.append(children.count)
        leafSizes.append(0)
      case .arms(let arms):
        childCounts.append(0)
        leafSizes.append(arms.count)
      }
    }
    // Arms stand in the order of the lists, which is depth first.
    var order: [Int] = []
    var waiting = [tree]
    while let next = waiting.popLast() {
      switch next {
      case .nodes(let children): waiting += children.reversed()
      case .arms(let arms): order += arms
      }
    }
    let isIdentity = order.indices.allSatisfy { order[$0] == $0 }
    self.init(
      childCounts: childCounts, leafSizes: leafSizes, listed: isIdentity ? nil : order)
  }
}
