import LinearAlgebra

/// Name, parameters and checks of `correlated-clusters`.
extension CorrelatedClusters {
  /// The parameters and what they must agree on.
  public static let family = EnvironmentFamily(
    name: "correlated-clusters",
    summary: "normal arms whose means are correlated inside a cluster: θ_c ~ N(m0·1, Σ_c)",
    parameters: ClusterSizes.parameters(
      arms: "100; the rows of 'features'; 'clusters' times the rows of a matrix",
      clusters: "10; those of 'features'",
      sizes: "they differ by at most one; those of 'features' or a matrix"
    ) + [
      .defaulted("mean", .number(.location), .number(0), "m0, the expectation of every mean"),
      .defaulted(
        "standard-deviation", .number(.closed(0, 1e50)), .number(1),
        "s, the standard deviation of every arm's reward"),
      .defaulted(
        "kernel", .component(CovarianceKernel.variants + [effects, matrix]),
        .variant(
          "squared-exponential", Arguments(defaultsOf: CovarianceKernel.variants[0].parameters)),
        "how Σ_c comes from the features x of the arms, or Σ_c itself"),
      .optional(
        "nugget", .number(.closed(0, 1e50)),
        absent: "10⁻⁶ of the variance of a kernel of distances, else 0",
        "the variance of every arm on its own, added to the diagonal of Σ_c"),
      .optional(
        "dimension", .integer(1...dimensionLimit), absent: "1, or 'effects'",
        "d, the features of an arm, drawn from U(0, 1) for each instance"),
      .optional(
        "features", .features, absent: "they are drawn",
        "a CSV file with columns cluster, arm and one for each feature, beside the experiment"),
    ],
    make: { arguments in
      do throws(ArgumentProblems) {
        return .success(try CorrelatedClusters(arguments))
      } catch {
        return .failure(error)
      }
    })

  /// The largest number of features: policies factor matrices of that order.
  public static let dimensionLimit = 1000

  private static let effects = Variant(
    "shared-effects",
    "θ = m0 + xᵀψ + e with ψ ~ N(0, v·I) shared by a cluster's arms, e ~ N(0, τ²)",
    [
      .optional(
        "effects", .integer(1...dimensionLimit), absent: "the number of features",
        "q, the number of effects: one for each feature"),
      .defaulted("effect-variance", .number(.scale), .number(1), "v, the variance of an effect"),
      .defaulted(
        "own-variance", .number(.scale), .number(0.1), "τ², the variance of what is an arm's own"),
    ])

  private static let matrix = Variant(
    "matrix", "Σ_c entry by entry, the same for every cluster",
    [.required("rows", .vectors(.location), "the rows of Σ_c: symmetric and positive definite")])

  private init(_ arguments: Arguments) throws(ArgumentProblems) {
    let kernel = arguments.variant("kernel")
    let layout: Layout
    if kernel.name == "matrix" {
      layout = try Layout(matrix: kernel.arguments.vectors("rows") ?? [], arguments)
    } else if let table = arguments.features("features") {
      layout = try Layout(table, kernel, arguments)
    } else {
      layout = try Layout(drawing: kernel, arguments)
    }
    self.init(
      armCount: layout.arms, clusterCount: layout.clusters,
      standardDeviation: arguments.number("standard-deviation"), mean: arguments.number("mean"),
      source: layout.source)
  }

  /// Arms, clusters and covariances that agree with each other.
  private struct Layout {
    let arms: Int
    let clusters: Int
    let source: Source

    /// Features are drawn.
    init(drawing kernel: Kernel, _ arguments: Arguments) throws(ArgumentProblems) {
      let sizes = ClusterSizes(arguments)
      (arms, clusters) = (sizes.armCount, sizes.clusterCount)
      let effects = kernel.arguments.effects
      let dimension = arguments.optionalInteger("dimension") ?? effects ?? 1
      var problems = ClusterSizes.problems(arguments)
      if let effects, effects != dimension {
        problems.append(
          ArgumentProblem(
            ["kernel", "effects"], "\(effects) effects for features of dimension \(dimension)",
            hint: "an effect belongs to a feature: leave one of the two numbers out"))
      }
      try check(problems)
      source = .drawn(ArmCovariance(kernel, arguments), dimension: dimension, sizes)
    }

    /// Features come from a file, and with them arms and clusters.
    init(
      _ table: ArmFeatures, _ kernel: Kernel, _ arguments: Arguments
    ) throws(ArgumentProblems) {
      let prior = FixedPrior(
        table, ArmCovariance(kernel, arguments), mean: arguments.number("mean"))
      arms = prior.clustering.armCount
      clusters = prior.clustering.clusterCount
      let counts: [(path: [String], given: Int?, held: Int, what: String)] = [
        (["arms"], arguments.optionalInteger("arms"), arms, "arms"),
        (["clusters"], arguments.optionalInteger("clusters"), clusters, "clusters"),
        (["dimension"], arguments.optionalInteger("dimension"), table.dimension, "features"),
        (["kernel", "effects"], kernel.arguments.effects, table.dimension, "features"),
      ]
      try check(
        counts.compactMap { path, given, held, what in
          guard let given, given != held else { return nil }
          return ArgumentProblem(
            path, "the file has \(held) \(what) and not \(given)",
            hint: "leave '\(path[path.count - 1])' out: the file decides")
        } + ClusterSizes.problems(arguments, besides: "features"))
      source = .fixed(prior)
    }

