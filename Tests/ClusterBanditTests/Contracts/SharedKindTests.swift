import BanditTesting
import Testing

@testable import ClusterBandit

@Suite("What holds for every rule, strategy and environment")
struct SharedKindTests {
  /// The report on a kind whose type is settled here.
  struct Kind: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let report: @Sendable () -> ContractReport
  }

  /// A rule under its name and those of its presets.
  private static func rule<Rule: SelectionRule & ~Copyable>(_ rule: Rule.Type) -> [Kind] {
    ([Rule.variant] + Rule.presets).map { variant in
      Kind(testDescription: variant.name) { RuleContract(rule, variant: variant).report() }
    }
  }

  private static func strategy<Strategy: ClusterStrategy & ~Copyable>(
    _ strategy: Strategy.Type
  ) -> Kind {
    Kind(testDescription: Strategy.variant.name) { StrategyContract(strategy).report() }
  }

  static let rules =
    rule(EpsilonGreedy.self) + rule(UpperConfidenceBound.self) + rule(UCBAsPrinted.self)
    + rule(UCB1Tuned.self) + rule(KLUCB.self) + rule(BayesUCB.self) + rule(BetaThompson.self)
    + baselines

  private static let baselines: [Kind] = [
    rule(IMED.self), rule(MOSS.self), rule(ExploreThenCommit.self), rule(Boltzmann.self),
    rule(BoltzmannGumbel.self), rule(KnowledgeGradient.self), rule(TopTwoThompson.self),
    rule(OptimisticGittins.self),
  ].flatMap(\.self)

  static let strategies = [
    strategy(MeanStrategy.self), strategy(MaxStrategy.self), strategy(PMaxStrategy.self),
  ]

  @Test("All rules and strategies of the catalogues are here")
  func complete() {
    #expect(Self.rules.map(\.testDescription) == RuleCatalogue.standard.variants.map(\.name))
    #expect(
      Self.strategies.map(\.testDescription) == StrategyCatalogue.standard.variants.map(\.name))
  }

  @Test(
    "Every rule keeps the contract of rules in every form, with its parameters varied one by one",
    arguments: rules)
  func keepsRule(rule: Kind) {
    let report = rule.report()
    #expect(report.violations.isEmpty)
    let clauses = RuleContract<BetaThompson>.Clause.allCases.map(\.rawValue)
    #expect(Set(report.cases.keys) == Set(clauses))
    #expect((report.cases["group"] ?? 0) >= 2 * 3 * 4)
    // The two halves of a prior need each other, and clusters have no values of their own.
    let unfit = report.refused.filter { !$0.contains(" prior-") && !$0.contains(" start:") }
    #expect(unfit.allSatisfy { $0.contains(" step:") }, "\(unfit)")
  }

  @Test("Every strategy keeps the contract of strategies", arguments: strategies)
  func keepsStrategy(strategy: Kind) {
    let report = strategy.report()
    #expect(report.violations.isEmpty)
    // What is for normal rewards is refused on counts.
    #expect(report.refused.allSatisfy { $0.contains(" variance: estimated") }, "\(report.refused)")
    #expect(
      Set(report.cases.keys)
        == Set(StrategyContract<MeanStrategy>.Clause.allCases.map(\.rawValue)))
    #expect((report.cases["estimate"] ?? 0) >= 2 * 3)
  }

  @Test(
    "Every environment keeps the contract of environments",
    arguments: EnvironmentCatalogue.standard.families.map(\.name))
  func keepsEnvironment(name: String) throws {
    let family = try #require(EnvironmentCatalogue.standard[name])
    let report = EnvironmentContract(family).report()
    #expect(report.violations.isEmpty)
    let clauses = Set(EnvironmentContract.Clause.allCases.map(\.rawValue))
    // Not every family refuses something, nor is every environment fixed.
    #expect(Set(report.cases.keys).union(["refusals", "fixed"]) == clauses)
    #expect((report.cases["shape"] ?? 0) >= 3)
  }
}
