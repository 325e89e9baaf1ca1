public import Randomness

/// Arms whose means are given: the same instance in every replication.
///
/// Draws nothing. `bernoulli` pays 0 or 1; `gaussian` pays mean + σ z with one σ for all arms.
public struct FixedArms: Environment {
  /// N, K and the reward model.
  public let shape: ProblemShape
  private let instance: BanditInstance

  /// The environment of one instance.
  public init(_ instance: BanditInstance) {
    self.instance = instance
    shape = ProblemShape(
      armCount: instance.armCount, clusterCount: instance.clustering.clusterCount,
      rewards: instance.rewards)
  }

  /// The given instance.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance { instance }

  static let clusters = Parameter.optional(
    "clusters", .partition, absent: "every arm is a cluster of its own",
    "a partition of the arms, numbered from 0: [[0, 1], [2]]")

  /// Bernoulli arms with given means.
  public static let bernoulli = EnvironmentFamily(
    name: "bernoulli", summary: "0/1 rewards with given probabilities",
    parameters: [
      .required(
        "means", .numbers(.probability, count: nil), "the success probability of each arm"),
      clusters,
    ],
    make: { arguments in make(arguments, rewards: .bernoulli) })

  /// Gaussian arms with given means and one standard deviation.
  public static let gaussian = EnvironmentFamily(
    name: "gaussian", summary: "normal rewards with given means and one standard deviation",
    parameters: [
      .required("means", .numbers(.location, count: nil), "the mean reward of each arm"),
      .required(
        "standard-deviation", .number(.closed(0, 1e50)),
        "σ ≥ 0, the standard deviation of every arm's reward"),
      clusters,
    ],
    make: { arguments in
      make(
        arguments,
        rewards: .gaussian(standardDeviation: arguments.number("standard-deviation")))
    })

  private static func make(
    _ arguments: Arguments, rewards: RewardDistribution
  ) -> Result<any Environment, ArgumentProblems> {
    let means = arguments.numbers("means")
    guard let clusters = arguments.partition("clusters") else {
      return .success(
        FixedArms(
          BanditInstance(means: means, clustering: .singletons(means.count), rewards: rewards)))
    }
    let problems = Clustering.problems(in: clusters, armCount: means.count)
    guard problems.isEmpty else {
      return .failure(
        ArgumentProblems(problems.map { describe($0, armCount: means.count) }))
    }
    let clustering = Clustering(partition: clusters)
    let laidOut = clustering.listed.map { order in order.map { means[$0] } } ?? means
    return .success(
      FixedArms(BanditInstance(means: laidOut, clustering: clustering, rewards: rewards)))
  }

  /// A partition's mistake in words.
  static func describe(_ error: ClusteringError, armCount: Int) -> ArgumentProblem {
    let partition = "each arm 0…\(armCount - 1) must stand in exactly one cluster"
    switch error {
    case .empty(let cluster):
      return ArgumentProblem(
        ["clusters", String(cluster)], "cluster \(cluster) is empty",
        hint: "remove it: clusters partition the arms, so there are at most as many as arms")
    case .outOfRange(let arm, let cluster):
      return ArgumentProblem(
        ["clusters", String(cluster)], "arm \(arm) does not exist",
        hint: "there are \(armCount) arms, numbered from 0 to \(armCount - 1)")
    case .repeated(let arm, let first, let second):
      let place =
        first == second ? "twice in cluster \(first)" : "in clusters \(first) and \(second)"
      return ArgumentProblem(
        ["clusters", String(second)], "arm \(arm) stands \(place)", hint: partition)
    case .missing(let arm):
      return ArgumentProblem(["clusters"], "arm \(arm) stands in no cluster", hint: partition)
    }
  }
}
