import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Arms that are given")
struct FixedArmsTests: EnvironmentDriving {
  @Test("Given arms are laid out by their clusters, or each in a cluster of its own")
  func fixedArms() throws {
    let means = ParameterValue.numbers([0.1, 0.2, 0.3, 0.4])
    var stream = testStream()
    let alone = try environment("bernoulli", ["means": means]).drawInstance(using: &stream)
    #expect(clusters(alone) == [[0.1], [0.2], [0.3], [0.4]])
    let grouped = try environment(
      "gaussian",
      [
        "means": means, "standard-deviation": .number(2),
        "clusters": .partition([[3, 1], [0, 2]]),
      ]
    ).drawInstance(using: &stream)
    #expect(clusters(grouped) == [[0.4, 0.2], [0.1, 0.3]])
    #expect(grouped.clustering.listed == [3, 1, 0, 2])
    #expect(grouped.rewards == .gaussian(standardDeviation: 2))
    #expect(stream == testStream())
  }

  @Test(
    "Clusters that are no partition are named one by one",
    arguments: [
      ([[0, 1], [2]], []), ([[0], [], [1, 2]], [["clusters", "1"]]),
      ([[0, 1], [1, 2]], [["clusters", "1"]]), ([[0, 0, 1, 2]], [["clusters", "0"]]),
      ([[0, 1]], [["clusters"]]), ([[0, 1, 2], [3]], [["clusters", "1"]]),
      ([[0, -1], [7]], [["clusters", "0"], ["clusters", "1"], ["clusters"], ["clusters"]]),
    ] as [([[Int]], [[String]])])
  func fixedProblems(partition: [[Int]], expected: [[String]]) throws {
    #expect(
      try paths(
        "bernoulli", ["means": .numbers([0.1, 0.2, 0.3]), "clusters": .partition(partition)])
        == expected)
  }
}
