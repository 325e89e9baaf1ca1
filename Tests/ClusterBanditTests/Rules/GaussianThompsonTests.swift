import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Thompson sampling of Gaussian rewards")
struct GaussianThompsonTests {
  private func gaussian(
    _ values: [String: ParameterValue], deviation: Double, count: Int, ties: TieBreak = .uniform
  ) -> ErasedRule {
    RuleCase(BetaThompson.variant, values, ties: ties).rule(
      over: .whole(count),
      in: setting(.whole(count), rewards: .gaussian(standardDeviation: deviation)))
  }

  @Test("A Gaussian arm is compared by its normal posterior")
  func gaussianByHand() {
    // Prior N(1, 2²), σ = 3. After n = 3, Σr = 6: precision 1/4 + 3/9 = 7/12, mean
    // (1/4 + 6/9)/(7/12) = 11/7, variance 12/7. The rival was never pulled: N(1, 4).
    // 20 000 draws: an error of 0.034 is missed once in a million; P = 0.5945.
    let rule = gaussian(
      ["prior-mean": .number(1), "prior-standard-deviation": .number(2)], deviation: 3, count: 2)
    rule.record(0, group: 0, estimate(pulls: 3, sum: 6))
    var stream = testStream()
    var wins = 0
    for _ in 0..<20_000 { wins += rule.select(group: 0, clock: 3, using: &stream) == 0 ? 1 : 0 }
    let p = SpecialFunctions.normalCDF((11.0 / 7 - 1) / (12.0 / 7 + 4).squareRoot())
    let verdict = Verdict.proportion(wins, of: 20_000, is: p)
    #expect(verdict.holds, "\(verdict)")
  }

  /// Prior mean and standard deviation, and the noise that the policy is told.
  struct NormalCase: Sendable {
    let prior: (Double, Double)?
    let told: Double?
  }

  @Test(
    "Each Gaussian decision comes from the posterior, with and without a prior",
    arguments: [
      NormalCase(prior: nil, told: nil), NormalCase(prior: nil, told: 0.25),
      NormalCase(prior: (0.5, 2), told: nil), NormalCase(prior: (-3, 0.5), told: 4),
    ])
  func gaussianDecisions(normal: NormalCase) {
    var values: [String: ParameterValue] = [:]
    if let (mean, deviation) = normal.prior {
      values["prior-mean"] = .number(mean)
      values["prior-standard-deviation"] = .number(deviation)
    }
    if let told = normal.told { values["standard-deviation"] = .number(told) }
    let sigma = normal.told ?? 1.5
    let rule = gaussian(values, deviation: 1.5, count: 4, ties: .first)
    var seen = Observations(count: 4)
    var world = testStream(1)
    var stream = testStream(2)
    for round in 1...1500 {
      var reference = stream
      let unplayed = normal.prior == nil ? seen.pulls.firstIndex(of: 0) : nil
      let arm = rule.select(group: 0, clock: round - 1, using: &stream)
      if let unplayed {
        #expect(arm == unplayed && stream == reference, "round \(round)")
      } else {
        let samples = (0..<4).map { arm in
          let (n, sum) = (seen.pulls[arm], seen.sums[arm])
          let (m, v) = normal.prior ?? (0, .infinity)
          let precision = 1 / (v * v) + n / (sigma * sigma)
          let mean = (m / (v * v) + sum / (sigma * sigma)) / precision
          return mean + (1 / precision).squareRoot() * reference.nextNormal(.shared)
        }
        #expect(samples[arm] == samples.max() && stream == reference, "round \(round)")
      }
      seen.pulls[arm] += 1
      seen.sums[arm] += 0.5 * Double(arm) + 1.5 * world.nextNormal(.shared)
      rule.record(
        arm, group: 0,
        CandidateEstimate(
          pulls: seen.pulls[arm], mean: seen.mean(arm), variance: 0, alpha: seen.sums[arm],
          beta: 0))
    }
  }

  @Test("Without a prior every Gaussian arm is pulled once first")
  func gaussianUnplayedFirst() {
    let rule = gaussian([:], deviation: 1, count: 5)
    var stream = testStream()
    var chosen: [Int] = []
    for round in 0..<5 {
      let arm = rule.select(group: 0, clock: round, using: &stream)
      chosen.append(arm)
      rule.record(arm, group: 0, estimate(pulls: 1, sum: 0))
    }
    #expect(chosen.sorted() == [0, 1, 2, 3, 4])
  }

  @Test("Without noise the posterior is the observed mean")
  func noNoise() {
    for values in [[:], ["prior-mean": .number(9), "prior-standard-deviation": .number(1)]]
      as [[String: ParameterValue]]
    {
      let rule = gaussian(values, deviation: 0, count: 2, ties: .first)
      var stream = testStream()
      for arm in 0..<2 {
        _ = rule.select(group: 0, clock: arm, using: &stream)
        rule.record(arm, group: 0, estimate(pulls: 1, sum: Double(arm)))
      }
      for _ in 0..<20 {
        let arm = rule.select(group: 0, clock: 2, using: &stream)
        #expect(arm == 1)
      }
    }
  }
}
