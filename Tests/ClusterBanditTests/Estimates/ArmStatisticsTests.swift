import Randomness
import Testing

@testable import ClusterBandit

@Suite("Arm statistics")
struct ArmStatisticsTests {
  @Test("Of 0/1 rewards: pulls, mean, variance, successes and failures")
  func binary() {
    var arms = ArmStatistics(count: 2, isBinary: true)
    _ = arms.record(1, reward: 1)
    _ = arms.record(1, reward: 0)
    _ = arms.record(0, reward: 0)
    let seen = arms.record(1, reward: 1)
    #expect(seen.pulls == 3 && seen.mean == 2.0 / 3 && seen.alpha == 2 && seen.beta == 1)
    #expect(abs(seen.variance - 2.0 / 9) < 1e-15)
    let pulls = [arms.pulls(of: 0), arms.pulls(of: 1)]
    let sums = [arms.sum(of: 0), arms.sum(of: 1)]
    #expect(pulls == [1, 3] && sums == [0, 2])
  }

  @Test("Of other rewards: the variance is the mean squared deviation")
  func real() {
    var arms = ArmStatistics(count: 2, isBinary: false)
    _ = arms.record(0, reward: 7)
    _ = arms.record(1, reward: -1)
    _ = arms.record(1, reward: 2)
    let seen = arms.record(1, reward: 5)
    // Mean 2, deviations −3, 0 and 3.
    #expect(seen.pulls == 3 && seen.mean == 2 && seen.variance == 6 && seen.alpha == 6)
    let other = arms.sum(of: 0)
    #expect(other == 7)
  }

  @Test("Rewards far from 0 have the variance of the same rewards near it")
  func shifted() {
    for shift in [0, 1e7, -1e9] {
      var arms = ArmStatistics(count: 1, isBinary: false)
      // Multiples of 1/8 are exact beside 10⁹; every other one deviates by .25.
      var variance = 0.0
      for round in 0..<1000 {
        variance = arms.record(0, reward: shift + (round % 2 == 0 ? 0.25 : -0.25)).variance
      }
      #expect(abs(variance - 0.0625) < 1e-8, "\(variance) at \(shift)")
    }
  }

  @Test("A variance never comes out negative")
  func variance() {
    var arms = ArmStatistics(count: 1, isBinary: false)
    for _ in 0..<1000 {
      let variance = arms.record(0, reward: 0.1).variance
      #expect(variance >= 0)
    }
  }

  @Test(
    "A cluster's estimate has the moments of its Beta posterior",
    arguments: [
      (3.0, 2.0, 0.6, 0.04), (1, 1, 0.5, 1.0 / 12), (2, 6, 0.25, 0.1875 / 9), (0, 0, 0, 0),
    ] as [(Double, Double, Double, Double)])
  func clusterEstimate(alpha: Double, beta: Double, mean: Double, variance: Double) {
    let estimate = ClusterEstimate(alpha: alpha, beta: beta, pulls: 7)
    #expect(abs(estimate.mean - mean) < 1e-15)
    #expect(abs(estimate.variance - variance) < 1e-15)
    let candidate = estimate.candidate(.pulls)
    #expect(candidate.pulls == 7 && candidate.alpha == alpha && candidate.beta == beta)
    #expect(candidate.mean == estimate.mean)
    #expect(abs(candidate.variance - mean * (1 - mean)) < 1e-15, "the variance of one reward")
  }

  @Test("The matched count is r(1 − r)/v − 1")
  func matchedCount() {
    for (alpha, beta) in [(3.0, 2.0), (1, 1), (0.25, 7), (1e3, 1)] {
      let estimate = ClusterEstimate(alpha: alpha, beta: beta, pulls: 7)
      let (r, v) = (estimate.mean, estimate.variance)
      let candidate = estimate.candidate(.matched)
      #expect(abs(candidate.pulls / (r * (1 - r) / v - 1) - 1) < 1e-12)
      #expect(candidate.posteriorVariance == v && candidate.mean == r)
      #expect(estimate.candidate(.pulls).pulls == 7)
    }
  }
}
