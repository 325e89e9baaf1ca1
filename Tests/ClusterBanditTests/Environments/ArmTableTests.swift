import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Tables of arms")
struct ArmTableTests: EnvironmentDriving {
  @Test("A table is laid out by cluster, in the order of first rows")
  func table() throws {
    let table = ArmTable(
      clusters: ["b", "a", "b", "c", "a"], arms: ["1", "2", "3", "4", "5"],
      means: [0.1, 0.2, 0.3, 0.4, 0.5])
    let environment = try environment("table", ["file": .table(table)])
    var stream = testStream()
    let instance = environment.drawInstance(using: &stream)
    #expect(stream == testStream(), "a given problem draws nothing")
    #expect(clusters(instance) == [[0.1, 0.3], [0.2, 0.5], [0.4]])
    #expect(instance.clustering.listed == [0, 2, 1, 4, 3])
    #expect(instance.rewards == .bernoulli)
    #expect(environment.shape == ProblemShape(armCount: 5, clusterCount: 3, rewards: .bernoulli))
    let sorted = ArmTable(
      clusters: ["x", "x", "y"], arms: ["1", "2", "3"], means: [0.3, 0.2, 0.1])
    #expect(sorted.instance().clustering.listed == nil)
    #expect(clusters(sorted.instance()) == [[0.3, 0.2], [0.1]])
  }
}
