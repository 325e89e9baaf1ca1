import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Boltzmann exploration")
struct BoltzmannTests {
  // Of means .5 and .3 at τ = .1 the first has 1/(1 + e^−2) = .8807970780.
  @Test(
    "A candidate's share is exp(mean/τ) over the sum",
    arguments: [
      (0.1, [0.5, 0.3], 0.8807970780), (0.2, [0.5, 0.3], 0.7310585786),
      // e²/(e² + e + 1).
      (1, [2, 1, 0], 0.6652409558), (1e-9, [0.5, 0.3], 1), (1e9, [0.5, 0.3], 0.5),
    ] as [(Double, [Double], Double)])
  func share(temperature: Double, means: [Double], share: Double) {
    let rule = RuleCase(Boltzmann.variant, ["temperature": .number(temperature)])
      .rule(over: .whole(means.count))
    var stream = testStream(UInt64(means.count))
    for _ in means { _ = rule.select(group: 0, clock: 0, using: &stream) }
    for (arm, mean) in means.enumerated() {
      rule.record(
        arm, group: 0,
        CandidateEstimate(pulls: 9, mean: mean, variance: 0, alpha: .nan, beta: .nan))
    }
    var first = 0
    for _ in 0..<20_000 { first += rule.select(group: 0, clock: 9, using: &stream) == 0 ? 1 : 0 }
    // An error of .035 is missed once in a million.
    let verdict = Verdict.proportion(first, of: 20_000, is: share)
    #expect(verdict.holds, "\(verdict)")
  }
}
