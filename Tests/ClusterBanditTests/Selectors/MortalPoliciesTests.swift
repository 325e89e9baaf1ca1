import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Which policies play where arms die")
struct MortalPoliciesTests: MortalDriving {
  @Test("Who cannot forget is refused where arms die, and so is a sublinear search")
  func refused() throws {
    var stream = testStream()
    let mortals = try mortal(death: 0.1).drawInstance(using: &stream)
    var immortal = shape(of: mortals)
    immortal.hasMortalArms = false
    var accepted: [String] = []
    for family in PolicyCatalogue.standard.families where family.context != .required {
      let needed = family.parameters.contains {
        if case .required = $0.absence { true } else { false }
      }
      var values: [String: ParameterValue] = [:]
      if family.name == "epsilon-greedy" { values["epsilon"] = .constant(0.1) }
      if needed, values.isEmpty, family.name != "ucb" { continue }
      if family.name == "ucb" { values["c"] = .constant(1) }
      let arguments = Arguments(values, defaultsOf: family.parameters)
      let problems = family.allProblems(arguments, shape(of: mortals))
      if problems.isEmpty {
        accepted.append(family.name)
        let run = replication(of: mortals, horizon: 50, batch: 3, test: family.name)
        #expect(family.prepare(arguments, .bernoulli).play(run).isComplete)
      } else if family.problems(arguments, immortal).isEmpty {
        #expect(problems.contains { $0.message.contains("cannot forget") }, "\(family.name)")
      }
    }
    #expect(
      accepted == [
        "random", "oracle", "epsilon-greedy", "ucb", "ucb1", "ucb1-tuned", "kl-ucb", "bayes-ucb",
        "thompson", "imed", "moss", "two-level", "tsc", "ts-max", "ucbc", "hierarchical-thompson",
      ])
    let thompson = try #require(PolicyCatalogue.standard["thompson"])
    func paths(_ name: String, _ values: [String: ParameterValue]) throws -> [[String]] {
      let family = try #require(PolicyCatalogue.standard[name])
      return family.allProblems(
        Arguments(values, defaultsOf: family.parameters), shape(of: mortals)
      ).map(\.path)
    }
    #expect(thompson.parameters.contains { $0.name == "search" })
    #expect(try paths("thompson", ["search": .word("sublinear")]) == [["search"]])
    let inner = ParameterValue.part(BetaThompson.variant, ["search": .word("sublinear")])
    #expect(try paths("two-level", ["inner": inner]) == [["inner", "search"]])
    #expect(try paths("two-level", ["strategy": .part(PMaxStrategy.variant)]) == [])
    #expect(try paths("two-level", ["outer": .part(BoltzmannGumbel.variant)]) == [[]])
    #expect(
      try paths("hierarchical-thompson", ["model": .variant("empirical-bayes", Arguments())]) == [])
    let both: [String: ParameterValue] = [
      "outer": .part(MOSS.variant), "inner": .part(IMED.variant),
    ]
    #expect(try paths("two-level", both) == [])
  }

  @Test("Large groups of arms that die are scanned, and play as small ones do")
  func scanned() throws {
    var stream = testStream()
    let many = try mortal(death: 0.001, ["sizes": .numbers([200, 150])]).drawInstance(
      using: &stream)
    for name in ["thompson", "tsc", "kl-ucb", "ucb1", "moss", "imed"] {
      let automatic = prepared(name, for: many).play(replication(of: many, horizon: 500))
      #expect(automatic.isComplete)
      guard name != "tsc" else { continue }
      let hasSearch = PolicyCatalogue.standard[name]?.parameters.contains { $0.name == "search" }
      guard hasSearch == true else { continue }
      let scan = prepared(name, ["search": .word("scan")], for: many)
        .play(replication(of: many, horizon: 500))
      #expect(automatic == scan)
    }
  }
}
