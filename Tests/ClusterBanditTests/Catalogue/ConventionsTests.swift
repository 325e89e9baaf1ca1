import Testing

@testable import ClusterBandit

@Suite("Conventions")
struct ConventionsTests {
  @Test("Every policy, rule and strategy of the library says what its formula leaves open")
  func everyKind() throws {
    let policies = PolicyCatalogue.standard.families.map { ($0.name, $0.conventions) }
    let rules = zip(RuleCatalogue.standard.variants, RuleCatalogue.standard.conventions)
    let strategies = zip(
      StrategyCatalogue.standard.variants, StrategyCatalogue.standard.conventions)
    var count = 0
    for (name, conventions) in policies + rules.map({ ($0.name, $1) }) {
      let lines = try #require(conventions, "\(name)").lines
      #expect(
        lines.map(\.name) == ["without pulls", "first pulls", "ties", "clock", "rewards"],
        "\(name)")
      for (line, text) in lines { #expect(!text.isEmpty, "\(name): \(line)") }
      count += 1
    }
    for (strategy, conventions) in strategies {
      #expect(conventions.lines.map(\.name) == ["without pulls", "ties", "rewards"])
      for (line, text) in conventions.lines { #expect(!text.isEmpty, "\(strategy.name): \(line)") }
      count += 1
    }
    #expect(count == PolicyCatalogue.standard.families.count + 16 + 3)
  }

  @Test("A rule pulls each arm once first if and only if it says so")
  func firstPulls() throws {
    let instance = BanditInstance(
      means: [0.9, 0.85, 0.8, 0.75, 0.7, 0.65], clustering: .singletons(6), rewards: .bernoulli)
    var saysSo = 0
    for entry in RuleCatalogue.standard.entries {
      let needs: [String: [String: ParameterValue]] = [
        "epsilon-greedy": ["epsilon": .constant(0.1)], "ucb": ["c": .constant(1)],
        "explore-then-commit": ["pulls": .integer(2)], "boltzmann": ["temperature": .number(1)],
      ]
      let required = needs[entry.variant.name] ?? [:]
      let policy = prepared(entry.variant.name, required, for: instance)
      let doesSo = (0..<20 as Range<UInt64>).allSatisfy {
        Set(transcript(policy, on: instance, horizon: 6, number: $0).arms).count == 6
      }
      let text = try #require(entry.conventions.firstPulls)
      #expect(doesSo == text.hasPrefix(Conventions.eachOnce), "\(entry.variant.name)")
      saysSo += doesSo ? 1 : 0
    }
    #expect(saysSo == 10)
  }
}
