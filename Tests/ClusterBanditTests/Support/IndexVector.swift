import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A hand-computed index: mean, variance, pulls, clock, and the value to ten digits.
struct IndexVector: Sendable {
  let rule: RuleCase
  let mean: Double
  let variance: Double
  let pulls: Double
  let clock: Int
  let index: Double
  init(
    _ rule: RuleCase, mean: Double, variance: Double = 0, pulls: Double, clock: Int, index: Double
  ) {
    self.rule = rule
    self.mean = mean
    self.variance = variance
    self.pulls = pulls
    self.clock = clock
    self.index = index
  }
}

extension IndexVector {
  /// Checks the index by the rule's choice beside rivals just below and just above it.
  ///
  /// A rival was pulled so often that its index is its mean, up to a bonus that the caller
  /// computes.
  func check(rivalBonus: (_ pulls: Double) -> Double = { _ in 0 }) {
    let rivalPulls = 1e24
    for (offset, winner) in [(-1e-8, 0), (1e-8, 1)] {
      let rival = index + offset - rivalBonus(rivalPulls)
      #expect(choice(rivalMean: rival, rivalPulls) == winner, "offset \(offset)")
    }
  }

  private func choice(rivalMean: Double, _ rivalPulls: Double) -> Int {
    let rule = self.rule.rule(over: .whole(2))
    var stream = testStream()
    for _ in 0..<2 { _ = rule.select(group: 0, clock: 0, using: &stream) }
    for (arm, (mean, variance, pulls)) in [
      (mean, variance, pulls), (rivalMean, 0, rivalPulls),
    ].enumerated() {
      rule.record(
        arm, group: 0,
        CandidateEstimate(pulls: pulls, mean: mean, variance: variance, alpha: .nan, beta: .nan))
    }
    return rule.select(group: 0, clock: clock, using: &stream)
  }
}
