public import Randomness

/// `contextual-clusters`: the arms' parameter vectors scatter about their cluster's centroid.
///
/// Each cluster draws its centroid ~ N(0, I_d), each of its arms θ = centroid + ε v with v ~ N(0,
/// I_d). Rewards and contexts are those of ``ContextualModel``. Which clusters are the larger ones
/// is dealt at random for each instance; clusters of one size, and the arms inside a cluster, are exchangeable as they are drawn.
///
/// Source: E. Carlsson, D. Dubhashi and F. D. Johansson, "Thompson sampling for bandits with
/// clustered arms", IJCAI 2021, section 5 (experiments with contexts); its replication, L. De
/// Luisa, ReScience C (2022), draws the cluster of every arm uniformly instead.
///
/// Draws K − 1 indices and (K + N) d normals. O(N d).
public struct ContextualClusters: Environment {
  /// N, K and the dimension of the contexts.
  public let shape: ProblemShape
  private let sizes: ClusterSizes
  private let spread: Double
  private let contexts: [Double]

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "contextual-clusters",
    summary: "a context x each round, reward sign(xᵀθ)·U(0, 2|xᵀθ|), θ = centroid + ε·N(0, I)",
    parameters: ClusterSizes.parameters() + [
      .defaulted(
        "dimension", .integer(1...ContextualArms.dimensionLimit), .integer(5),
        "d, the numbers in a context"),
      .defaulted(
        "spread", .number(.closed(0, 1e12)), .number(0.5),
        "ε, how far arms scatter about their cluster's centroid"),
      ContextualArms.contexts,
    ],
    make: { arguments in
      let sizes = ClusterSizes(arguments)
      let dimension = arguments.integer("dimension")
      let contexts = arguments.vectors("contexts") ?? []
      let problems =
        ClusterSizes.problems(arguments)
        + ContextualArms.dimensionProblems(
          contexts, "contexts", dimension: dimension, of: "the parameters have")
        + ContextualArms.sizeProblems(
          arms: sizes.armCount, dimension: dimension, key: sizes.given == nil ? "arms" : "sizes")
      guard problems.isEmpty else { return .failure(ArgumentProblems(problems)) }
      return .success(
        ContextualClusters(
          sizes: sizes, dimension: dimension, spread: arguments.number("spread"),
          contexts: contexts.flatMap(\.self)))
    })

  init(sizes: ClusterSizes, dimension: Int, spread: Double, contexts: [Double] = []) {
    shape = ProblemShape(
      armCount: sizes.armCount, clusterCount: sizes.clusterCount,
      rewards: .contextual(dimension: dimension))
    self.sizes = sizes
    self.spread = spread
    self.contexts = contexts
  }

  /// Draws sizes, centroids and parameters.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    let dimension = shape.rewards.contextDimension
    var sizes = self.sizes.sizes
    stream.shuffle(&sizes)
    var parameters: [Double] = []
    parameters.reserveCapacity(shape.armCount * dimension)
    for size in sizes {
      let centroid = (0..<dimension).map { _ in stream.nextNormal(.shared) }
      for _ in 0..<size {
        for component in centroid {
          parameters.append(component + spread * stream.nextNormal(.shared))
        }
      }
    }
    return BanditInstance(
      contextual: ContextualModel(
        dimension: dimension, parameters: parameters, contexts: contexts),
      clustering: Clustering(sizes: sizes))
  }
}
