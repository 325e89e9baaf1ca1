import Randomness
import Testing

@testable import ClusterBandit

@Suite("Sizes of covariances")
struct CovarianceSizeTests: CorrelatedDriving {
  @Test("Covariances are counted before they are made")
  func sizes() throws {
    func size(_ values: [String: ParameterValue]) throws -> CovarianceSize {
      try environment(values).covarianceSize
    }
    // Sizes 4, 3 and 3: all matrices, and one more of the largest while it is factored.
    let drawn = try size(["arms": .integer(10), "clusters": .integer(3)])
    #expect(drawn.largestCluster == 4 && drawn.matrixNumbers == 34)
    #expect(drawn.instanceNumbers == 50 && drawn.sharedNumbers == 0)
    let given = try size(["features": .features(table)])
    #expect(given.largestCluster == 3 && given.matrixNumbers == 13)
    #expect(given.instanceNumbers == 0 && given.sharedNumbers == 26)
    let one = try size(["kernel": matrix([[1, 0.5], [0.5, 1]])])
    #expect(one.largestCluster == 2 && one.matrixNumbers == 40 && one.sharedNumbers == 8)
    let effects = try size([
      "kernel": kernel("shared-effects", ["effects": .integer(3)]), "arms": .integer(1 << 30),
    ])
    #expect(effects.largestCluster == 0 && effects.matrixNumbers == 90)
    #expect(effects.instanceNumbers == 3 * 0x1p30 && effects.sharedNumbers == 0)
    let givenEffects = try size([
      "kernel": kernel("shared-effects"), "features": .features(table),
    ])
    #expect(givenEffects.matrixNumbers == 8 && givenEffects.sharedNumbers == 10)
    #expect(
      try size(["arms": .integer(armLimit), "clusters": .integer(1)]).largestCluster == armLimit)
    #expect(FixedArms(problem([[0], [1]])).covarianceSize == CovarianceSize())
  }
}
