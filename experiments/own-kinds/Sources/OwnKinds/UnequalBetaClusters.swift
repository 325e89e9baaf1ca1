public import ClusterBandit
public import Randomness

/// Beta clusters of 1, 2, …, K arms: the arms of a cluster scatter about its centre.
///
/// A cluster draws its centre π ~ U(0.1, 0.6), its arms θ ~ Beta(πν, (1 − π)ν) with the cohesion ν.
/// Which cluster is how large is dealt at random.
///
/// Draws K − 1 indices, K words and a Beta draw for each arm. O(N).
public struct UnequalBetaClusters: Environment {
  /// N = K(K + 1)/2, K and 0/1 rewards.
  public let shape: ProblemShape
  private let cohesion: Double

  /// K clusters of this cohesion.
  public init(clusters: Int, cohesion: Double) {
    shape = ProblemShape(
      armCount: clusters * (clusters + 1) / 2, clusterCount: clusters, rewards: .bernoulli)
    self.cohesion = cohesion
  }

  /// Draws sizes, centers and means.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    var sizes = Array(1...shape.clusterCount)
    stream.shuffle(&sizes)
    var means: [Double] = []
    for size in sizes {
      let center = 0.1 + 0.5 * stream.nextUnit()
      let arm = BetaShape(alpha: center * cohesion, beta: (1 - center) * cohesion)
      for _ in 0..<size { means.append(stream.nextBeta(arm, .shared)) }
    }
    return BanditInstance(
      laidOut: means, clustering: Clustering(sizes: sizes), rewards: .bernoulli)
  }

  /// The kind `unequal-beta-clusters`.
  public static let family = EnvironmentFamily(
    name: "unequal-beta-clusters", summary: "0/1 rewards, Beta clusters of 1, 2, …, K arms",
    parameters: [
      .defaulted("clusters", .integer(1...1000), .integer(6), "K, the number of clusters"),
      .defaulted(
        "cohesion", .number(.closed(0.5, 1e6)), .number(20),
        "ν, how closely the arms of a cluster keep together"),
    ],
    make: { arguments in
      .success(
        UnequalBetaClusters(
          clusters: arguments.integer("clusters"), cohesion: arguments.number("cohesion")))
    })
}
