import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("beta-clusters")
struct BetaClustersTests: EnvironmentDriving {
  @Test("Arms scatter about their centre as the cohesion says", arguments: [2.0, 20, 200])
  func betaClusters(cohesion: Double) throws {
    // The centre is 0.3 sure: θ ~ Beta(0.3 ν, 0.7 ν). 10 000 draws: a distance of 0.056 to the law
    // is missed once in a million; the neighbouring cohesions are farther away.
    let environment = try environment(
      "beta-clusters",
      [
        "arms": .integer(100), "clusters": .integer(7), "cohesion": .number(cohesion),
        "centre": .numbers([0.3, 0.3]),
      ])
    var stream = testStream(UInt64(cohesion))
    var means: [Double] = []
    for _ in 0..<100 {
      let instance = environment.drawInstance(using: &stream)
      #expect(instance.clustering.sizes.sorted() == [14, 14, 14, 14, 14, 15, 15])
      means += instance.means.array
    }
    let verdict = Verdict.kolmogorovSmirnov(means, follow: .beta(0.3 * cohesion, 0.7 * cohesion))
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("Centres are uniform and shared by a cluster's arms")
  func betaCentres() throws {
    // With a huge cohesion the arms are their centre. 3000 centres: a distance of 0.1 is missed
    // once in a million.
    let environment = try environment(
      "beta-clusters",
      ["arms": .integer(20), "clusters": .integer(10), "cohesion": .number(1e12)])
    var stream = testStream()
    var centres: [Double] = []
    for _ in 0..<300 {
      for cluster in clusters(environment.drawInstance(using: &stream)) {
        #expect(abs(cluster[0] - cluster[1]) < 1e-5)
        centres.append(cluster[0])
      }
    }
    let verdict = Verdict.kolmogorovSmirnov(centres.map { ($0 - 0.05) / 0.45 }, follow: .uniform)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test(
    "Arguments of beta-clusters that cannot hold are named",
    arguments: [
      (5, 6, [0.1, 0.5], [["clusters"]]), (6, 6, [0.1, 0.5], []), (6, 6, [0.5, 0.1], [["centre"]]),
      (6, 6, [0.5, 1], [["centre"]]), (6, 6, [0.5, 0.5], []),
      (5, 6, [0.5, 0.4], [["clusters"], ["centre"]]),
    ] as [(Int, Int, [Double], [[String]])])
  func betaProblems(arms: Int, count: Int, centre: [Double], expected: [[String]]) throws {
    #expect(
      try paths(
        "beta-clusters",
        [
          "arms": .integer(arms), "clusters": .integer(count), "centre": .numbers(centre),
          "cohesion": .number(5),
        ]) == expected)
  }
}
