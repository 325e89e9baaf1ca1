public import Randomness

/// `uniform-clusters`: 0/1 arms whose means are uniform, whatever their cluster.
///
/// Every arm draws its mean θ ~ U(a, b). The clusters say nothing about the arms: a policy that
/// gains by them here gains by exploring less. Labels are dealt at random for each instance.
///
/// Draws N uniforms and the indices that deal the labels. O(N).
public struct UniformClusters: Environment {
  /// N, K and Bernoulli rewards.
  public let shape: ProblemShape
  private let sizes: ClusterSizes
  private let range: ClosedRange<Double>

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "uniform-clusters", summary: "0/1 arms with uniform means θ ~ U(a, b) in any clusters",
    parameters: ClusterSizes.parameters() + [
      .defaulted(
        "range", .numbers(.probability, count: 2), .numbers([0, 1]),
        "the range [a, b] of the means, 0 ≤ a ≤ b ≤ 1")
    ],
    make: { arguments in
      let range = arguments.numbers("range")
      var problems = ClusterSizes.problems(arguments)
      if range[0] > range[1] {
        problems.append(
          ArgumentProblem(
            ["range"], "[\(range[0]), \(range[1])] is not a range",
            hint: "write the smaller number first"))
      }
      guard problems.isEmpty else { return .failure(ArgumentProblems(problems)) }
      return .success(
        UniformClusters(sizes: ClusterSizes(arguments), range: range[0]...range[1]))
    })

  init(sizes: ClusterSizes, range: ClosedRange<Double>) {
    shape = ProblemShape(
      armCount: sizes.armCount, clusterCount: sizes.clusterCount, rewards: .bernoulli)
    self.sizes = sizes
    self.range = range
  }

  /// Draws means and labels.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    let length = range.upperBound - range.lowerBound
    let clusters = sizes.sizes.map { size in
      (0..<size).map { _ in min(range.lowerBound + length * stream.nextUnit(), range.upperBound) }
    }
    return BanditInstance(dealing: clusters, using: &stream)
  }
}
