import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Bounds by the divergence of Bernoulli distributions")
struct DivergenceBoundTests {
  @Test("The index agrees with bisection over means, pulls that are not whole, and budgets")
  func bisection() {
    var stream = testStream()
    var worst = 0.0
    for round in 0..<4000 {
      let power = Elementary.exp(16 * stream.nextUnit())
      let mean =
        round % 3 == 0
        ? (stream.nextUnit() * 8).rounded() / 8
        : round % 3 == 1 ? stream.nextUnit() : stream.nextUnit() / power
      let pulls = 0.5 + (power - 1) * stream.nextUnit()
      let budget = 12 * stream.nextUnit()
      let index = BernoulliDivergence.upperBound(mean, within: budget / pulls)
      let plain = PlainKLUCB.bisected(mean: mean, pulls: pulls, budget: budget)
      // The plain difference of logarithms limits the reference: 1e-16 divided by the slope.
      let slope = max(1e-300, (plain - mean) / (plain * (1 - plain)))
      #expect(abs(index - plain) < 1e-14 + 4e-16 / slope, "\(mean) \(pulls) \(budget)")
      worst = max(worst, abs(index - plain))
      #expect(index >= mean && index <= 1)
    }
    #expect(worst > 0, "the two are computed apart")
  }
}
