import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The index of Bayes-UCB at one clock")
struct QuantileIndexTests {
  @Test("It is the logit of the quantile at 1 − 1/((t + 1) factor)")
  func bisection() throws {
    var stream = testStream()
    for _ in 0..<300 {
      let (clock, factor) = (1 + stream.nextIndex(below: 2000), 1 + 9 * stream.nextUnit())
      let (a, b) = (0.5 + 40 * stream.nextUnit(), 0.5 + 40 * stream.nextUnit())
      let index = try #require(QuantileIndex(clock: clock, factor: factor))
      let x = Probability(logit: index(BetaDistribution(alpha: a, beta: b)))
      let plain = PlainQuantile.bisected(a, b, level: 1 - 1 / (Double(clock + 1) * factor))
      #expect(abs(x.value - plain) < 1e-9, "\(clock) \(factor) \(a) \(b)")
    }
  }

  @Test("A level of 0, or beyond the numbers, has no index")
  func noLevel() {
    #expect(QuantileIndex(clock: 0, factor: 1) == nil)
    #expect(QuantileIndex(clock: 0, factor: 0.5) == nil)
    #expect(QuantileIndex(clock: 9, factor: .infinity) == nil)
    #expect(QuantileIndex(clock: 9, factor: .nan) == nil)
    #expect(QuantileIndex(clock: 0, factor: 1.5) != nil)
  }

  @Test("A candidate is passed over only if its index is lower, and is if it is far below")
  func reaches() throws {
    var stream = testStream()
    var passed = 0
    for _ in 0..<500 {
      let index = try #require(
        QuantileIndex(clock: 1 + stream.nextIndex(below: 1000), factor: 1))
      let posterior = BetaDistribution(
        alpha: 0.5 + 40 * stream.nextUnit(), beta: 0.5 + 40 * stream.nextUnit())
      let value = index(posterior)
      for shift in [0, -0.01, 0.01] {
        let reaches = index.reaches(Probability(logit: value + shift), posterior)
        #expect(reaches == (shift <= 0), "\(shift) beside \(value)")
        passed += reaches ? 0 : 1
      }
    }
    #expect(passed == 500)
  }
}
