import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("UCB1-tuned by classes")
struct UCB1TunedByClassTests {
  static let cases = SublinearCase.tuned + [SublinearCase.narrow]

  @Test(
    "A flat rule makes the choices of the scan, pull by pull", arguments: cases,
    SublinearProblem.flat)
  func flat(rule: SublinearCase, problem: SublinearProblem) throws { try problem.check(rule) }

  @Test(
    "With thousands of arms, too", arguments: [cases[0]],
    [RewardDistribution.bernoulli, .gaussian(standardDeviation: 0.5)])
  func large(rule: SublinearCase, rewards: RewardDistribution) throws {
    try SublinearProblem.checkLarge(rule, rewards)
  }

  @Test(
    "Outside and inside clusters the choices are those of the scan, pull by pull",
    arguments: cases, [1, 7])
  func twoLevel(rule: SublinearCase, batch: Int) throws {
    try SublinearProblem.checkTwoLevels(rule, batch: batch)
  }

  @Test(
    "Ties everywhere, certain rewards and many pulls of few arms change nothing in that",
    arguments: cases, SublinearCase.nastyProblems.indices)
  func nasty(rule: SublinearCase, problem: Int) {
    let (means, rounds) = SublinearCase.nastyProblems[problem]
    rule.checkDecisions(means, rounds: rounds, of: #function)
  }

  @Test(
    "Once pulls differ widely all are looked at, and the choices stay", arguments: TieBreak.allCases
  )
  func givesWay(ties: TieBreak) {
    let means = (0..<70).map { Double($0) / 70 }
    let instance = BanditInstance(
      means: means, clusters: [Array(0..<70)], rewards: .bernoulli)
    let setting = PolicySetting(
      instance: instance, horizon: 12_000, tables: .covering(horizon: 12_000))
    let arguments = Arguments(
      ["ties": .word(ties.rawValue)], defaultsOf: UCB1Tuned.variant.parameters)
    var rule = UCB1TunedByClass(
      arguments: arguments, groups: .whole(70), level: .arms, setting: setting)
    var scan = UCB1Tuned(arguments: arguments, groups: .whole(70), level: .arms, setting: setting)
    var seen = ArmStatistics(count: 70, isBinary: true)
    var (stream, other, world) = (testStream(1), testStream(1), testStream(2))
    var left = 0
    for round in 0..<12_000 {
      let chosen = rule.select(group: 0, clock: round, using: &stream)
      let expected = scan.select(group: 0, clock: round, using: &other)
      guard chosen == expected, stream == other else {
        Issue.record("round \(round): \(chosen), the scan \(expected)")
        return
      }
      let estimate = seen.record(chosen, reward: world.nextBernoulli(means[chosen]) ? 1 : 0)
      rule.record(chosen, group: 0, estimate)
      scan.record(chosen, group: 0, estimate)
      if !rule.isByClass, left == 0 { left = round }
    }
    // Late enough to have played by classes, and early enough to have gone on for long.
    #expect((200..<6000).contains(left), "\(left)")
  }

  @Test("Means too close to be told from rounding are all looked at")
  func closeMeans() {
    // One unit in the last place and more between means of four pulls each.
    let starts = (0..<40).map { (pulls: 4.0, sum: 2 + Double($0 % 5) * 0x1p-51) }
    SublinearCase.tuned[0].checkDecisions(
      Array(repeating: 0.5, count: 40), rounds: 400, starts: starts, of: #function)
  }

  @Test("The index rises with the mean for the scales that the classes take")
  func slope() {
    // Rises of the mean by 1/n, for the least scale and pulls and clocks of all orders.
    var count = 0
    for n in [2.0, 7, 40, 300, 5000] {
      for t in [2.0, 30, 1000, 1e6, 1e12] {
        for scale in [0.25, 1, 1000] {
          let r = (2 * Elementary.log(t) / n).squareRoot()
          func index(_ p: Double) -> Double {
            let bound = p * (1 - p) + scale * scale * r
            return p + r * (0.5 * min(scale * scale / 4, bound)).squareRoot()
          }
          for s in stride(from: 0, to: n, by: max(1, n / 50)) {
            let rise = index((s + 1) / n) - index(s / n)
            #expect(rise > 0.29 / n)
            count += 1
          }
        }
      }
    }
    #expect(count == 15 * (2 + 7 + 40 + 50 + 50))
  }

  @Test("It is taken from a size on, or as told")
  func choice() {
    let threshold = UCB1Tuned.sublinearFrom
    func isLarge(_ search: SearchMethod, _ largest: Int) -> Bool {
      let rule = SublinearCase.tuned[0]
      return isSublinear(rule.variant.name, rule.arguments(.uniform, search), largest: largest)
    }
    #expect(isLarge(.sublinear, 2) && !isLarge(.scan, 1 << 20))
    #expect(isLarge(.automatic, threshold) && !isLarge(.automatic, threshold - 1))
  }
}
