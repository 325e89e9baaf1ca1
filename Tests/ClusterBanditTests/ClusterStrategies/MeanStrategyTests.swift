import Randomness
import Testing

@testable import ClusterBandit

@Suite("MEAN")
struct MeanStrategyTests {
  @Test("MEAN adds up the pulls of a cluster, with its prior once")
  func meanByHand() {
    let clusters = Represented<MeanStrategy>(
      ["prior": .numbers([2, 3])], Clustering(sizes: [2, 3]))
    #expect(clusters.initial(0) == ClusterEstimate(alpha: 2, beta: 3, pulls: 0))
    #expect(clusters.pull(0, 1) == ClusterEstimate(alpha: 3, beta: 3, pulls: 1))
    #expect(clusters.pull(4, 0) == ClusterEstimate(alpha: 2, beta: 4, pulls: 1))
    #expect(clusters.pull(1, 0) == ClusterEstimate(alpha: 3, beta: 4, pulls: 2))
    let third = clusters.pull(1, 1)
    #expect(third == ClusterEstimate(alpha: 4, beta: 4, pulls: 3))
    // r = (2 + 2)/(2 + 3 + 3), v = r(1 − r)/(n + A0 + B0 + 1).
    #expect(third.mean == 0.5 && abs(third.variance - 0.25 / 9) < 1e-15)
  }

  @Test("MEAN with the prior [0, 0] is the observed mean, and 0 before the first pull")
  func meanWithoutPrior() {
    let clusters = Represented<MeanStrategy>(["prior": .numbers([0, 0])], Clustering(sizes: [2]))
    #expect(clusters.initial(0).mean == 0 && clusters.initial(0).variance == 0)
    _ = clusters.pull(0, 1)
    #expect(clusters.pull(1, 0).mean == 0.5)
    #expect(clusters.pull(1, 0).mean == 1.0 / 3)
  }
}
