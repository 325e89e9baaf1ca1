import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Top-two Thompson sampling")
struct TopTwoThompsonTests {
  private func shareOfFirst(_ share: Double, _ data: [(Double, Double)], draws: Int) -> Int {
    let rule = RuleCase(TopTwoThompson.variant, ["share": .number(share)])
      .rule(over: .whole(data.count))
    for (arm, (n, s)) in data.enumerated() where n > 0 {
      rule.record(arm, group: 0, estimate(pulls: n, sum: s))
    }
    var stream = testStream(UInt64(100 * share))
    var first = 0
    for _ in 0..<draws { first += rule.select(group: 0, clock: 9, using: &stream) == 0 ? 1 : 0 }
    return first
  }

  // With p = P(arm 0 is highest), arm 0 is pulled with probability β p + (1 − β)(1 − p) of two
  // arms: the rival of either is the other. Beta(2, 1) beats Beta(1, 1) with p = 2/3.
  @Test(
    "Of two arms the leader has its share and the other the rest",
    arguments: [(0.5, 0.5), (1, 2.0 / 3), (0, 1.0 / 3), (0.8, 0.6)] as [(Double, Double)])
  func twoArms(share: Double, probability: Double) {
    let first = shareOfFirst(share, [(1, 1), (0, 0)], draws: 20_000)
    let verdict = Verdict.proportion(first, of: 20_000, is: probability)
    #expect(verdict.holds, "\(verdict)")
  }

  // Arms 1, 0, 2 are the highest of Beta(2, 1), Beta(1, 1), Beta(1, 2) with the probabilities .6,
  // .3 and .1. Without a share of the leader arm j is pulled with Σ_{i≠j} α_i α_j/(1 − α_i): for
  // arm 0 .6·.3/.4 + .1·.3/.9 = .4833. The second of a single sample would be arm 0 with .4,
  // another arm at random with .35.
  @Test("Of three arms the rival is the highest of another sample")
  func threeArms() {
    let first = shareOfFirst(0, [(0, 0), (1, 1), (1, 0)], draws: 20_000)
    let verdict = Verdict.proportion(first, of: 20_000, is: 0.45 + 0.1 / 3)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("An arm that is certainly the best keeps its share and no more")
  func certain() {
    // Its rivals are never highest; one of them is it all the same.
    let first = shareOfFirst(0.7, [(1e6, 1e6 - 1), (1e6, 10), (1e6, 9)], draws: 300)
    // An error of .16 is missed once in a million.
    let verdict = Verdict.proportion(first, of: 300, is: 0.7)
    #expect(verdict.holds, "\(verdict)")
  }

  // Of Beta(1, ε) and Beta(1, 2ε), which all round to 1, the first wins with probability 2/3 and is
  // then the leader; with a share of 1 nothing else counts.
  @Test("Clusters whose samples round to 1 are told apart")
  func extremes() {
    let rule = RuleCase(TopTwoThompson.variant, ["share": .number(1)])
      .rule(over: .whole(2), level: .clusters)
    for (cluster, beta) in [1e-9, 2e-9].enumerated() {
      rule.record(
        cluster, group: 0, ClusterEstimate(alpha: 1, beta: beta, pulls: 1).candidate(.pulls))
    }
    var stream = testStream()
    let first = (0..<20_000).count { _ in rule.select(group: 0, clock: 9, using: &stream) == 0 }
    let verdict = Verdict.proportion(first, of: 20_000, is: 2.0 / 3)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("A single candidate is pulled whatever the share")
  func single() {
    #expect(shareOfFirst(0, [(3, 1)], draws: 10) == 10)
  }
}
