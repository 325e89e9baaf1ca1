public import Randomness

/// `beta-clusters`: arms scatter about their cluster's centre, more or less closely.
///
/// Each cluster draws its centre π ~ U(centre), each of its arms θ ~ Beta(πν, (1 − π)ν). ν is the
/// cohesion: the within-cluster standard deviation is sqrt(π(1 − π)/(ν + 1)). Labels are dealt at
/// random for each instance.
///
/// Source: the Beta-Binomial hierarchy, as in A. Gelman et al., "Bayesian Data Analysis" (2013),
/// section 5.3.
///
/// Draws K uniforms, N Beta variates, and the indices that deal the labels.
public struct BetaClusters: Environment {
  /// N, K and Bernoulli rewards.
  public let shape: ProblemShape
  private let sizes: ClusterSizes
  private let cohesion: Double
  private let centre: ClosedRange<Double>

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "beta-clusters",
    summary: "arms scatter about their cluster's centre: θ ~ Beta(πν, (1−π)ν)",
    parameters: ClusterSizes.parameters() + [
      .required(
        "cohesion", .number(.closed(1e-6, 1e12)), "ν, how closely arms follow their cluster"),
      .defaulted(
        "centre", .numbers(.probability, count: 2), .numbers([0.05, 0.5]),
        "the range [a, b] of the clusters' centres, 0 < a ≤ b < 1"),
    ],
    make: { arguments in make(arguments).map { $0 } })

  /// The environment, or what is wrong with the arguments taken together.
  static func make(_ arguments: Arguments) -> Result<BetaClusters, ArgumentProblems> {
    let centre = arguments.numbers("centre")
    var problems = ClusterSizes.problems(arguments)
    if centre[0] <= 0 || centre[0] > centre[1] || centre[1] >= 1 {
      problems.append(
        ArgumentProblem(
          ["centre"], "[\(centre[0]), \(centre[1])] is not a range of centres",
          hint: "give [a, b] with 0 < a ≤ b < 1: a centre of 0 or 1 leaves no Beta distribution"))
    }
    guard problems.isEmpty else { return .failure(ArgumentProblems(problems)) }
    return .success(
      BetaClusters(
        sizes: ClusterSizes(arguments), cohesion: arguments.number("cohesion"),
        centre: centre[0]...centre[1]))
  }

  init(sizes: ClusterSizes, cohesion: Double, centre: ClosedRange<Double>) {
    shape = ProblemShape(
      armCount: sizes.armCount, clusterCount: sizes.clusterCount, rewards: .bernoulli)
    self.sizes = sizes
    self.cohesion = cohesion
    self.centre = centre
  }

  /// Draws centres, means and labels.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    let dealt = drawClusters(using: &stream).dealt
    return BanditInstance(
      laidOut: dealt.means, clustering: Clustering(sizes: dealt.sizes), rewards: .bernoulli)
  }

  /// Means dealt at random, and πν and (1 − π)ν of each cluster, in the order before that.
  func drawClusters(
    using stream: inout RandomStream
  ) -> (dealt: DealtMeans, laws: [SIMD2<Double>]) {
    let sizes = self.sizes.sizes
    var clusters: [[Double]] = []
    clusters.reserveCapacity(sizes.count)
    var laws: [SIMD2<Double>] = []
    for size in sizes {
      let pi = centre.lowerBound + (centre.upperBound - centre.lowerBound) * stream.nextUnit()
      let law = SIMD2(pi * cohesion, (1 - pi) * cohesion)
      let arm = BetaShape(alpha: law.x, beta: law.y)
      clusters.append((0..<size).map { _ in stream.nextBeta(arm, .shared) })
      laws.append(law)
    }
    return (DealtMeans(clusters, using: &stream), laws)
  }
}
