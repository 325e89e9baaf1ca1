import BanditTesting
import ClusterBandit
import Testing

@Suite("The contract of selection rules")
struct RuleContractTests {
  @Test("A sound rule violates nothing, and every clause was looked at")
  func sound() {
    let report = RuleContract(FlawedRule.self).report()
    #expect(report.violations.isEmpty && report.refused.isEmpty)
    for clause in RuleContract<FlawedRule>.Clause.allCases {
      #expect((report.cases[clause.rawValue] ?? 0) > 0, "\(clause)")
    }
  }

  @Test(
    "A rule that breaks a clause is found out, and no other clause is blamed",
    arguments: [
      "refusals", "playable", "group", "repeatable", "groups-apart", "tables", "relabelling",
    ])
  func flawed(flaw: String) {
    let contract = RuleContract(FlawedRule.self, arguments: [Arguments(breaking: flaw)])
    #expect(Set(contract.violations().map(\.clause)) == [flaw])
  }

  @Test("Names, meanings and defaults are looked at")
  func parameters() {
    let variant = Variant("flawed", "breaks\none clause", [.flaw])
    let contract = RuleContract(
      FlawedRule.self, variant: variant, arguments: [Arguments(breaking: "none")])
    #expect(contract.violations().map(\.clause) == ["parameters"])
  }

  @Test("What must be refused and is not is told")
  func refusing() {
    let arguments = [Arguments(breaking: "none")]
    let missed = ExpectedRefusal(["flaw": .word("none")], at: ["flaw"])
    let contract = RuleContract(FlawedRule.self, arguments: arguments, refusing: [missed])
    #expect(contract.violations().map(\.clause) == ["refusals"])
  }

  @Test("A rule that prefers the first of equals claims no other order")
  func firstOfEquals() {
    func report(_ ties: TieBreak) -> ContractReport {
      RuleContract(
        FlawedRule.self,
        arguments: [Arguments(["flaw": .word("none"), "ties": .word(ties.rawValue)])]
      ).report()
    }
    #expect(report(.first).cases["relabelling"] == nil)
    #expect(report(.uniform).cases["relabelling"] == 6)
  }

  @Test("The sublinear form of a rule is looked at as well")
  func forms() {
    let arguments = [Arguments(breaking: "none")]
    let contract = RuleContract(RuleOfTwoForms.self, arguments: arguments)
    let violations = contract.violations()
    #expect(Set(violations.map(\.clause)) == ["group"])
    #expect(violations.count == 3 * 3 * 4)
    #expect(violations.allSatisfy { $0.subject.contains("form sublinear") })
  }
}
