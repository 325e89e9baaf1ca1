import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("IMED by classes")
struct IMEDByClassTests {
  static let rules = TieBreak.allCases.map { RuleCase(IMED.variant, ties: $0) }
  static let imed = SublinearCase(variant: IMED.variant, values: [:])

  @Test("Every decision and every word drawn is the scan's", arguments: rules, [0, 1, 2])
  func decisions(ruleCase: RuleCase, shape: Int) { ruleCase.checkSearches(shape: shape) }

  @Test(
    "Flat, at two levels and in batches, the two searches play alike", arguments: rules, [1, 6])
  func plays(ruleCase: RuleCase, batch: Int) { ruleCase.checkPlays(batch: batch) }

  // Two arms and 20,000 rounds: T/N = 10⁴.
  @Test(
    "Ties everywhere, certain rewards and many pulls of few arms change nothing in that",
    arguments: SublinearCase.nastyProblems.indices)
  func nasty(problem: Int) {
    let (means, rounds) = SublinearCase.nastyProblems[problem]
    Self.imed.checkDecisions(means, rounds: rounds, of: #function)
  }

  @Test("Random problems of all sizes, horizons and kinds of means")
  func random() {
    var world = testStream()
    for _ in 0..<25 {
      let count = 2 + world.nextIndex(below: 90)
      let kinds = 1 + world.nextIndex(below: 6)
      let means = (0..<count).map { _ -> Double in
        let kind = world.nextIndex(below: kinds)
        return kind == 0 ? world.nextUnit() : kind == 1 ? 1 : kind == 2 ? 0 : Double(kind) / 7
      }
      Self.imed.checkDecisions(means, rounds: 300 + 40 * count, of: #function + "\(count)")
    }
  }

  @Test("Two levels of 29 clusters, also in batches", arguments: [1, 7])
  func twoLevel(batch: Int) throws {
    try SublinearProblem.checkTwoLevels(Self.imed, batch: batch)
  }

  @Test("Means next to 1 and to each other, and counts below 1", arguments: TieBreak.allCases)
  func closeMeans(ties: TieBreak) {
    let tiny = 0x1p-52
    let data: [(pulls: Double, mean: Double)] = [
      (5, 1 - tiny), (5, 1 - 2 * tiny), (5, 1 - 1e-13), (40, 1 - 1e-9), (3, 0.5), (0.25, 0.5),
      (0.25, 0.5), (0.001, 0.2), (5, 1 - tiny), (1, 0.9), (1, 0.9), (2, 0),
    ]
    let groups = Clustering.whole(data.count)
    var compared = 0
    for leaders in [[], [1.0], [1 - tiny], [1 - 1e-12], [0.9]] {
      let rules = [SearchMethod.scan, .sublinear].map {
        rule("imed", $0, ties: ties, groups: groups, level: .clusters)
      }
      var stream = testStream()
      var other = stream
      for _ in data {
        _ = rules[0].select(group: 0, clock: 0, using: &other)
        _ = rules[1].select(group: 0, clock: 0, using: &stream)
      }
      for (candidate, datum) in data.enumerated() {
        let top = leaders.first ?? 1
        let news = CandidateEstimate(
          pulls: datum.pulls, mean: candidate == 4 ? top : min(datum.mean, top), variance: 0,
          alpha: 0, beta: 0)
        for rule in rules { rule.record(candidate, group: 0, news) }
      }
      for round in 0..<40 {
        let expected = rules[0].select(group: 0, clock: 50 + round, using: &other)
        let chosen = rules[1].select(group: 0, clock: 50 + round, using: &stream)
        #expect(chosen == expected && stream == other, "\(leaders), round \(round)")
        // The chosen one gains pulls at its mean, now and then less.
        let pulls = Double(1 + round) / 8 + (round % 3 == 0 ? 7 : 0)
        let news = CandidateEstimate(
          pulls: pulls, mean: data[chosen].mean * (round % 4 == 1 ? 0.5 : 1), variance: 0,
          alpha: 0, beta: 0)
        for rule in rules { rule.record(chosen, group: 0, news) }
        compared += 1
      }
    }
    #expect(compared == 200)
  }

  @Test("It is taken from a size on, or as told")
  func choice() {
    let threshold = IMED.sublinearFrom
    func isLarge(_ search: SearchMethod, _ largest: Int) -> Bool {
      isSublinear("imed", Self.imed.arguments(.uniform, search), largest: largest)
    }
    #expect(isLarge(.sublinear, 2) && !isLarge(.scan, 1 << 20))
    #expect(isLarge(.automatic, threshold) && !isLarge(.automatic, threshold - 1))
  }
}
