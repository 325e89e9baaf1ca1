public import Randomness

/// `needle`: the best arm hides among bad siblings.
///
/// One cluster holds one arm of mean `best` and siblings of mean `siblings`; all other arms are
/// U(others). With 100 arms in 10 clusters the needle has nine siblings. Its cluster has the lowest
/// mean of all and the highest maximum, so MEAN avoids it and MAX can find it. Of given sizes the
/// first is that of the needle's cluster. Labels are dealt at random for each instance.
///
/// Source: the drawback of the MEAN strategy named by Pandey, Chakrabarti and Agarwal (2007),
/// section 4, as an instance.
///
/// Draws O(N) words.
public struct Needle: Environment {
  /// N, K and Bernoulli rewards.
  public let shape: ProblemShape
  private let sizes: ClusterSizes
  private let best: Double
  private let siblings: Double
  private let others: ClosedRange<Double>

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "needle", summary: "one excellent arm among bad siblings, all other arms mediocre",
    parameters: ClusterSizes.parameters() + [
      .defaulted("best", .number(.probability), .number(0.6), "the mean of the needle"),
      .defaulted("siblings", .number(.probability), .number(0.2), "the mean of its siblings"),
      .defaulted(
        "others", .numbers(.probability, count: 2), .numbers([0.45, 0.5]),
        "the range [a, b] of all other means"),
    ],
    make: { arguments in
      let others = arguments.numbers("others")
      var problems = ClusterSizes.problems(arguments)
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
          sizes: ClusterSizes(arguments), best: best, siblings: siblings,
          others: others[0]...others[1]))
    })

  init(
    sizes: ClusterSizes, best: Double, siblings: Double, others: ClosedRange<Double>
  ) {
    shape = ProblemShape(
      armCount: sizes.armCount, clusterCount: sizes.clusterCount, rewards: .bernoulli)
    self.sizes = sizes
    self.best = best
    self.siblings = siblings
    self.others = others
  }

  /// Draws the other arms and the labels.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    let sizes = self.sizes.sizes
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
