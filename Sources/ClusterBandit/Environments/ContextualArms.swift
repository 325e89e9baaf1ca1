public import Randomness

/// `contextual`: arms whose parameter vectors are given, the same in every replication.
///
/// Rewards are those of ``ContextualModel``. Draws nothing: contexts come from a stream of their
/// own.
public struct ContextualArms: Environment {
  /// N, K and the dimension of the contexts.
  public let shape: ProblemShape
  private let instance: BanditInstance

  /// The largest dimension of a context: the policies factor matrices of that order.
  static let dimensionLimit = 1000

  /// Components of parameters and contexts: of a size whose products and their squares stay finite.
  static let component = NumberRange.closed(-1e12, 1e12)

  /// The contexts, if they are given.
  static let contexts = Parameter.optional(
    "contexts", .vectors(component), absent: "each round draws x ~ N(0, I)",
    "contexts that are used in turn, round t the ((t−1) mod n)-th of n")

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "contextual",
    summary: "a context x each round, reward sign(xᵀθ)·U(0, 2|xᵀθ|) with given vectors θ",
    parameters: [
      .required(
        "parameters", .vectors(component), "the vector θ of each arm, all of one dimension"),
      FixedArms.clusters,
      contexts,
    ],
    make: { arguments in
      let vectors = arguments.vectors("parameters") ?? []
      let dimension = vectors.first?.count ?? 0
      var problems = dimensionProblems(
        vectors, "parameters", dimension: dimension, of: "the first vector has")
      problems += dimensionProblems(
        arguments.vectors("contexts") ?? [], "contexts", dimension: dimension,
        of: "the parameters have")
      problems += sizeProblems(arms: vectors.count, dimension: dimension, key: "parameters")
      let clusters = arguments.partition("clusters")
      problems += Clustering.problems(
        in: clusters ?? [], armCount: clusters == nil ? 0 : vectors.count
      )
      .map { FixedArms.describe($0, armCount: vectors.count) }
      guard problems.isEmpty else { return .failure(ArgumentProblems(problems)) }
      let clustering =
        clusters.map { Clustering(partition: $0) } ?? .singletons(vectors.count)
      let laidOut = clustering.laidOut(vectors)
      let model = ContextualModel(
        dimension: dimension, parameters: laidOut.flatMap(\.self),
        contexts: arguments.vectors("contexts")?.flatMap(\.self) ?? [])
      return .success(ContextualArms(BanditInstance(contextual: model, clustering: clustering)))
    })

  /// The environment of one instance, which has contexts.
  init(_ instance: BanditInstance) {
    self.instance = instance
    shape = ProblemShape(
      armCount: instance.armCount, clusterCount: instance.clustering.clusterCount,
      rewards: instance.rewards)
  }

  /// The given instance.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance { instance }

  /// Every vector under `key` whose dimension is another one.
  static func dimensionProblems(
    _ vectors: [[Double]], _ key: String, dimension: Int, of other: String
  ) -> [ArgumentProblem] {
    vectors.enumerated().filter { $1.count != dimension }.map { index, vector in
      ArgumentProblem(
        [key, String(index)],
        "vector \(index) has dimension \(vector.count), and \(other) dimension \(dimension)",
        hint: "contexts and parameters have one dimension: write \(dimension) numbers")
    }
  }

  /// A dimension and a product of arms and dimension that the linear algebra can count.
  static func sizeProblems(arms: Int, dimension: Int, key: String) -> [ArgumentProblem] {
    if dimension > dimensionLimit {
      return [
        ArgumentProblem(
          [key], "dimension \(dimension) is too large",
          hint: "contexts may have at most \(dimensionLimit) numbers")
      ]
    }
    guard arms * dimension > armLimit else { return [] }
    return [
      ArgumentProblem(
        [key], "\(arms) arms of dimension \(dimension) are too many",
        hint: "arms times dimension may be at most \(armLimit)")
    ]
  }
}
