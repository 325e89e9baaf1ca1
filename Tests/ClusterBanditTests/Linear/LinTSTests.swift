import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("LinTS")
struct LinTSTests {
  /// P(N(0, 1) ≤ z).
  private func normal(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

  @Test(
    "A sample is normal about xᵀθ̂ with standard deviation v·w",
    arguments: [
      LinearCase(), LinearCase(scale: 0.5), LinearCase(width: "variance"),
      LinearCase(scale: 2, width: "variance"),
    ])
  func law(linear: LinearCase) {
    // Candidate 0 has θ̂ = 1.2 and xᵀB⁻¹x = 0.2 x²; the others' samples are a number each, so the
    // wins of 0 are draws of its distribution function. 20 000 draws see an error of 0.035.
    let rule = LinTS(arguments: linear.arguments)
    var stream = testStream()
    for (x, cut) in [(1.0, 1.0), (1, 1.2), (1, 1.5), (2, 3), (0.5, 0.5), (-1, -1.6)] {
      var regressions = RidgeRegressions(count: 2, dimension: 1, ridge: 1)
      regressions.record(0, context: [2].span, reward: 3)
      // θ̂ = cut/x up to 10⁻¹², and xᵀB⁻¹x below 10⁻¹¹.
      regressions.record(1, context: [1e6].span, reward: 1e6 * cut / x)
      regressions.score(0..<2, in: [x].span)
      let width = linear.width == "variance" ? 0.2 * x * x : 0.2.squareRoot() * abs(x)
      let probability = normal((1.2 * x - cut) / (linear.scale * width))
      var wins = 0
      for _ in 0..<20_000 where rule.select(0..<2, of: regressions, using: &stream) == 0 {
        wins += 1
      }
      let verdict = Verdict.proportion(wins, of: 20_000, is: probability)
      #expect(verdict.holds, "\(x) \(cut): \(verdict)")
    }
  }
}
