public import Randomness

/// `needle`: the best arm hides among bad siblings.
///
/// One cluster holds one arm of mean `best` and siblings of mean `siblings`; all other arms are
/// U(others). With 100 arms in 10 clusters the needle has nine siblings. Its cluster has the lowest
/// mean of all and the highest maximum, so MEAN avoids it and MAX can find it. Cluster sizes differ
/// by at most one. Labels are dealt at random for each instance.
///
/// Source: the drawback of the MEAN strategy named by Pandey, Chakrabarti and Agarwal (2007),
/// section 4, as an instance.
///
/// Draws O(N) words.
public struct Needle: Environment {
  /// N, K and Bernoulli rewards.
  public let shape: ProblemShape
  private let best: Double
  private let siblings: Double
  private let others: ClosedRange<Double>

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "needle", summary: "one excellent arm among bad siblings, all other arms mediocre",
    parameters: [
      .defaulted("arms", .integer(1...armLimit), .integer(100), "N, the number of arms"),
      .defaulted("clusters", .integer(1...armLimit), .integer(10), "K, the number of clusters"),
      .defaulted("best", .number(.probability), .number(0.6), "the mean of the needle"),
      .defaulted("siblings", .number(.probability), .number(0.2), "the mean of its siblings"),
      .defaulted(
        "others", .numbers(.probability, count: 2), .numbers([0.45, 0.5]),
        "the range [a, b] of all other means"),
    ],
    make: { arguments in
      let (n, k) = (arguments.integer("arms"), arguments.integer("clusters"))
      let others = arguments.numbers("others")
      var problems = clusterCountProblems(arms: n, clusters: k)
      if others[0] > others[1] {
        problems.append(
          ArgumentProblem(
            ["others"], "[\(others[0]), \(others[1])] is not a range",
            hint: "write the smaller number first"))
      }
      let (best, siblings) = (arguments.number("best"), arguments.number("siblings"))
      if best < max(siblings, others[1]) {
        problems.append(
          ArgumentProblem(
            ["best"], "the needle's mean \(best) is not the best one",
            hint: "give it at least the largest of siblings and others"))
      }
      guard problems.isEmpty else { return .failure(ArgumentProblems(problems)) }
      return .success(
        Needle(
          arms: n, clusters: k, best: best, siblings: siblings, others: others[0]...others[1]))
    })

  init(arms: Int, clusters: Int, best: Double, siblings: Double, others: ClosedRange<Double>) {
    shape = ProblemShape(armCount: arms, clusterCount: clusters, rewards: .bernoulli)
    self.best = best
    self.siblings = siblings
    self.others = others
  }

  /// Draws the other arms and the labels.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    let sizes = Clustering.evenSizes(armCount: shape.armCount, clusterCount: shape.clusterCount)
    var clusters: [[Double]] = []
    clusters.reserveCapacity(sizes.count)
    for (index, size) in sizes.enumerated() {
      if index == 0 {
        clusters.append([best] + Array(repeating: siblings, count: size - 1))
      } else {
        clusters.append(
          (0..<size).map { _ in
            others.lowerBound + (others.upperBound - others.lowerBound) * stream.nextUnit()
          })
      }
    }
    return BanditInstance(dealing: clusters, using: &stream)
  }
}
