public import Randomness

/// Arms whose means are given: the same instance in every replication.
///
/// Draws nothing. `bernoulli` pays 0 or 1; `gaussian` pays mean + σ z with one σ for all arms.
public struct FixedArms: Environment {
  /// N, K and the reward model.
  public let shape: ProblemShape
  private let instance: BanditInstance

  /// The same instance in every replication.
  public var isFixed: Bool { true }

  /// The environment of one instance.
  public init(_ instance: BanditInstance) {
    self.instance = instance
    var shape = ProblemShape(
      armCount: instance.armCount, clusterCount: instance.clustering.clusterCount,
      rewards: instance.rewards)
    shape.sharedParameter = instance.sharedParameter
    self.shape = shape
  }

  /// The given instance.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance { instance }

  static let clusters = Parameter.optional(
    "clusters", .partition, absent: "every arm is a cluster of its own",
    "a partition of the arms, numbered from 0: [[0, 1], [2]]")

  private static let tree = Parameter.optional(
    "tree", .tree, absent: "the clusters and nothing above them",
    "a tree over the arms as nested lists, whose innermost lists are the clusters: "
      + "[[0, 1], [[2], [3, 4]]]")

  /// Bernoulli arms with given means.
  public static let bernoulli = EnvironmentFamily(
    name: "bernoulli", summary: "0/1 rewards with given probabilities",
    parameters: [
      .required(
        "means", .numbers(.probability, count: nil), "the success probability of each arm"),
      clusters, tree,
    ],
    make: { arguments in make(arguments, rewards: .bernoulli) })

  /// Gaussian arms with given means and one standard deviation.
  public static let gaussian = EnvironmentFamily(
    name: "gaussian", aliases: ["normal"],
    summary: "normal rewards with given means and one standard deviation",
    parameters: [
      .required("means", .numbers(.location, count: nil), "the mean reward of each arm"),
      .required(
        "standard-deviation", .number(.closed(0, 1e50)),
        "σ ≥ 0, the standard deviation of every arm's reward"),
      clusters, tree,
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
    if let tree = arguments.tree("tree") {
      return make(tree, means, rewards, besideClusters: arguments.partition("clusters") != nil)
    }
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
    return .success(
      FixedArms(BanditInstance(means: means, clusters: clusters, rewards: rewards)))
  }

  private static func make(
    _ tree: ArmTree, _ means: [Double], _ rewards: RewardDistribution, besideClusters: Bool
  ) -> Result<any Environment, ArgumentProblems> {
    var problems = Hierarchy.problems(in: tree, armCount: means.count).map {
      describe($0, armCount: means.count)
    }
    if besideClusters {
      problems.append(
        ArgumentProblem(
          ["tree"], "'clusters' and 'tree' exclude each other",
          hint: "keep the tree: its lists of numbers are the clusters"))
    }
    guard problems.isEmpty else { return .failure(ArgumentProblems(problems)) }
    return .success(
      FixedArms(BanditInstance(means: means, hierarchy: Hierarchy(tree), rewards: rewards)))
  }

  private static func describe(_ error: HierarchyError, armCount: Int) -> ArgumentProblem {
    let partition = "each arm 0…\(armCount - 1) must be in exactly one list"
    func place(_ node: [Int]) -> String { "tree" + node.map { "[\($0)]" }.joined() }
    func keys(_ node: [Int]) -> [String] { ["tree"] + node.map { String($0) } }
    switch error {
    case .empty(let node):
      return ArgumentProblem(keys(node), "the list is empty", hint: "remove it: \(partition)")
    case .tooDeep(let node):
      return ArgumentProblem(
        keys(node), "the tree is deeper than \(Hierarchy.depthLimit) levels",
        hint: "leave out levels with a single branch")
    case .outOfRange(let arm, let node):
      return ArgumentProblem(
        keys(node), "arm \(arm) does not exist",
        hint: "there are \(armCount) arms, numbered from 0 to \(armCount - 1)")
    case .repeated(let arm, let first, let second):
      let places =
        first == second ? "twice in \(place(first))" : "in \(place(first)) and \(place(second))"
      return ArgumentProblem(keys(second), "arm \(arm) is \(places)", hint: partition)
    case .missing(let arm):
      return ArgumentProblem(["tree"], "arm \(arm) is in no list", hint: partition)
    }
  }

  /// A partition's mistake in words.
  static func describe(_ error: ClusteringError, armCount: Int) -> ArgumentProblem {
    let path: [String]
    var hint = "each arm 0…\(armCount - 1) must be in exactly one cluster"
    switch error {
    case .empty(let cluster):
      path = [String(cluster)]
      hint = "remove it: clusters partition the arms, so there are at most as many as arms"
    case .outOfRange(_, let cluster):
      path = [String(cluster)]
      hint = "there are \(armCount) arms, numbered from 0 to \(armCount - 1)"
    case .repeated(_, _, let cluster): path = [String(cluster)]
    case .missing: path = []
    }
    return ArgumentProblem(["clusters"] + path, error.message, hint: hint)
  }
}
