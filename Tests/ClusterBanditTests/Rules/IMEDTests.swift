import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("IMED")
struct IMEDTests {
  /// The textbook's index, negated; `factor` multiplies the divergence.
  private func textbook(factor: Double = 1, sizes: [Int]) -> ReferenceRule {
    let groups = Clustering(sizes: sizes)
    return ReferenceRule(playsUnplayedFirst: true) { seen, arm, _ in
      let group = groups.group(of: arm)
      let highest = groups.arms(of: group).map { seen.mean($0) }.max() ?? 0
      let n = seen.pulls[arm]
      return -(n * factor * BernoulliDivergence.kl(seen.mean(arm), highest) + Elementary.log(n))
    }
  }

  @Test(
    "Each decision is that of the plain formula", arguments: TieBreak.allCases,
    [[3], [1, 4, 2], [12]])
  func decisions(ties: TieBreak, sizes: [Int]) {
    let flaw = textbook(sizes: sizes).disagreement(
      with: RuleCase(IMED.variant, ties: ties), sizes: sizes, rounds: 1200,
      draw: testStream(UInt64(sizes.count)))
    #expect(flaw == nil)
  }

  @Test("The comparison notices another factor and another rule")
  func decisionsCanFail() {
    func flaw(_ rule: RuleCase, factor: Double = 1) -> String? {
      textbook(factor: factor, sizes: [4]).disagreement(
        with: rule, sizes: [4], rounds: 1200, draw: testStream())
    }
    #expect(flaw(RuleCase(IMED.variant)) == nil)
    #expect(flaw(RuleCase(IMED.variant), factor: 1.1) != nil)
    #expect(flaw(.tuned) != nil)
  }

  // 15 of 50 beside a leader of 8 in 10: 50·kl(.3, .8) = 29.1343 and ln 50 = 3.9120, against
  // ln 10 = 2.3026. The rival of 3 in 5 has 5·kl(.6, .8) + ln 5 = 2.1327.
  @Test("By hand the rival of little data is pulled before the leader, the known one is not")
  func byHand() {
    let rule = RuleCase(IMED.variant, ties: .first).rule(over: .whole(3))
    var stream = testStream()
    for _ in 0..<3 { _ = rule.select(group: 0, clock: 0, using: &stream) }
    for (arm, (n, s)) in [(50.0, 15.0), (10, 8), (5, 3)].enumerated() {
      rule.record(arm, group: 0, estimate(pulls: n, sum: s))
    }
    #expect(rule.select(group: 0, clock: 65, using: &stream) == 2)
    // 7·kl(4/7, .8) + ln 7 = 2.8864 > ln 10: now the leader's turn has come.
    rule.record(2, group: 0, estimate(pulls: 7, sum: 4))
    #expect(rule.select(group: 0, clock: 67, using: &stream) == 1)
  }
}
