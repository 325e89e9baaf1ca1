public import Randomness

/// `sorted-tree`: arms in the order of their means, halved again and again.
///
/// N means θ ~ U(0.1, 0.8) are sorted descending; the tree halves them `levels` times, the better
/// half being the larger one of an odd number. A single arm is not split further, so more levels
/// than log₂ N change nothing. At every node one child dominates: each of its arms is better than
/// each of the other's. Labels are dealt at random for each instance.
///
/// Source: E. Carlsson, D. Dubhashi and F. D. Johansson, "Thompson sampling for bandits with
/// clustered arms", IJCAI 2021, section 5.1 (hierarchical bandits).
///
/// Draws N uniforms and the indices that deal the labels. O(N (log N + levels)).
public struct SortedTree: Environment {
  /// N, the number of leaf nodes and Bernoulli rewards.
  public let shape: ProblemShape
  private let levels: Int

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "sorted-tree",
    summary: "arms sorted by their means θ ~ U(0.1, 0.8) and halved into a binary tree",
    parameters: [
      .defaulted("arms", .integer(1...treeArmLimit), .integer(100), "N, the number of arms"),
      .defaulted(
        "levels", .integer(0...Hierarchy.depthLimit), .integer(3),
        "L, how often the arms are halved, a single arm no further; clusters are the lowest nodes"),
    ],
    make: { arguments in
      .success(
        SortedTree(arms: arguments.integer("arms"), levels: arguments.integer("levels")))
    })

  init(arms: Int, levels: Int) {
    self.levels = levels
    shape = ProblemShape(
      armCount: arms, clusterCount: SortedTree.leafCount(arms: arms, levels: levels),
      rewards: .bernoulli)
  }

  /// The leaf nodes of `arms` arms that are halved `levels` times.
  ///
  /// O(levels): the nodes of one level have at most two sizes.
  static func leafCount(arms: Int, levels: Int) -> Int {
    var nodes = [arms: 1]
    for _ in 0..<levels where nodes != [1: arms] {
      var halves: [Int: Int] = [:]
      for (size, count) in nodes {
        halves[(size + 1) / 2, default: 0] += count
        if size > 1 { halves[size / 2, default: 0] += count }
      }
      nodes = halves
    }
    return nodes.values.reduce(0, +)
  }

  /// Draws means and labels.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    var means = (0..<shape.armCount).map { _ in 0.1 + 0.7 * stream.nextUnit() }
    means.sort(by: >)
    return BanditInstance(splitting: means, levels: levels, using: &stream) { block, _ in
      guard block.count > 1 else { return [] }
      let middle = block.lowerBound + (block.count + 1) / 2
      return [block.lowerBound..<middle, middle..<block.upperBound]
    }
  }
}

/// The largest number of arms in a tree: it has up to 2N − 1 nodes, whose indices fit 32 bits.
let treeArmLimit = armLimit / 2
