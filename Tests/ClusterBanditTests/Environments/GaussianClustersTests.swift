import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("gaussian-clusters")
struct GaussianClustersTests: EnvironmentDriving {
  @Test("Normal arms scatter about their cluster's normal mean")
  func gaussianClusters() throws {
    // 3000 clusters of two arms and more: a distance of 0.1 between laws is missed once in a
    // million.
    let environment = try environment(
      "gaussian-clusters",
      [
        "arms": .integer(23), "clusters": .integer(10), "mean": .number(3),
        "cluster-standard-deviation": .number(2), "arm-standard-deviation": .number(0.25),
        "standard-deviation": .number(1.5),
      ])
    var stream = testStream()
    var sums: [Double] = []
    var gaps: [Double] = []
    for _ in 0..<300 {
      let instance = environment.drawInstance(using: &stream)
      #expect(instance.rewards == .gaussian(standardDeviation: 1.5))
      #expect(instance.clustering.sizes.sorted() == [2, 2, 2, 2, 2, 2, 2, 3, 3, 3])
      for arms in clusters(instance) {
        sums.append(arms[0] + arms[1])
        gaps.append(arms[0] - arms[1])
      }
    }
    // Sums have mean 2 m0 and variance 4 t0² + 2 t², gaps mean 0 and variance 2 t².
    for (draws, mean, variance) in [(sums, 6.0, 16.125), (gaps, 0, 0.125)] {
      let verdict = Verdict.kolmogorovSmirnov(
        draws, follow: .normal(mean: mean, standardDeviation: variance.squareRoot()))
      #expect(verdict.holds, "\(verdict)")
    }
  }

  @Test("Without spread all arms, or the arms of a cluster, are one")
  func gaussianClustersWithoutSpread() throws {
    var stream = testStream()
    for (between, within) in [(0.0, 1.0), (1, 0), (0, 0)] {
      let environment = try environment(
        "gaussian-clusters",
        [
          "arms": .integer(6), "clusters": .integer(3), "mean": .number(-2),
          "cluster-standard-deviation": .number(between),
          "arm-standard-deviation": .number(within), "standard-deviation": .number(0),
        ])
      let drawn = clusters(environment.drawInstance(using: &stream))
      let centres = Set(drawn.map { $0[0] })
      #expect(centres.count == (between == 0 && within == 0 ? 1 : 3))
      #expect(drawn.allSatisfy { ($0[0] == $0[1]) == (within == 0) })
      if between == 0, within == 0 { #expect(centres == [-2]) }
    }
    #expect(
      try paths("gaussian-clusters", ["arms": .integer(3), "clusters": .integer(4)])
        == [["clusters"]])
  }
}
