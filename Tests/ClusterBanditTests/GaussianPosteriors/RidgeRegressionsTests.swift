import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Ridge regressions")
struct RidgeRegressionsTests {
  @Test("In one dimension two pulls give the numbers worked out by hand")
  func oneDimension() {
    var regressions = RidgeRegressions(count: 2, dimension: 1, ridge: 1)
    regressions.score(0..<2, in: [3].span)
    #expect(regressions.means.array == [0, 0])
    #expect(regressions.variances.array == [9, 9])
    // B = 1 + 4, f = 6.
    regressions.record(1, context: [2].span, reward: 3)
    regressions.score(0..<2, in: [1].span)
    #expect(regressions.means[0] == 0 && abs(regressions.means[1] - 1.2) < 1e-15)
    #expect(regressions.variances[0] == 1 && abs(regressions.variances[1] - 0.2) < 1e-15)
    // B = 5 + 1, f = 6 − 1.
    regressions.record(1, context: [1].span, reward: -1)
    regressions.score(1..<2, in: [3].span)
    #expect(abs(regressions.means[1] - 2.5) < 1e-14)
    #expect(abs(regressions.variances[1] - 1.5) < 1e-14)
  }

  @Test("In two dimensions two pulls give the numbers worked out by hand")
  func twoDimensions() {
    var regressions = RidgeRegressions(count: 1, dimension: 2, ridge: 1)
    // B = [[2, 2], [2, 5]] with determinant 6, f = (2, 4).
    regressions.record(0, context: [1, 2].span, reward: 2)
    regressions.score(0..<1, in: [1, 0].span)
    #expect(abs(regressions.means[0] - 1.0 / 3) < 1e-14)
    #expect(abs(regressions.variances[0] - 5.0 / 6) < 1e-14)
    // B = [[3, 1], [1, 6]] with determinant 17, f = (3, 3).
    regressions.record(0, context: [1, -1].span, reward: 1)
    regressions.score(0..<1, in: [1, 1].span)
    #expect(abs(regressions.means[0] - 21.0 / 17) < 1e-14)
    #expect(abs(regressions.variances[0] - 7.0 / 17) < 1e-14)
  }

  @Test("Without pulls the ridge alone gives the variance, the same for all")
  func withoutPulls() {
    var regressions = RidgeRegressions(count: 21, dimension: 3, ridge: 4)
    var stream = testStream()
    for _ in 0..<20 {
      let context = stream.normals(3)
      regressions.score(0..<21, in: context.span)
      #expect(Set(regressions.variances.array).count == 1)
      #expect(abs(regressions.variances[0] - dot(context, context) / 4) < 1e-13)
      #expect(regressions.means.array.allSatisfy { $0 == 0 })
    }
  }

  @Test(
    "Means and variances are those of a dense solve, of the candidates asked for alone",
    arguments: [1, 2, 3, 5, 12], [0.5, 1, 3])
  func denseSolve(dimension: Int, ridge: Double) {
    var stream = testStream(UInt64(dimension) * 10 + UInt64(ridge))
    var regressions = RidgeRegressions(count: 4, dimension: dimension, ridge: ridge)
    var plain = Array(
      repeating: PlainRegression(dimension: dimension, ridge: ridge), count: 4)
    for _ in 0..<30 {
      let pulled = stream.nextIndex(below: 4)
      let (context, reward) = (stream.normals(dimension), stream.nextNormal(.shared))
      regressions.record(pulled, context: context.span, reward: reward)
      plain[pulled].record(context, reward)
      let seen = stream.normals(dimension)
      let first = stream.nextIndex(below: 4)
      let range = first..<4
      let (means, variances) = (regressions.means.array, regressions.variances.array)
      regressions.score(range, in: seen.span)
      for candidate in 0..<4 {
        if range.contains(candidate) {
          #expect(abs(regressions.means[candidate] - plain[candidate].mean(seen)) < 1e-10)
          #expect(abs(regressions.variances[candidate] - plain[candidate].variance(seen)) < 1e-10)
        } else {
          #expect(regressions.means[candidate] == means[candidate])
          #expect(regressions.variances[candidate] == variances[candidate])
        }
      }
    }
  }

  @Test("A pull whose matrix has no factor by rounding waits for the next that has one")
  func noFactor() {
    var regressions = RidgeRegressions(count: 1, dimension: 2, ridge: 1)
    // 10¹⁸ + 1 is 10¹⁸, so B is singular as computed.
    regressions.record(0, context: [1e9, 1e9].span, reward: 2e9)
    regressions.score(0..<1, in: [1, 2].span)
    #expect(regressions.means[0] == 0 && regressions.variances[0] == 5)
    regressions.record(0, context: [1e9, -1e9].span, reward: -1e9)
    regressions.score(0..<1, in: [1, 0].span)
    // 2e9 = 1e9 (θ₁ + θ₂) and −1e9 = 1e9 (θ₁ − θ₂).
    #expect(abs(regressions.means[0] - 0.5) < 1e-9)
    #expect(regressions.variances[0] > 0 && regressions.variances[0] < 1e-17)
  }
}
