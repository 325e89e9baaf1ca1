import Randomness
import Testing

@testable import ClusterBandit

@Suite("MOSS by classes")
struct MOSSByClassTests {
  static let cases = ["known", "anytime"].map {
    SublinearCase(variant: MOSS.variant, values: ["horizon": .word($0)])
  }

  @Test(
    "A flat rule makes the choices of the scan, pull by pull", arguments: cases,
    SublinearProblem.flat)
  func flat(rule: SublinearCase, problem: SublinearProblem) throws { try problem.check(rule) }

  @Test(
    "With thousands of arms, too", arguments: cases,
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

  // Two arms and 20,000 rounds: T/N = 10⁴.
  @Test(
    "Ties everywhere, certain rewards and many pulls of few arms change nothing in that",
    arguments: cases, SublinearCase.nastyProblems.indices)
  func nasty(rule: SublinearCase, problem: Int) {
    let (means, rounds) = SublinearCase.nastyProblems[problem]
    rule.checkDecisions(means, rounds: rounds, of: #function)
  }

  @Test("Means that rounding hardly tells apart are told apart as by the scan", arguments: cases)
  func closeMeans(rule: SublinearCase) {
    let starts = (0..<40).map { (pulls: 4.0, sum: 2 + Double($0 % 5) * 0x1p-51) }
    rule.checkDecisions(
      Array(repeating: 0.5, count: 40), rounds: 400, starts: starts, of: #function)
  }

  @Test("It is taken from a size on, or as told")
  func choice() {
    let threshold = MOSS.sublinearFrom
    func isLarge(_ search: SearchMethod, _ largest: Int) -> Bool {
      let rule = Self.cases[0]
      return isSublinear(rule.variant.name, rule.arguments(.uniform, search), largest: largest)
    }
    #expect(isLarge(.sublinear, 2) && !isLarge(.scan, 1 << 20))
    #expect(isLarge(.automatic, threshold) && !isLarge(.automatic, threshold - 1))
  }
}
