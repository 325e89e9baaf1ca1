import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The knowledge gradient")
struct KnowledgeGradientTests {
  /// The textbook's value with E max worked out over all candidates; `left` pulls remain.
  private func textbook(sizes: [Int], horizon: Double) -> ReferenceRule {
    let groups = Clustering(sizes: sizes)
    return ReferenceRule { seen, arm, t in
      let range = groups.arms(of: groups.group(of: arm))
      func posterior(_ arm: Int) -> (alpha: Double, total: Double) {
        (1 + seen.sums[arm], 2 + seen.pulls[arm])
      }
      let (alpha, total) = posterior(arm)
      let mean = alpha / total
      let means = range.map { posterior($0).alpha / posterior($0).total }
      func best(_ value: Double) -> Double {
        range.map { $0 == arm ? value : means[$0 - range.lowerBound] }.max() ?? 0
      }
      let after = mean * best((alpha + 1) / (total + 1)) + (1 - mean) * best(alpha / (total + 1))
      return mean + max(0, horizon - t - 1) * max(0, after - (means.max() ?? 0))
    }
  }

  @Test(
    "Each decision is that of the plain formula", arguments: TieBreak.allCases,
    [[3], [1, 4, 2], [9]])
  func decisions(ties: TieBreak, sizes: [Int]) {
    let flaw = textbook(sizes: sizes, horizon: 1000).disagreement(
      with: RuleCase(KnowledgeGradient.variant, ties: ties), sizes: sizes, rounds: 1000,
      draw: testStream(UInt64(sizes.count)))
    #expect(flaw == nil)
  }

  // One hundred pulls more or less at the start change no choice; a horizon that is over does.
  @Test("The comparison notices another horizon")
  func decisionsCanFail() {
    let flaws = (0..<20 as Range<UInt64>).compactMap {
      textbook(sizes: [4], horizon: 4).disagreement(
        with: RuleCase(KnowledgeGradient.variant), sizes: [4], rounds: 1000, draw: testStream($0))
    }
    #expect(!flaws.isEmpty)
  }

  // Beta(31, 19) and Beta(1, 1): .62 and .5 + left·(2/3 − .62)/2, so knowing more is worth it from
  // 6 pulls on.
  @Test("By hand the unknown arm is worth a pull while six are left, and not while five are")
  func byHand() {
    for (left, winner) in [(10, 1), (6, 1), (5, 0), (0, 0)] {
      let groups = Clustering.whole(2)
      let rule = RuleCase(KnowledgeGradient.variant, ties: .first)
        .rule(over: groups, in: setting(groups, horizon: 100))
      rule.record(0, group: 0, estimate(pulls: 48, sum: 30))
      var stream = testStream()
      #expect(rule.select(group: 0, clock: 99 - left, using: &stream) == winner, "\(left) left")
    }
  }
}
