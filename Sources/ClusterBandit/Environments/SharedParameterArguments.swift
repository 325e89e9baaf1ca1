/// Name, parameters and checks of `shared-parameter`.
extension SharedParameterClusters {
  /// The parameters and what they must agree on.
  public static let family = EnvironmentFamily(
    name: "shared-parameter",
    summary: "0/1 arms whose means are known functions of one number φ for each cluster: θ = g(φ)",
    parameters: [
      .required(
        "function", .component([logistic, linear, points, table]),
        "g_i, for the arms of every cluster alike, or for the arms of a file"),
      .optional(
        "clusters", .integer(1...armLimit), absent: "10; those of a file",
        "K, the number of clusters, each with an arm for each function"),
      .optional(
        "range", .numbers(.location, count: 2),
        absent: "[−4, 4]; [0, 1] for linear functions; the ends of a grid",
        "where parameters lie, [a, b] with a < b"),
      .defaulted(
        "parameter", .component([uniform, given, among]), .variant("uniform", Arguments()),
        "how φ comes about in each cluster"),
    ],
    make: { arguments in
      do throws(ArgumentProblems) {
        return .success(try SharedParameterClusters(arguments))
      } catch {
        return .failure(error)
      }
    })

  /// Intercepts and slopes: of a size whose products with a parameter stay finite.
  private static let coefficient = NumberRange.closed(-1e12, 1e12)

  private static let coefficients: [Parameter] = [
    .required("intercepts", .numbers(coefficient, count: nil), "a_i of each arm of a cluster"),
    .required("slopes", .numbers(coefficient, count: nil), "b_i of each arm of a cluster"),
  ]
  private static let logistic = Variant("logistic", "θ = 1/(1 + exp(−a − b φ))", coefficients)
  private static let linear = Variant(
    "linear", "θ = a + b φ, which must stay in [0, 1]", coefficients)
  private static let points = Variant(
    "points", "θ is linear between the points of a grid",
    [
      .required("grid", .numbers(.location, count: nil), "the points, ascending"),
      .required(
        "values", .vectors(.probability), "for each arm of a cluster θ at the points of the grid"),
    ])
  private static let table = Variant(
    "table", "θ is linear between the points of a grid, for the arms and clusters of a file",
    [
      .required(
        "file", .features,
        "a CSV file with columns cluster and arm, and one for each point: its name is φ, and in it "
          + "stands θ")
    ])

  private static let uniform = Variant("uniform", "φ ~ U(a, b) in the range")
  private static let values = Parameter.required(
    "values", .numbers(.location, count: nil), "values of φ in the range")
  private static let given = Variant(
    "given", "one value for each cluster, the same in every replication", [values])
  private static let among = Variant(
    "among", "one of some values, drawn for each cluster",
    [
      values,
      .optional(
        "weights", .numbers(.closed(0, 1e15), count: nil), absent: "they are equally likely",
        "what the probability of each value is proportional to"),
    ])

  private init(_ arguments: Arguments) throws(ArgumentProblems) {
    let (kind, own) = arguments.variant("function")
    let functions = try ParameterFunctions(kind, own)
    let given = arguments.optionalInteger("clusters")
    var count = given ?? 10
    if let clustering = functions.clustering {
      try Self.check(
        given != nil, ["clusters"], "'clusters' has no effect beside a file",
        "leave it out: the file decides")
      count = clustering.clusterCount
    } else {
      try Self.check(
        functions.count * count > armLimit, ["clusters"],
        "\(count) clusters of \(functions.count) arms are too many",
        "there may be at most \(armLimit) arms")
    }
    let range = try functions.range(
      arguments.values["range"] == nil ? nil : arguments.numbers("range"))
    let law = try Self.law(arguments, range, clusters: count)
    self.init(
      functions.shared(range, law, copies: functions.clustering == nil ? count : 1),
      clustering: functions.clustering, names: functions.names)
  }

  /// Throws a problem if there is one.
  static func check(
    _ isWrong: Bool, _ path: [String], _ message: String, _ hint: String
  ) throws(ArgumentProblems) {
    if isWrong { throw ArgumentProblems([ArgumentProblem(path, message, hint: hint)]) }
  }

  /// The law of parameters in a range.
  private static func law(
    _ arguments: Arguments, _ range: ClosedRange<Double>, clusters: Int
  ) throws(ArgumentProblems) -> SharedParameter.Law {
    let (kind, own) = arguments.variant("parameter")
    if kind == uniform.name { return .uniform }
    let values = own.numbers("values")
    for (index, value) in values.enumerated() {
      try check(
        !range.contains(value), ["parameter", "values", String(index)],
        "φ = \(value) is not in [\(range.lowerBound), \(range.upperBound)]",
        "give a value in that range, or another range")
    }
    if kind == given.name {
      try check(
        values.count != clusters, ["parameter", "values"],
        "\(counted(values.count, "value")) for \(counted(clusters, "cluster"))",
        "give one value for each cluster")
      return .given(values)
    }
    guard own.values["weights"] != nil else {
      let share = 1 / Double(values.count)
      return .among(values, probabilities: Array(repeating: share, count: values.count))
    }
    let weights = own.numbers("weights")
    try check(
      weights.count != values.count, ["parameter", "weights"],
      "\(counted(weights.count, "weight")) for \(counted(values.count, "value"))",
      "give one weight for each value")
    let sum = weights.reduce(0, +)
    try check(
      sum <= 0, ["parameter", "weights"], "no value has a weight above 0",
      "give at least one value a weight")
    return .among(values, probabilities: weights.map { $0 / sum })
  }
}

/// "1 value", "2 values".
private func counted(_ count: Int, _ one: String) -> String {
  count == 1 ? "1 \(one)" : "\(count) \(one)s"
}
