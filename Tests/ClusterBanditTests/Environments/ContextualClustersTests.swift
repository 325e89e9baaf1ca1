import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("contextual-clusters")
struct ContextualClustersTests: EnvironmentDriving {
  @Test("Arms scatter by ε about centroids that are standard normal", arguments: [0.25, 2])
  func clusters(spread: Double) throws {
    // 40 instances: 2400 differences and 1200 first arms. Laws at a distance of 0.11 and 0.15 are
    // told apart.
    let environment = try environment(
      "contextual-clusters",
      [
        "arms": .integer(29), "clusters": .integer(10), "dimension": .integer(3),
        "spread": .number(spread),
      ])
    #expect(
      environment.shape
        == ProblemShape(
          armCount: 29, clusterCount: 10, rewards: .contextual(dimension: 3)))
    var stream = testStream(UInt64(spread))
    var (first, differences): ([Double], [Double]) = ([], [])
    var places: Set<Int> = []
    for _ in 0..<40 {
      let instance = environment.drawInstance(using: &stream)
      #expect(instance.clustering.sizes.sorted() == [2] + Array(repeating: 3, count: 9))
      places.formUnion(
        instance.clustering.sizes.indices.filter { instance.clustering.sizes[$0] == 2 })
      for cluster in try vectors(instance) {
        first += cluster[0].map { $0 / (1 + spread * spread).squareRoot() }
        differences += zip(cluster[0], cluster[1]).map { ($0 - $1) / (spread * 2.0.squareRoot()) }
      }
    }
    #expect(places.count > 5)
    for verdict in [
      Verdict.kolmogorovSmirnov(first, follow: .normal()),
      Verdict.kolmogorovSmirnov(differences, follow: .normal()),
    ] { #expect(verdict.holds, "\(verdict)") }
  }

  @Test("Without spread the arms of a cluster are one")
  func noSpread() throws {
    let environment = try environment("contextual-clusters", ["spread": .number(0)])
    var stream = testStream()
    for cluster in try vectors(environment.drawInstance(using: &stream)) {
      #expect(cluster.count == 10 && Set(cluster).count == 1)
    }
  }
}
