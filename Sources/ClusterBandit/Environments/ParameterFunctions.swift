/// The functions of `shared-parameter` as an experiment gives them: those of one cluster, which
/// stand for the arms of every cluster, or those of all arms of a file.
struct ParameterFunctions {
  /// Lines over a range that is given apart, or values at the points of a grid.
  private enum Form {
    case lines(intercepts: [Double], slopes: [Double], isLogistic: Bool)
    case points(values: [[Double]], grid: [Double])
  }
  private let form: Form
  /// The clusters of a file.
  private(set) var clustering: Clustering?
  private(set) var names: ArmNames?

  /// The arms that have functions.
  var count: Int {
    switch form {
    case .lines(let intercepts, _, _): intercepts.count
    case .points(let values, _): values.count
    }
  }

  /// What a variant of `function` says.
  init(_ kind: String, _ arguments: Arguments) throws(ArgumentProblems) {
    switch kind {
    case "logistic", "linear":
      let (intercepts, slopes) = (arguments.numbers("intercepts"), arguments.numbers("slopes"))
      try SharedParameterClusters.check(
        intercepts.count != slopes.count, ["function", "slopes"],
        "there are not as many slopes as intercepts, but \(slopes.count) and \(intercepts.count)",
        "give one of each to every arm")
      form = .lines(intercepts: intercepts, slopes: slopes, isLogistic: kind == "logistic")
    case "points":
      let (grid, values) = (arguments.numbers("grid"), arguments.vectors("values") ?? [])
      try ParameterFunctions.checkGrid(grid, ["function", "grid"])
      for (arm, own) in values.enumerated() {
        try SharedParameterClusters.check(
          own.count != grid.count, ["function", "values", String(arm)],
          "arm \(arm) has \(own.count) values, and the grid \(grid.count) points",
          "give one value for each point")
      }
      form = .points(values: values, grid: grid)
    default:
      guard let file = arguments.features("file") else { stop("a table has a file") }
      form = try ParameterFunctions.table(file)
      let clustering = Clustering(namesByRow: file.clusters)
      self.clustering = clustering
      names = ArmNames(clustering, clustersByRow: file.clusters, armsByRow: file.arms)
    }
  }

  private static func checkGrid(_ grid: [Double], _ path: [String]) throws(ArgumentProblems) {
    try SharedParameterClusters.check(
      grid.count < 2, path, "a grid of \(grid.count) point has no inside",
      "give at least two points")
    for (point, next) in zip(grid, grid.dropFirst()) {
      try SharedParameterClusters.check(
        point >= next, path, "\(next) follows \(point)", "points ascend: write the smaller first")
    }
  }

  /// The functions of a file whose columns are named after the points.
  private static func table(_ file: ArmFeatures) throws(ArgumentProblems) -> Form {
    let path = ["function", "file"]
    var grid: [Double] = []
    for name in file.names {
      let point = Double(name)
      try SharedParameterClusters.check(
        !(point.map { NumberRange.location.contains($0) } ?? false), path,
        "the column '\(name)' is not named after a point",
        "name each column but cluster and arm after its φ, as in cluster,arm,-1,0,1")
      grid.append(point ?? 0)
    }
    try checkGrid(grid, path)
    for (row, arm) in file.arms.enumerated() {
      let own = file.values[(row * grid.count)..<((row + 1) * grid.count)]
      let odd = own.first { !NumberRange.probability.contains($0) }
      try SharedParameterClusters.check(
        odd != nil, path, "arm '\(arm)' of cluster '\(file.clusters[row])' has θ = \(odd ?? 0)",
        "means of 0/1 rewards are from 0 to 1")
    }
    return .points(
      values: file.laidOut().features.flatMap { $0.chunked(by: grid.count) }, grid: grid)
  }

  /// Where parameters lie.
  func range(_ given: [Double]?) throws(ArgumentProblems) -> ClosedRange<Double> {
    switch form {
    case .points(_, let grid):
      try SharedParameterClusters.check(
        given != nil, ["range"], "'range' has no effect beside a grid",
        "leave it out: it goes from the first to the last point")
      return grid[0]...grid[grid.count - 1]
    case .lines(let intercepts, let slopes, let isLogistic):
      let ends = given ?? (isLogistic ? [-4, 4] : [0, 1])
      try SharedParameterClusters.check(
        ends[0] >= ends[1], ["range"], "[\(ends[0]), \(ends[1])] is not a range",
        "write [a, b] with a < b")
      if isLogistic { return ends[0]...ends[1] }
      for arm in intercepts.indices {
        for end in ends {
          let mean = intercepts[arm] + slopes[arm] * end
          try SharedParameterClusters.check(
            // 0.1 + 0.3 · 3 may miss 1 by a bit.
            !NumberRange.closed(-1e-12, 1 + 1e-12).contains(mean),
            ["function", "slopes", String(arm)],
            "arm \(arm) has the mean \(mean) at φ = \(end)",
            "a + b φ must stay in [0, 1] from \(ends[0]) to \(ends[1])")
        }
      }
      return ends[0]...ends[1]
    }
  }

  /// The functions of all clusters, `copies` times those that were given.
  func shared(
    _ range: ClosedRange<Double>, _ law: SharedParameter.Law, copies: Int
  ) -> SharedParameter {
    switch form {
    case .lines(let intercepts, let slopes, let isLogistic):
      return SharedParameter(
        intercepts: intercepts, slopes: slopes, isLogistic: isLogistic, range: range, law: law,
        copies: copies)
    case .points(let values, let grid):
      return SharedParameter(values: values, grid: grid, law: law, copies: copies)
    }
  }
}

extension [Double] {
  /// Neighbors in groups of so many.
  fileprivate func chunked(by size: Int) -> [[Double]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<$0 + size]) }
  }
}
