import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("UCB as printed")
struct UCBAsPrintedTests {
  @Test(
    "An index is what the formula gives by hand",
    arguments: [
      IndexVector(.printed, mean: 0.3, pulls: 50, clock: 1000, index: 6.2914645471),
      IndexVector(.printed, mean: 0.6, pulls: 5, clock: 10, index: 1.9862943611),
      IndexVector(.printed, mean: 0.25, pulls: 4, clock: 6, index: 1.0609302162),
    ])
  func index(vector: IndexVector) {
    vector.check { 2 * Elementary.log(Double(vector.clock) / $0) }
  }

  @Test(
    "Each decision is that of the plain formula", arguments: TieBreak.allCases,
    [[3], [1, 4, 2], [12]])
  func decisions(ties: TieBreak, sizes: [Int]) {
    // The logarithm of the clock is the same for all candidates.
    let reference = ReferenceRule(playsUnplayedFirst: true) { seen, i, _ in
      seen.mean(i) - 2 * Elementary.log(seen.pulls[i])
    }
    let flaw = reference.disagreement(
      with: RuleCase(UCBAsPrinted.variant, ties: ties), sizes: sizes, rounds: 1200,
      draw: testStream(UInt64(sizes.count)))
    #expect(flaw == nil)
    #expect(
      reference.disagreement(
        with: RuleCase(UpperConfidenceBound.ucb1, ties: ties), sizes: [3], rounds: 1200,
        draw: testStream()) != nil, "another rule is noticed")
  }
}
