import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Upper confidence bounds by kinetic tournaments")
struct KineticUpperConfidenceBoundTests {
  @Test(
    "A flat rule makes the choices of the scan, pull by pull",
    arguments: SublinearCase.bounds + SublinearCase.priors, SublinearProblem.flat)
  func flat(rule: SublinearCase, problem: SublinearProblem) throws { try problem.check(rule) }

  @Test(
    "With thousands of arms, too", arguments: [SublinearCase.ucb1, SublinearCase.bounds[4]],
    [RewardDistribution.bernoulli, .gaussian(standardDeviation: 0.5)])
  func large(rule: SublinearCase, rewards: RewardDistribution) throws {
    try SublinearProblem.checkLarge(rule, rewards)
  }

  @Test(
    "Outside and inside clusters the choices are those of the scan, pull by pull",
    arguments: SublinearCase.bounds, [1, 7, 64])
  func twoLevel(rule: SublinearCase, batch: Int) throws {
    try SublinearProblem.checkTwoLevels(rule, batch: batch)
  }

  @Test(
    "Ties everywhere, certain rewards and many pulls of few arms change nothing in that",
    arguments: SublinearCase.bounds + SublinearCase.priors, SublinearCase.nastyProblems.indices)
  func nasty(rule: SublinearCase, problem: Int) {
    let (means, rounds) = SublinearCase.nastyProblems[problem]
    rule.checkDecisions(means, rounds: rounds, of: #function)
  }

  @Test(
    "When the different pulls become many, a tournament takes over",
    arguments: [SublinearCase.ucb1, SublinearCase.bounds[4]], [180, 192, 193, 260])
  func manyPulls(rule: SublinearCase, slopes: Int) {
    // Of the last fifty all have the same pulls.
    let starts = (0..<slopes + 50).map { Double(1 + min($0, slopes - 1)) }
    rule.checkDecisions(
      starts.map { 0.2 + $0 / 800 }, rounds: 700,
      starts: starts.enumerated().map { ($1, Double($0 % (1 + Int($1)))) }, of: #function)
  }

  @Test("A prior inside and matched counts outside change nothing in that", arguments: [1, 7])
  func preset(batch: Int) throws {
    let problem = SublinearProblem(
      sizes: Array(repeating: 9, count: 12), rewards: .bernoulli, horizon: 800, batch: batch)
    var world = testStream()
    let instance = problem.instance(&world)
    let trajectories = try [SearchMethod.scan, .sublinear].map {
      try problem.play(
        "two-level",
        [
          "strategy": .part(MaxStrategy.variant), "counts": .word("matched"),
          "outer": SublinearCase.ucb1.part(.uniform, $0),
          "inner": SublinearCase.priors[1].part(.uniform, $0),
        ], on: instance)
    }
    #expect(trajectories[0] == trajectories[1])
  }

  @Test(
    "It is taken from a size on, or as told",
    arguments: [SublinearCase.ucb1, SublinearCase.bounds[1]])
  func choice(rule: SublinearCase) {
    let threshold = UpperConfidenceBound.sublinearFrom
    func isLarge(_ search: SearchMethod, _ largest: Int) -> Bool {
      isSublinear(rule.variant.name, rule.arguments(.uniform, search), largest: largest)
    }
    #expect(isLarge(.sublinear, 2) && !isLarge(.scan, 1 << 20))
    #expect(isLarge(.automatic, threshold) && !isLarge(.automatic, threshold - 1))
  }
}
