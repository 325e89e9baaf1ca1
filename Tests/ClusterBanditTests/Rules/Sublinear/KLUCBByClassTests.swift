import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("KL-UCB by classes")
struct KLUCBByClassTests {
  static let rules = TieBreak.allCases.flatMap { ties in
    RuleCase.klUCB(ties: ties) + [RuleCase(KLUCB.variant, ["c": .number(1e15)], ties: ties)]
  }

  @Test("Every decision and every word drawn is the scan's", arguments: rules, [0, 1, 2])
  func decisions(ruleCase: RuleCase, shape: Int) { ruleCase.checkSearches(shape: shape) }

  @Test(
    "Flat, at two levels and in batches, the two searches play alike", arguments: rules, [1, 6])
  func plays(ruleCase: RuleCase, batch: Int) { ruleCase.checkPlays(batch: batch) }

  @Test(
    "Ties across classes are broken in the order of the candidates", arguments: TieBreak.allCases)
  func tiesAcrossClasses(ties: TieBreak) {
    // Means of 1 have the index 1 whatever their pulls.
    let groups = Clustering.whole(12)
    do {
      let (scan, classes) = (
        rule("kl-ucb", .scan, ties: ties, groups: groups),
        rule("kl-ucb", .sublinear, ties: ties, groups: groups)
      )
      var stream = testStream()
      for _ in 0..<12 {
        var other = stream
        _ = scan.select(group: 0, clock: 0, using: &other)
        _ = classes.select(group: 0, clock: 0, using: &stream)
      }
      for candidate in 0..<12 {
        let n = Double(1 + candidate % 3)
        let news = estimate(pulls: n, sum: candidate % 4 == 1 ? 0 : n)
        scan.record(candidate, group: 0, news)
        classes.record(candidate, group: 0, news)
      }
      var chosen: Set<Int> = []
      for _ in 0..<300 {
        var other = stream
        let expected = scan.select(group: 0, clock: 30, using: &other)
        let choice = classes.select(group: 0, clock: 30, using: &stream)
        #expect(choice == expected && stream == other)
        chosen.insert(choice)
      }
      #expect(chosen == (ties == .first ? [0] : [0, 2, 3, 4, 6, 7, 8, 10, 11]))
    }
  }
}
