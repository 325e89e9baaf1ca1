/// How many arms the clusters of a random environment have: N arms in K clusters whose sizes differ
/// by at most one, or one size for each cluster.
///
/// Which clusters are the larger ones is dealt at random for each instance, also where sizes are
/// given. Equal sizes draw what `arms` and `clusters` draw.
struct ClusterSizes: Sendable {
  /// N.
  let armCount: Int
  /// K.
  let clusterCount: Int
  /// The sizes that were given; nil where they differ by at most one.
  let given: [Int]?

  /// N arms in K clusters.
  init(arms: Int, clusters: Int) {
    armCount = arms
    clusterCount = clusters
    given = nil
  }

  /// What `arms`, `clusters` or `sizes` say, by default 100 arms in 10 clusters.
  init(_ arguments: Arguments) {
    given = arguments.optionalIntegers("sizes")
    armCount = given?.reduce(0, +) ?? arguments.optionalInteger("arms") ?? 100
    clusterCount = given?.count ?? arguments.optionalInteger("clusters") ?? 10
  }

  /// The size of every cluster; without given ones the larger first.
  var sizes: [Int] {
    given ?? Clustering.evenSizes(armCount: armCount, clusterCount: clusterCount)
  }

  /// The size of the largest cluster.
  var largest: Int { given?.max() ?? (armCount + clusterCount - 1) / clusterCount }

  /// `arms`, `clusters` and `sizes`.
  static func parameters(
    arms: String = "100", clusters: String = "10", sizes: String = "they differ by at most one"
  ) -> [Parameter] {
    [
      .optional(
        "arms", .integer(1...armLimit), absent: arms + "; the sum of 'sizes'",
        "N, the number of arms"),
      .optional(
        "clusters", .integer(1...armLimit), absent: clusters + "; as many as 'sizes'",
        "K, the number of clusters"),
      .optional(
        "sizes", .integers(1...armLimit), absent: sizes,
        "the number of arms of each cluster, instead of arms and clusters: [4, 8, 12]"),
    ]
  }

  /// Sizes beside the numbers that follow from them, more clusters than arms, or too many arms.
  static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    let sizes = ClusterSizes(arguments)
    guard sizes.given != nil else {
      return clusterCountProblems(arms: sizes.armCount, clusters: sizes.clusterCount)
    }
    var problems = [
      ("arms", "their sum, \(sizes.armCount)"),
      ("clusters", "how many they are, \(sizes.clusterCount)"),
    ].filter { arguments.values[$0.0] != nil }.map { name, meaning in
      ArgumentProblem(
        [name], "'\(name)' and 'sizes' exclude each other",
        hint: "leave '\(name)' out: the sizes say \(meaning)")
    }
    if sizes.armCount > armLimit {
      problems.append(
        ArgumentProblem(
          ["sizes"], "\(sizes.armCount) arms are too many",
          hint: "there may be at most \(armLimit) arms"))
    }
    return problems
  }

  /// Sizes where something else decides on the clusters.
  static func problems(_ arguments: Arguments, besides other: String) -> [ArgumentProblem] {
    guard arguments.values["sizes"] != nil else { return [] }
    return [
      ArgumentProblem(
        ["sizes"], "'sizes' has no effect beside \(other)",
        hint: "leave it out: the clusters are those of \(other)")
    ]
  }
}
