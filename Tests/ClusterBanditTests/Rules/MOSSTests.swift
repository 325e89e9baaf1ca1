import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("MOSS")
struct MOSSTests {
  static let words = ["known", "anytime"]

  private func rule(_ word: String, ties: TieBreak = .first) -> RuleCase {
    RuleCase(MOSS.variant, ["horizon": .word(word)], ties: ties)
  }

  // .3 + sqrt(ln(10000/(10·50))/50) and .3 + sqrt(ln(1000/(10·50))/50), by hand.
  @Test(
    "The index is what the formula gives by hand",
    arguments: [("known", 0.5447746831), ("anytime", 0.4177410022)])
  func index(word: String, index: Double) {
    for (offset, winner) in [(-1e-8, 0), (1e-8, 1)] {
      let groups = Clustering.whole(10)
      let rule = rule(word).rule(over: groups, in: setting(groups, horizon: 10_000))
      var stream = testStream()
      for _ in 0..<10 { _ = rule.select(group: 0, clock: 0, using: &stream) }
      for arm in 0..<10 {
        // Candidates beyond their share of the horizon have no bonus.
        let (mean, pulls) = arm == 0 ? (0.3, 50) : (arm == 1 ? index + offset : 0, 1e6)
        rule.record(
          arm, group: 0,
          CandidateEstimate(pulls: pulls, mean: mean, variance: 0, alpha: .nan, beta: .nan))
      }
      #expect(rule.select(group: 0, clock: 1000, using: &stream) == winner)
    }
  }

  /// The textbook's index; `factor` multiplies the horizon.
  private func textbook(_ word: String, count: Int, factor: Double = 1) -> ReferenceRule {
    ReferenceRule(playsUnplayedFirst: true) { seen, arm, t in
      let horizon = (word == "known" ? 1000 : t) * factor
      let n = seen.pulls[arm]
      return seen.mean(arm)
        + (max(0, Elementary.log(horizon / (Double(count) * n))) / n).squareRoot()
    }
  }

  @Test("Each decision is that of the plain formula", arguments: words, TieBreak.allCases)
  func decisions(word: String, ties: TieBreak) {
    for count in [1, 3, 8] {
      let flaw = textbook(word, count: count).disagreement(
        with: rule(word, ties: ties), sizes: [count, count], rounds: 800,
        draw: testStream(UInt64(count)))
      #expect(flaw == nil)
    }
  }

  @Test("The comparison notices twice the horizon and the other clock")
  func decisionsCanFail() {
    func flaw(_ word: String, _ reference: ReferenceRule) -> String? {
      reference.disagreement(with: rule(word), sizes: [3], rounds: 800, draw: testStream())
    }
    for word in Self.words {
      #expect(flaw(word, textbook(word, count: 3)) == nil)
      #expect(flaw(word, textbook(word, count: 3, factor: 2)) != nil)
    }
    #expect(flaw("known", textbook("anytime", count: 3)) != nil)
  }
}
