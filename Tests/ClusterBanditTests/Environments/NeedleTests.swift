import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("needle")
struct NeedleTests: EnvironmentDriving {
  @Test("The needle has bad siblings, all other arms are mediocre")
  func needle() throws {
    let environment = try environment("needle", ["arms": .integer(23), "clusters": .integer(4)])
    var stream = testStream()
    var others: [Double] = []
    for _ in 0..<200 {
      let instance = environment.drawInstance(using: &stream)
      #expect(instance.clustering.sizes.sorted() == [5, 6, 6, 6])
      for cluster in clusters(instance) {
        if cluster.contains(0.6) {
          #expect(cluster.sorted() == [0.2, 0.2, 0.2, 0.2, 0.2, 0.6])
        } else {
          others += cluster
        }
      }
    }
    // 3400 means: a distance of 0.095 to the law is missed once in a million.
    #expect(others.count == 200 * 17)
    let verdict = Verdict.kolmogorovSmirnov(others.map { ($0 - 0.45) / 0.05 }, follow: .uniform)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test(
    "Arguments of needle that cannot hold are named",
    arguments: [
      (5, 6, [0.1, 0.5], [["clusters"]]), (6, 6, [0.5, 0.1], [["others"]]), (6, 6, [0.5, 0.5], []),
    ] as [(Int, Int, [Double], [[String]])])
  func needleProblems(arms: Int, count: Int, others: [Double], expected: [[String]]) throws {
    #expect(
      try paths(
        "needle",
        ["arms": .integer(arms), "clusters": .integer(count), "others": .numbers(others)])
        == expected)
  }
}
