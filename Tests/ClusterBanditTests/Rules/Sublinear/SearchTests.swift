import Randomness
import Testing

@testable import ClusterBandit

@Suite("Which search")
struct SearchTests {
  @Test("Large groups are searched by classes, unless the arguments say otherwise")
  func automatic() {
    func isLarge(_ name: String, _ values: [String: ParameterValue], _ size: Int) -> Bool {
      let variant = RuleCatalogue.standard.variants.first { $0.name == name }
      return isSublinear(
        name, Arguments(values, defaultsOf: variant?.parameters ?? []), largest: size)
    }
    let threshold = BetaThompson.sublinearFrom
    #expect(threshold > 64 && threshold <= 100)
    let many = ParameterValue.priors([.uniform, BetaPrior(alpha: 2, beta: 1)])
    for (values, size, expected) in [
      ([:], threshold - 1, false), ([:], threshold, true),
      (["search": .word("scan")], 100_000, false), (["search": .word("sublinear")], 2, true),
      (["prior": .priors([.uniform])], threshold, true), (["prior": many], 100_000, false),
    ] as [([String: ParameterValue], Int, Bool)] {
      #expect(isLarge("thompson", values, size) == expected, "\(values) \(size)")
    }
    for name in ["kl-ucb", "bayes-ucb"] {
      #expect(isLarge(name, [:], 1000) && !isLarge(name, [:], 10))
    }
    #expect(
      !isSublinear(
        "thompson", arguments(BetaThompson.variant), largest: 100_000,
        rewards: .gaussian(standardDeviation: 1)))
  }

  @Test("A search by classes needs one prior and 0/1 rewards, and says so")
  func problems() {
    func problems(
      _ name: String, _ values: [String: ParameterValue], _ rewards: RewardDistribution
    ) -> [ArgumentProblem] {
      let variant = RuleCatalogue.standard.variants.first { $0.name == name }
      return ruleProblems(
        name, Arguments(values, defaultsOf: variant?.parameters ?? []), level: .arms,
        shape: ProblemShape(armCount: 2, clusterCount: 1, rewards: rewards))
    }
    let sublinear = ParameterValue.word("sublinear")
    let many = ParameterValue.priors([.uniform, BetaPrior(alpha: 2, beta: 1)])
    for name in ["thompson", "bayes-ucb"] {
      #expect(problems(name, ["search": sublinear], .bernoulli) == [])
      #expect(problems(name, ["prior": many], .bernoulli) == [])
      #expect(problems(name, ["prior": many, "search": .word("scan")], .bernoulli) == [])
      let found = problems(name, ["prior": many, "search": sublinear], .bernoulli)
      #expect(found.map(\.path) == [["search"]] && found.allSatisfy { !$0.hint.isEmpty })
    }
    let normal = RewardDistribution.gaussian(standardDeviation: 1)
    let found = problems("thompson", ["search": sublinear], normal)
    #expect(found.map(\.path) == [["search"]] && found.allSatisfy { !$0.hint.isEmpty })
    #expect(problems("thompson", ["search": .word("scan")], normal) == [])
  }
}
