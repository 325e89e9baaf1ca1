import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("UCB1-tuned")
struct UCB1TunedTests {
  @Test(
    "An index is what the formula gives by hand",
    arguments: [
      // The variance term is capped at b²/4 in the first, the third and the fourth.
      IndexVector(.tuned, mean: 0.3, variance: 0.21, pulls: 50, clock: 1000, index: 0.4858461094),
      IndexVector(
        .tuned, mean: 0.9, variance: 0.09, pulls: 1000, clock: 2000, index: 0.9402646129),
      IndexVector(.tuned, mean: 0.5, variance: 0.25, pulls: 2, clock: 3, index: 0.8705759518),
      IndexVector(
        RuleCase(UCB1Tuned.variant, ["scale": .number(2)]), mean: 1, variance: 1, pulls: 2,
        clock: 3, index: 1.7411519036),
      IndexVector(
        .tuned, mean: 0.02, variance: 0.0196, pulls: 5000, clock: 10000, index: 0.0321619364),
      IndexVector(
        RuleCase(UCB1Tuned.variant, ["scale": .number(2)]), mean: 0.02, variance: 0.0196,
        pulls: 5000, clock: 10000, index: 0.0419849309),
      IndexVector(.tuned, mean: 0, pulls: 400, clock: 900, index: 0.0560026888),
    ])
  func index(vector: IndexVector) { vector.check() }

  /// The textbook's index with the variance term capped.
  private func textbook(cap: Double = 0.25) -> ReferenceRule {
    ReferenceRule(playsUnplayedFirst: true) { seen, i, t in
      let (mean, n) = (seen.mean(i), seen.pulls[i])
      let log = Elementary.log(t)
      let variance = mean * (1 - mean)
      return mean + (log / n * min(cap, variance + (2 * log / n).squareRoot())).squareRoot()
    }
  }

  @Test(
    "Each decision is that of the plain formula", arguments: TieBreak.allCases,
    [[3], [1, 4, 2], [12]])
  func decisions(ties: TieBreak, sizes: [Int]) {
    let flaw = textbook().disagreement(
      with: RuleCase(UCB1Tuned.variant, ties: ties), sizes: sizes, rounds: 1200,
      draw: testStream(UInt64(sizes.count)))
    #expect(flaw == nil)
  }

  @Test("The comparison notices another cap and another rule")
  func decisionsCanFail() {
    func flaw(_ rule: RuleCase, _ reference: ReferenceRule) -> String? {
      reference.disagreement(with: rule, sizes: [3], rounds: 1200, draw: testStream())
    }
    #expect(flaw(.tuned, textbook()) == nil)
    #expect(flaw(.tuned, textbook(cap: 1)) != nil)
    #expect(flaw(.ucb1, textbook()) != nil)
  }
}
