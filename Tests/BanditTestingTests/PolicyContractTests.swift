import BanditTesting
import ClusterBandit
import Testing

@Suite("The contract of policies")
struct PolicyContractTests {
  private let family = FlawedPolicy.family

  /// The clauses that a policy with this flaw violates.
  private func violated(_ flaw: String) -> Set<String> {
    Set(
      PolicyContract(family, arguments: [Arguments(breaking: flaw)]).violations()
        .map(\.clause))
  }

  @Test("A sound policy violates nothing, and every clause was looked at")
  func sound() {
    let report = PolicyContract(family).report()
    #expect(report.violations.isEmpty)
    #expect(report.refused.isEmpty)
    for clause in PolicyContract.Clause.allCases {
      #expect((report.cases[clause.rawValue] ?? 0) > 0, "\(clause)")
    }
  }

  @Test(
    "A policy that breaks a clause is found out, and no other clause is blamed",
    arguments: [
      "refusals", "refusals, without a hint", "playable", "range", "repeatable", "replications",
      "common-rewards", "batch-of-one", "tables", "beliefs", "beliefs, not a number",
      "beliefs, of some arms", "beliefs, not observed", "exploration", "relabelling",
    ])
  func flawed(flaw: String) {
    #expect(violated(flaw) == [String(flaw.prefix { $0 != "," })])
  }

  @Test("A default outside its range, two parameters of one name and a name in capitals are seen")
  func parameters() {
    func complaint(_ name: String, _ parameters: [Parameter]) -> Set<String> {
      let other = PolicyFamily(
        name: name, summary: family.summary, parameters: parameters,
        prepare: { _, rewards in family.prepare(Arguments(breaking: "none"), rewards) })
      return Set(PolicyContract(other).violations().map(\.clause))
    }
    let half = Parameter.defaulted("half", .number(.probability), .number(0.5), "a number")
    #expect(complaint("other", [half]).isEmpty)
    #expect(
      complaint(
        "other", [.defaulted("half", .number(.probability), .number(1.5), "a number")])
        == ["parameters"])
    #expect(complaint("other", [half, half]) == ["parameters"])
    #expect(complaint("Other", [half]) == ["parameters"])
    #expect(
      complaint("other", [.defaulted("half", .number(.probability), .number(0.5), "")])
        == ["parameters"])
  }

  @Test("What must be refused and is not, or is refused elsewhere, is told")
  func refusing() {
    let refusal = ExpectedRefusal(["flaw": .word("playable")], at: ["flaw"])
    let sound = [Arguments(breaking: "none")]
    #expect(PolicyContract(family, arguments: sound, refusing: [refusal]).violations().isEmpty)
    for missed in [
      ExpectedRefusal(["flaw": .word("none")], at: ["flaw"]),
      ExpectedRefusal(["flaw": .word("playable")], at: ["other"]),
    ] {
      let violations = PolicyContract(family, arguments: sound, refusing: [missed]).violations()
      #expect(Set(violations.map(\.clause)) == ["refusals"])
    }
  }

  @Test("A clause that is waived is not looked at")
  func waiving() {
    let report = PolicyContract(
      family, arguments: [Arguments(breaking: "relabelling")], waiving: [.relabelling]
    ).report()
    #expect(report.violations.isEmpty && report.cases["relabelling"] == nil)
  }

  @Test("A violation names clause, case, seed and what was seen")
  func words() throws {
    let contract = PolicyContract(family, arguments: [Arguments(breaking: "range")], seed: 7)
    let violation = try #require(contract.violations().first)
    #expect(violation.seed == 7)
    #expect(violation.subject.hasPrefix("flawed flaw: range on clusters of [7] arms"))
    #expect(
      violation.description.hasSuffix("batches of 1, seed 7: round 5: 7 is none of 7 arms"))
    #expect(violation.description.hasPrefix("range: flawed"))
  }
}
