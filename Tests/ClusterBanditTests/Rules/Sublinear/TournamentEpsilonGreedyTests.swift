import Randomness
import Testing

@testable import ClusterBandit

@Suite("Epsilon-greedy by tournaments")
struct TournamentEpsilonGreedyTests {
  @Test(
    "A flat rule makes the choices of the scan, pull by pull",
    arguments: SublinearCase.greedy + SublinearCase.starts, SublinearProblem.flat)
  func flat(rule: SublinearCase, problem: SublinearProblem) throws { try problem.check(rule) }

  @Test(
    "With thousands of arms, too", arguments: [SublinearCase.greedy[0]],
    [RewardDistribution.bernoulli, .gaussian(standardDeviation: 0.5)])
  func large(rule: SublinearCase, rewards: RewardDistribution) throws {
    try SublinearProblem.checkLarge(rule, rewards)
  }

  @Test(
    "Outside and inside clusters the choices are those of the scan, pull by pull",
    arguments: SublinearCase.greedy + SublinearCase.starts.prefix(1), [1, 7, 64])
  func twoLevel(rule: SublinearCase, batch: Int) throws {
    try SublinearProblem.checkTwoLevels(rule, batch: batch)
  }

  @Test("It is taken from a size on, or as told", arguments: [SublinearCase.greedy[0]])
  func choice(rule: SublinearCase) {
    let threshold = EpsilonGreedy.sublinearFrom
    func isLarge(_ search: SearchMethod, _ largest: Int) -> Bool {
      isSublinear(rule.variant.name, rule.arguments(.uniform, search), largest: largest)
    }
    #expect(isLarge(.sublinear, 2) && !isLarge(.scan, 1 << 20))
    #expect(isLarge(.automatic, threshold) && !isLarge(.automatic, threshold - 1))
  }
}
