import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Environments")
struct EnvironmentTests: EnvironmentDriving {
  @Test(
    "Labels are dealt uniformly: every cluster and every place in it may be the best",
    arguments: ["strong-dominance", "needle"])
  func labels(name: String) throws {
    // 3000 instances over 3 clusters and 4 places: an error of 17 % in a cell is missed once in a
    // million.
    let values: [String: ParameterValue] =
      name == "needle"
      ? ["arms": .integer(12), "clusters": .integer(3)]
      : StrongDominanceTests.Dominance(arms: 6, clusters: 3, best: 4, width: 0.1, gap: 0.1).values
    let environment = try environment(name, values)
    var stream = testStream(UInt64(name.count))
    var clusterCounts = [0, 0, 0]
    var placeCounts = [0, 0, 0, 0]
    for _ in 0..<3000 {
      let instance = environment.drawInstance(using: &stream)
      let arm = instance.oracle.arm
      let cluster = Int(instance.clustering.clusterOfArm[arm])
      clusterCounts[cluster] += 1
      placeCounts[arm - instance.clustering.arms(of: cluster).lowerBound] += 1
    }
    for (counts, cells) in [(clusterCounts, 3), (placeCounts, 4)] {
      let verdict = Verdict.chiSquare(
        counts: counts, probabilities: Array(repeating: 1 / Double(cells), count: cells))
      #expect(verdict.holds, "\(verdict)")
    }
  }

  @Test(
    "The same stream draws the same instance",
    arguments: ["strong-dominance", "beta-clusters", "needle"])
  func repeatable(name: String) throws {
    let environment = try environment(
      name, name == "beta-clusters" ? ["cohesion": .number(9)] : [:])
    var (first, second, third) = (testStream(1), testStream(1), testStream(2))
    let (a, b, c) = (
      environment.drawInstance(using: &first), environment.drawInstance(using: &second),
      environment.drawInstance(using: &third)
    )
    #expect(a.means.array == b.means.array && a.clustering.sizes == b.clustering.sizes)
    #expect(a.means.array != c.means.array)
  }

  @Test(
    "The same stream draws the same tree", arguments: ["sorted-tree", "sine-clusters"])
  func repeatableTrees(name: String) throws {
    let environment = try environment(name)
    var (first, second, third) = (testStream(1), testStream(1), testStream(2))
    let (a, b, c) = (
      environment.drawInstance(using: &first), environment.drawInstance(using: &second),
      environment.drawInstance(using: &third)
    )
    #expect(a.means.array == b.means.array && tree(a).nested() == tree(b).nested())
    #expect(a.means.array != c.means.array)
  }
}