    /// One covariance for every cluster.
    init(matrix rows: [[Double]], _ arguments: Arguments) throws(ArgumentProblems) {
      try check(ClusterSizes.problems(arguments, besides: "a matrix"))
      try check(
        ["features", "dimension"].filter { arguments.values[$0] != nil }.map {
          ArgumentProblem(
            [$0], "'\($0)' has no effect with a matrix",
            hint: "leave '\($0)' out, or choose another kernel")
        })
      try check(formProblems(rows, nugget: arguments.optionalNumber("nugget") ?? 0))
      var covariance = Matrix(rows: rows)
      let nugget = arguments.optionalNumber("nugget") ?? 0
      for arm in rows.indices { covariance[arm, arm] += nugget }
      let factor: CovarianceFactor
      do {
        factor = try CovarianceFactor(covariance)
      } catch {
        throw ArgumentProblems([definitenessProblem(error)])
      }
      (arms, clusters) = try Layout.counts(clusterSize: rows.count, arguments)
      source = .fixed(
        FixedPrior(covariance, factor, clusters: clusters, mean: arguments.number("mean")))
    }

    /// N and K, of which one or none may be given.
    private static func counts(
      clusterSize size: Int, _ arguments: Arguments
    ) throws(ArgumentProblems) -> (Int, Int) {
      let arms = arguments.optionalInteger("arms")
      let clusters = arguments.optionalInteger("clusters") ?? arms.map { $0 / size } ?? 10
      let product = clusters * size
      if let arms, arms != product {
        throw ArgumentProblems([
          ArgumentProblem(
            ["arms"],
            arguments.optionalInteger("clusters") == nil
              ? "\(arms) is not a multiple of \(size), the rows of the matrix,"
              : "\(clusters) clusters of \(size) arms, the rows of the matrix, are not \(arms) arms",
            hint: "leave 'arms' out: it is 'clusters' times the rows of the matrix")
        ])
      }
      guard product <= armLimit else {
        throw ArgumentProblems([
          ArgumentProblem(
            ["clusters"], "\(clusters) clusters of \(size) arms are too many",
            hint: "there may be at most \(armLimit) arms")
        ])
      }
      return (product, clusters)
    }
  }

  fileprivate typealias Kernel = (name: String, arguments: Arguments)

  private static func check(_ problems: [ArgumentProblem]) throws(ArgumentProblems) {
    if !problems.isEmpty { throw ArgumentProblems(problems) }
  }

  /// Rows of another length, entries that differ from their mirror image, and variances out of
  /// range.
  private static func formProblems(_ rows: [[Double]], nugget: Double) -> [ArgumentProblem] {
    let n = rows.count
    let ragged = rows.indices.filter { rows[$0].count != n }.map { row -> ArgumentProblem in
      let count = rows[row].count
      let entries = count == 1 ? "1 entry" : "\(count) entries"
      return ArgumentProblem(
        ["kernel", "rows", String(row)], "row \(row) has \(entries), and there are \(n) rows",
        hint: "a covariance is square: write \(n) numbers in each row")
    }
    guard ragged.isEmpty else { return ragged }
    let faint = rows.indices.filter { arm -> Bool in
      (0..<NumberRange.scale.lower).contains(rows[arm][arm] + nugget)
    }
    guard faint.isEmpty else {
      return faint.map { arm -> ArgumentProblem in
        ArgumentProblem(
          ["kernel", "rows", String(arm), String(arm)],
          "in every cluster arm \(arm) has the variance \(rows[arm][arm] + nugget)",
          hint:
            "a variance is at least \(NumberRange.scale.lower): what is known needs no arm, or add a "
            + "nugget")
      }
    }
    return rows.indices.flatMap { row -> [ArgumentProblem] in
      let uneven = (0..<row).filter { column -> Bool in rows[row][column] != rows[column][row] }
      return uneven.map { column -> ArgumentProblem in
        ArgumentProblem(
          ["kernel", "rows", String(row), String(column)],
          "entry (\(row), \(column)) is \(rows[row][column]), and entry (\(column), \(row)) is "
            + "\(rows[column][row])",
          hint: "a covariance is symmetric: write the same number in both places, counted from 0")
      }
    }
  }

  /// What a pivot that is not positive means for the arms.
  private static func definitenessProblem(_ pivot: FailedPivot) -> ArgumentProblem {
    let arm = pivot.index
    let others = arm == 0 ? "" : arm == 1 ? " given arm 0" : " given arms 0…\(arm - 1)"
    return ArgumentProblem(
      ["kernel", "rows", String(arm), String(arm)],
      "the matrix is not positive definite: in every cluster arm \(arm) has the pivot "
        + "\(pivot.value), its variance\(others)",
      hint: "it must be above 0: raise the entry (\(arm), \(arm)), lower its covariances, or add a "
        + "nugget")
  }
}

extension Arguments {
  /// How many effects a kernel names, if it is one of shared effects.
  fileprivate var effects: Int? { optionalInteger("effects") }
}

extension CorrelatedClusters.ArmCovariance {
  /// A kernel with its nugget.
  fileprivate init(_ kernel: CorrelatedClusters.Kernel, _ arguments: Arguments) {
    let nugget = arguments.optionalNumber("nugget")
    if let stationary = CovarianceKernel(kernel.name, kernel.arguments) {
      self = .kernel(stationary, nugget: nugget ?? 1e-6 * stationary.variance)
    } else {
      self = .effects(
        effectVariance: kernel.arguments.number("effect-variance"),
        ownVariance: kernel.arguments.number("own-variance") + (nugget ?? 0))
    }
  }
}
