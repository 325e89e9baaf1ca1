import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Policies against an adversary")
struct AdversarialPolicyTests {
  /// The shares of three arms in the round after arm 0 lost in round 1 and arm 1 in round 2.
  private func shares<P: Policy & ~Copyable>(
    _ make: @escaping (PolicySetting) -> P, _ losses: (Double, Double)
  ) -> [Int] {
    var counts = [0, 0, 0]
    var seed: UInt64 = 0
    while counts.reduce(0, +) < 6000 {
      seed += 1
      var policy = make(setting(.whole(3)))
      var stream = testStream(seed)
      guard policy.selectArm(round: 1, using: &stream) == 0 else { continue }
      policy.update(arm: 0, reward: 1 - losses.0)
      guard policy.selectArm(round: 2, using: &stream) == 1 else { continue }
      policy.update(arm: 1, reward: 1 - losses.1)
      counts[policy.selectArm(round: 3, using: &stream)] += 1
    }
    return counts
  }

  private func check(_ counts: [Int], _ shares: [Double]) {
    for (count, share) in zip(counts, shares) {
      let verdict = Verdict.proportion(count, of: 6000, is: share)
      #expect(verdict.holds, "\(verdict)")
    }
  }

  // Worked out apart with the definitions. EXP3-IX: η_t = sqrt(ln 3/(3t)), first loss divided by
  // 1/3 + η_1/2, second by its share in round 2 plus η_2/2.
  @Test("EXP3-IX draws by the weights of the definition")
  func exp3() {
    func rate(_ t: Double) -> Double { (log(3) / (3 * t)).squareRoot() }
    func softmax(_ losses: [Double], _ t: Double) -> [Double] {
      let weights = losses.map { exp(-rate(t) * $0) }
      return weights.map { $0 / weights.reduce(0, +) }
    }
    var losses = [1 / (1.0 / 3 + rate(1) / 2), 0, 0]
    losses[1] = 1 / (softmax(losses, 2)[1] + rate(2) / 2)
    check(shares({ EXP3IX(setting: $0) }, (1, 1)), softmax(losses, 3))
    check(shares({ EXP3IX(setting: $0) }, (0, 0)), [1.0 / 3, 1.0 / 3, 1.0 / 3])
  }

  @Test("Tsallis-INF draws by the weights of the definition")
  func tsallis() {
    func weights(_ losses: [Double], _ t: Double) -> [Double] {
      let rate = 2 / t.squareRoot()
      let lowest = losses.min() ?? 0
      var (low, high) = (lowest - 100, lowest - 1e-9)
      for _ in 0..<200 {
        let x = (low + high) / 2
        let sum = losses.reduce(0) { $0 + 4 / pow(rate * ($1 - x), 2) }
        if sum > 1 { high = x } else { low = x }
      }
      return losses.map { 4 / pow(rate * ($0 - low), 2) }
    }
    var losses = [3.0, 0, 0]
    losses[1] = 1 / weights(losses, 2)[1]
    check(shares({ TsallisINF(setting: $0) }, (1, 1)), weights(losses, 3))
    check(shares({ TsallisINF(setting: $0) }, (0, 0)), [1.0 / 3, 1.0 / 3, 1.0 / 3])
  }

  @Test("A batch weighs each pull with the probability at its choice")
  func batch() {
    var policy = TsallisINF(setting: setting(.whole(2)))
    var stream = testStream()
    for round in 1...40 {
      let arms = (0..<3).map { policy.selectArm(round: 3 * round - 2 + $0, using: &stream) }
      for arm in arms { policy.update(arm: arm, reward: arm == 0 ? 1 : 0) }
    }
    var first = 0
    for _ in 0..<200 { first += policy.selectArm(round: 121, using: &stream) == 0 ? 1 : 0 }
    #expect(first > 150)
    #expect(policy.belief(of: 0)?.mean == 1)
  }
}
