import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Arms with given vectors")
struct ContextualArmsTests: EnvironmentDriving {
  @Test("Given vectors are laid out by their clusters; without clusters every arm is one")
  func given() throws {
    let rows: [[Double]] = [[1, 2], [3, 4], [5, 6]]
    var stream = testStream()
    let apart = try environment("contextual", ["parameters": .vectors(rows)])
      .drawInstance(using: &stream)
    #expect(try vectors(apart) == rows.map { [$0] })
    let grouped = try environment(
      "contextual", ["parameters": .vectors(rows), "clusters": .partition([[2, 0], [1]])])
    #expect(try vectors(grouped.drawInstance(using: &stream)) == [[[5, 6], [1, 2]], [[3, 4]]])
    #expect(
      grouped.shape
        == ProblemShape(armCount: 3, clusterCount: 2, rewards: .contextual(dimension: 2)))
    #expect(stream == testStream())
  }

  @Test("A vector of another dimension is named with both numbers")
  func dimensions() throws {
    let ragged = try problems(
      "contextual", ["parameters": .vectors([[1, 2], [3, 4, 5], [6, 7], [8]])])
    #expect(ragged.map(\.path) == [["parameters", "1"], ["parameters", "3"]])
    #expect(ragged[0].message == "vector 1 has dimension 3, and the first vector has dimension 2")
    let contexts = try problems(
      "contextual", ["parameters": .vectors([[1, 2]]), "contexts": .vectors([[1, 2], [3]])])
    #expect(contexts.map(\.path) == [["contexts", "1"]])
    #expect(contexts[0].message == "vector 1 has dimension 1, and the parameters have dimension 2")
    let drawn = try problems("contextual-clusters", ["contexts": .vectors([[1, 2]])])
    #expect(
      drawn.map(\.message) == ["vector 0 has dimension 2, and the parameters have dimension 5"])
  }

  @Test("Clusters that are no partition, too many of them, and sizes beyond counting are refused")
  func refused() throws {
    let rows = ParameterValue.vectors([[1], [2]])
    #expect(
      try problems("contextual", ["parameters": rows, "clusters": .partition([[0]])]).map(\.path)
        == [["clusters"]])
    #expect(
      try problems("contextual", ["parameters": rows, "clusters": .partition([[0, 1, 2]])])
        .map(\.path) == [["clusters", "0"]])
    #expect(
      try problems("contextual-clusters", ["arms": .integer(9)]).map(\.path) == [["clusters"]])
    #expect(
      try problems("contextual-clusters", ["arms": .integer(1 << 30)]).map(\.path) == [["arms"]])
    #expect(
      try problems(
        "contextual", ["parameters": .vectors([Array(repeating: 1, count: 1001)])]
      ).map(\.path) == [["parameters"]])
  }
}
