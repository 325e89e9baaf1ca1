public import Randomness

/// `strong-dominance`: every arm of the best cluster beats every arm of the others.
///
/// The best cluster has A* arms: 0.6, 0.6 − w, and the rest U(0.6 − w, 0.6). Of the other arms each
/// of the clusters 2 … K gets one, the rest fall into them uniformly; their means are
/// U(0.5 − w − d, 0.6 − w − d), and in each of these clusters one arm is set to the upper end and,
/// if it has two, one to the lower end. So d is the distance between the best cluster's worst arm
/// and every other cluster's best. With given `sizes` the first is that of the best cluster, and no
/// arm draws its cluster. Labels are dealt at random for each instance.
///
/// Source: E. Carlsson, D. Dubhashi and F. D. Johansson, "Thompson sampling for bandits with
/// clustered arms", IJCAI 2021, section 5.1.
///
/// Draws O(N) words.
public struct StrongDominance: Environment {
  /// N, K and Bernoulli rewards.
  public let shape: ProblemShape
  private let sizes: ClusterSizes
  private let bestClusterArms: Int
  private let width: Double
  private let gap: Double

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "strong-dominance", summary: "every arm of one cluster beats every arm of the others",
    parameters: ClusterSizes.parameters() + [
      .optional(
        "best-cluster-arms", .integer(1...armLimit), absent: "10; the first of 'sizes'",
        "A*, the arms of the best cluster"),
      .defaulted(
        "width", .number(.closed(0, 0.5)), .number(0.1), "w, the spread of the best cluster"),
      .defaulted(
        "gap", .number(.closed(0, 0.5)), .number(0.1),
        "d, the distance between the best cluster and the others; w + d ≤ 0.5"),
    ],
    make: { arguments in
      let sizes = ClusterSizes(arguments)
      let (n, k) = (sizes.armCount, sizes.clusterCount)
      let best = sizes.given?[0] ?? arguments.optionalInteger("best-cluster-arms") ?? 10
      let (w, d) = (arguments.number("width"), arguments.number("gap"))
      var problems = ClusterSizes.problems(arguments)
      if sizes.given != nil, arguments.values["best-cluster-arms"] != nil {
        problems.append(
          ArgumentProblem(
            ["best-cluster-arms"], "'best-cluster-arms' and 'sizes' exclude each other",
            hint: "leave it out: the first of the sizes is that of the best cluster"))
      }
      if problems.isEmpty, k == 1, best != n {
        problems.append(
          ArgumentProblem(
            ["best-cluster-arms"], "with one cluster all \(n) arms are in the best one",
            hint: "write best-cluster-arms: \(n), or more clusters"))
      } else if problems.isEmpty, best > n - (k - 1) {
        problems.append(
          ArgumentProblem(
            ["best-cluster-arms"],
            "\(best) of \(n) arms leave \(max(0, n - best)) for \(k - 1) other clusters",
            hint: "at most \(n - (k - 1)) arms fit, so that no cluster is empty"))
      }
      // The sum is compared with a little slack: 0.1 + 0.4 is not ½ for every pair of doubles.
      if w + d > 0.5 + 1e-12 {
        problems.append(
          ArgumentProblem(
            ["gap"], "width + gap = \(w + d) makes means negative",
            hint: "keep width + gap at most 0.5"))
      }
      guard problems.isEmpty else { return .failure(ArgumentProblems(problems)) }
      return .success(
        StrongDominance(sizes: sizes, bestClusterArms: best, width: w, gap: d))
    })

  init(sizes: ClusterSizes, bestClusterArms: Int, width: Double, gap: Double) {
    shape = ProblemShape(
      armCount: sizes.armCount, clusterCount: sizes.clusterCount, rewards: .bernoulli)
    self.sizes = sizes
    self.bestClusterArms = bestClusterArms
    self.width = width
    self.gap = gap
  }

  /// Draws sizes, means and labels.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    var best: [Double] = [0.6]
    if bestClusterArms > 1 { best.append(0.6 - width) }
    while best.count < bestClusterArms {
      best.append(0.6 - width * stream.nextUnit())
    }
    let upper = 0.6 - width - gap
    let lower = max(0, 0.5 - width - gap)
    // The clusters of the arms beyond the first of each, where sizes are given.
    let free = (sizes.given ?? []).dropFirst().enumerated().flatMap { cluster, size in
      Array(repeating: cluster, count: size - 1)
    }
    var others = Array(repeating: [upper], count: shape.clusterCount - 1)
    for index in 0..<(shape.armCount - bestClusterArms - others.count) {
      let cluster = free.isEmpty ? stream.nextIndex(below: others.count) : free[index]
      let mean = others[cluster].count == 1 ? lower : lower + (upper - lower) * stream.nextUnit()
      others[cluster].append(mean)
    }
    return BanditInstance(dealing: [best] + others, using: &stream)
  }
}
