import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Arguments of correlated-clusters")
struct CorrelatedArgumentsTests: CorrelatedDriving {
  @Test("Arms and clusters of a matrix follow from what is given")
  func matrixCounts() throws {
    let two = try matrix([[1, 0.5], [0.5, 1]])
    for (values, arms) in [
      ([:], 20), (["clusters": 3], 6), (["arms": 8], 8), (["arms": 8, "clusters": 4], 8),
    ] as [([String: Int], Int)] {
      let shape = try environment(
        values.mapValues { .integer($0) }.merging(["kernel": two]) { $1 }
      ).shape
      #expect(shape.armCount == arms && shape.clusterCount == arms / 2)
    }
  }

  @Test("Effects and features have one dimension, which either of them gives")
  func dimensions() throws {
    let three = try kernel("shared-effects", ["effects": .integer(3)])
    var stream = testStream()
    for values in [["kernel": three], ["kernel": three, "dimension": .integer(3)]] {
      let instance = try environment(values).drawInstance(using: &stream)
      guard case .effects(let effects)? = instance.prior?.structure else {
        Issue.record("no effects")
        continue
      }
      #expect(effects.count == 3 && effects.designs.allSatisfy { $0.rows == 10 && $0.columns == 3 })
      #expect(effects.designs[0].elements.allSatisfy { (0..<1).contains($0) })
      #expect(effects.ownVariance == 0.1 && effects.effectVariance == 1)
    }
  }

  @Test("Arguments that do not agree are named")
  func disagreements() throws {
    let two = try matrix([[1, 0.5], [0.5, 1]])
    let effects = try kernel("shared-effects", ["effects": .integer(3)])
    let file = ParameterValue.features(table)
    let cases: [([String: ParameterValue], [[String]])] = [
      (["arms": .integer(3)], [["clusters"]]),
      (["kernel": two, "arms": .integer(7)], [["arms"]]),
      (["kernel": two, "arms": .integer(1)], [["arms"]]),
      (["kernel": two, "arms": .integer(8), "clusters": .integer(5)], [["arms"]]),
      (["kernel": two, "clusters": .integer(1 << 30)], [["clusters"]]),
      (["kernel": two, "dimension": .integer(1)], [["dimension"]]),
      (
        ["kernel": two, "dimension": .integer(1), "features": file],
        [["features"], ["dimension"]]
      ),
      (["kernel": effects, "dimension": .integer(2)], [["kernel", "effects"]]),
      (["kernel": effects, "features": file], [["kernel", "effects"]]),
      (
        [
          "arms": .integer(4), "clusters": .integer(3), "dimension": .integer(1), "features": file,
        ], [["arms"], ["clusters"], ["dimension"]]
      ),
      (
        [
          "arms": .integer(5), "clusters": .integer(2), "dimension": .integer(2), "features": file,
        ], []
      ),
    ]
    for (values, expected) in cases {
      #expect(try problems(values).map(\.path) == expected)
    }
  }

  @Test("A matrix that is no covariance is refused at its entry, with arm and pivot")
  func badMatrices() throws {
    let cases: [([[Double]], [[String]], String)] = [
      ([[1, 0.5], [0.5]], [["1"]], "row 1 has 1 entry, and there are 2 rows"),
      ([[1]], [], ""),
      ([[1, 2]], [["0"]], "row 0 has 2 entries, and there are 1 rows"),
      (
        [[1, 0.1, 0.2], [0.1, 1, 0.3], [0.25, 0.31, 1]], [["2", "0"], ["2", "1"]],
        "entry (2, 0) is 0.25, and entry (0, 2) is 0.2"
      ),
      (
        [[1, 2], [2, 1]], [["1", "1"]],
        "the matrix is not positive definite: in every cluster arm 1 has the pivot -3.0, its "
          + "variance given arm 0"
      ),
      (
        [[-1, 0], [0, 1]], [["0", "0"]],
        "the matrix is not positive definite: in every cluster arm 0 has the pivot -1.0, its "
          + "variance"
      ),
      (
        [[1, 0, 1], [0, 1, 1], [1, 1, 1.5]], [["2", "2"]],
        "the matrix is not positive definite: in every cluster arm 2 has the pivot -0.5, its "
          + "variance given arms 0…1"
      ),
      ([[0]], [["0", "0"]], "in every cluster arm 0 has the variance 0.0"),
      ([[1, 0], [0, 1e-60]], [["1", "1"]], "in every cluster arm 1 has the variance 1e-60"),
    ]
    for (rows, paths, message) in cases {
      let found = try problems(["kernel": matrix(rows)])
      #expect(found.map(\.path) == paths.map { ["kernel", "rows"] + $0 })
      #expect((found.first?.message ?? "") == message)
    }
    // A nugget mends what is not definite.
    #expect(
      try problems(["kernel": matrix([[1, 2], [2, 1]]), "nugget": .number(1.5)]).isEmpty)
    #expect(try !problems(["kernel": matrix([[1, 2], [2, 1]]), "nugget": .number(1)]).isEmpty)
    #expect(try problems(["kernel": matrix([[0]]), "nugget": .number(1)]).isEmpty)
  }
}
