import Randomness
import Testing

@testable import ClusterBandit

@Suite("Bayes-UCB by classes")
struct BayesUCBByClassTests {
  static let rules = TieBreak.allCases.flatMap { ties in
    RuleCase.bayesUCB(ties: ties)
      + [
        RuleCase(
          BayesUCB.variant, ["prior": .priors([BetaPrior(alpha: 0.5, beta: 3)])], ties: ties)
      ]
  }

  @Test("Every decision and every word drawn is the scan's", arguments: rules, [0, 1, 2])
  func decisions(ruleCase: RuleCase, shape: Int) { ruleCase.checkSearches(shape: shape) }

  @Test(
    "Flat, at two levels and in batches, the two searches play alike", arguments: rules, [1, 6])
  func plays(ruleCase: RuleCase, batch: Int) { ruleCase.checkPlays(batch: batch) }
}
