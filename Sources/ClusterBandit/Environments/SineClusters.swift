public import Randomness

/// `sine-clusters`: neighbours on a line are clustered, but the best cluster need not hold the
/// best arm.
///
/// Each arm draws a place x ~ U(0, 1) and pays with probability θ = (sin(13x) sin(27x) + 1)/2. The
/// clusters are the one-dimensional k-means clusters of the places: the optimal ones, or with
/// `k-means: lloyd` a local optimum found from random points. With `levels` above 1
/// every node of a tree is clustered in this way into `children` parts; a node with fewer arms has
/// single arms as its children, and a single arm is not split further. How many leaf nodes that
/// makes depends on the places, so the shape names the largest number, min(N, children^levels).
/// Labels are dealt at random for each instance.
///
/// Source: E. Carlsson, D. Dubhashi and F. D. Johansson, "Thompson sampling for bandits with
/// clustered arms", IJCAI 2021, section 5.1 (violated assumptions), where k-means stands for a
/// heuristic from random starts, which makes other clusters than the optimal ones. The sine is
/// `Elementary`'s.
///
/// Draws N uniforms, the starts of Lloyd's algorithm and the indices that deal the labels. O(K N
/// log N) for every level, K being the number of children.
public struct SineClusters: Environment {
  /// N, the largest number of leaf nodes and Bernoulli rewards.
  public let shape: ProblemShape
  private let children: Int
  private let levels: Int
  private let isOptimal: Bool

  /// The largest N · K: the clustering keeps as many numbers of 4 bytes.
  static let mostWork = 100_000_000

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "sine-clusters",
    summary: "places x ~ U(0, 1) clustered by k-means, θ = (sin(13x) sin(27x) + 1)/2",
    parameters: [
      .defaulted("arms", .integer(1...treeArmLimit), .integer(100), "N, the number of arms"),
      .optional(
        "clusters", .integer(1...treeArmLimit), absent: "10 if there is one level",
        "K, the number of clusters of a single level"),
      .defaulted(
        "levels", .integer(1...Hierarchy.depthLimit), .integer(1), "the depth of the tree"),
      .optional(
        "children", .integer(2...treeArmLimit), absent: "15 if there are more levels than one",
        "the number of children of every node of the tree, if it has as many arms"),
      .defaulted(
        "k-means", .choice(["optimal", "lloyd"]), .word("optimal"),
        "the optimal clusters, or those of one run of Lloyd's algorithm from random points"),
    ],
    make: { arguments in
      let (n, levels) = (arguments.integer("arms"), arguments.integer("levels"))
      let clusters = arguments.optionalNumber("clusters").map { Int($0) }
      let children = arguments.optionalNumber("children").map { Int($0) }
      var problems: [ArgumentProblem] = []
      if clusters != nil, children != nil {
        problems.append(
          ArgumentProblem(
            ["children"], "'clusters' and 'children' exclude each other",
            hint: "write clusters for one level, children for a tree"))
      } else if clusters != nil, levels > 1 {
        problems.append(
          ArgumentProblem(
            ["clusters"], "a tree of \(levels) levels has no single number of clusters",
            hint: "write children: the number of parts of every node"))
      }
      let parts = clusters ?? children ?? (levels == 1 ? 10 : 15)
      if children == nil, levels == 1 { problems += clusterCountProblems(arms: n, clusters: parts) }
      let isOptimal = arguments.word("k-means") == "optimal"
      if isOptimal, n * min(n, parts) > mostWork {
        problems.append(
          ArgumentProblem(
            ["arms"], "\(n) arms in \(parts) parts are too many for an exact clustering",
            hint: "keep arms times parts at most \(mostWork), or write k-means: lloyd"))
      }
      guard problems.isEmpty else { return .failure(ArgumentProblems(problems)) }
      return .success(
        SineClusters(arms: n, children: parts, levels: levels, isOptimal: isOptimal))
    })

  init(arms: Int, children: Int, levels: Int, isOptimal: Bool = true) {
    self.isOptimal = isOptimal
    self.children = children
    self.levels = levels
    let most = (0..<levels).reduce(1) { product, _ in min(arms, product * min(arms, children)) }
    shape = ProblemShape(armCount: arms, clusterCount: most, rewards: .bernoulli)
  }

  /// θ = (sin(13x) sin(27x) + 1)/2, in [0, 1].
  static func mean(at x: Double) -> Double {
    (Elementary.sin(13 * x) * Elementary.sin(27 * x) + 1) / 2
  }

  /// Draws places and labels.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    var places = (0..<shape.armCount).map { _ in stream.nextUnit() }
    places.sort()
    return BanditInstance(
      splitting: places.map(SineClusters.mean), levels: levels, using: &stream
    ) {
      isOptimal
        ? LineClustering.blocks(of: places[$0], count: children)
        : LloydClustering.blocks(of: places[$0], count: children, using: &$1)
    }
  }
}
