public import Randomness

/// `gaussian-clusters`: normal arms scatter about their cluster's mean.
///
/// Each cluster draws its mean μ_c ~ N(m0, t0²), each of its arms θ_i ~ N(μ_c, t²); rewards are
/// N(θ_i, s²). Labels are dealt at random for each instance.
///
/// Source: the normal hierarchy of A. Gelman et al., "Bayesian Data Analysis" (2013), section 5.4.
///
/// Draws K + N normals and the indices that deal the labels.
public struct GaussianClusters: Environment {
  /// N, K and Gaussian rewards.
  public let shape: ProblemShape
  private let sizes: ClusterSizes
  private let mean: Double
  private let clusterDeviation: Double
  private let armDeviation: Double

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "gaussian-clusters",
    summary: "normal arms scatter about their cluster's mean: μ ~ N(m0, t0²), θ ~ N(μ, t²)",
    parameters: ClusterSizes.parameters() + [
      .defaulted("mean", .number(.location), .number(0), "m0, the mean of the clusters' means"),
      .defaulted(
        "cluster-standard-deviation", .number(.closed(0, 1e50)), .number(1),
        "t0, the standard deviation of the clusters' means"),
      .defaulted(
        "arm-standard-deviation", .number(.closed(0, 1e50)), .number(0.5),
        "t, the standard deviation of arms about their cluster's mean"),
      .defaulted(
        "standard-deviation", .number(.closed(0, 1e50)), .number(1),
        "s, the standard deviation of every arm's reward"),
    ],
    make: { arguments in
      let problems = ClusterSizes.problems(arguments)
      guard problems.isEmpty else { return .failure(ArgumentProblems(problems)) }
      return .success(
        GaussianClusters(
          sizes: ClusterSizes(arguments),
          rewards: .gaussian(standardDeviation: arguments.number("standard-deviation")),
          mean: arguments.number("mean"),
          clusterDeviation: arguments.number("cluster-standard-deviation"),
          armDeviation: arguments.number("arm-standard-deviation")))
    })

  init(
    sizes: ClusterSizes, rewards: RewardDistribution, mean: Double, clusterDeviation: Double,
    armDeviation: Double
  ) {
    shape = ProblemShape(
      armCount: sizes.armCount, clusterCount: sizes.clusterCount, rewards: rewards)
    self.sizes = sizes
    self.mean = mean
    self.clusterDeviation = clusterDeviation
    self.armDeviation = armDeviation
  }

  /// Draws clusters' means, arms' means and labels.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    let sizes = self.sizes.sizes
    var clusters: [[Double]] = []
    clusters.reserveCapacity(sizes.count)
    for size in sizes {
      let centre = mean + clusterDeviation * stream.nextNormal(.shared)
      clusters.append((0..<size).map { _ in centre + armDeviation * stream.nextNormal(.shared) })
    }
    return BanditInstance(dealing: clusters, rewards: shape.rewards, using: &stream)
  }
}
