import BanditTesting
import ClusterBandit
import Testing

@Suite("The contract of cluster strategies")
struct StrategyContractTests {
  @Test("A sound strategy violates nothing, and every clause was looked at")
  func sound() {
    let report = StrategyContract(FlawedStrategy.self).report()
    #expect(report.violations.isEmpty && report.refused.isEmpty)
    for clause in StrategyContract<FlawedStrategy>.Clause.allCases {
      #expect((report.cases[clause.rawValue] ?? 0) > 0, "\(clause)")
    }
  }

  @Test(
    "A strategy that breaks a clause is found out, and no other clause is blamed",
    arguments: [
      "refusals", "playable", "estimate", "pulls", "repeatable", "cluster-alone", "relabelling",
    ])
  func flawed(flaw: String) {
    let contract = StrategyContract(FlawedStrategy.self, arguments: [Arguments(breaking: flaw)])
    #expect(Set(contract.violations().map(\.clause)) == [flaw])
  }

  @Test("Names, meanings and defaults are looked at")
  func parameters() {
    let wrong = Parameter.defaulted("flaw", .choice(["none"]), .word("some"), "which clause")
    let contract = StrategyContract(
      FlawedStrategy.self, variant: Variant("flawed", "breaks one clause", [wrong]),
      arguments: [Arguments(breaking: "none")])
    #expect(contract.violations().map(\.clause) == ["parameters"])
  }
}
