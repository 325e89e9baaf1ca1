import BanditTesting
import ClusterBandit
import Testing

@Suite("The contract of environments")
struct EnvironmentContractTests {
  private let family = FlawedEnvironment.family
  private let sound = Arguments(breaking: "none")

  private func violated(_ arguments: [Arguments], _ refusing: [ExpectedRefusal] = []) -> [String] {
    EnvironmentContract(family, arguments: arguments, refusing: refusing).violations()
      .map(\.clause)
  }

  @Test("A sound environment violates nothing, and every clause was looked at")
  func sane() {
    let refused = ExpectedRefusal(["flaw": .word("playable")], at: ["flaw"])
    let fixed = Arguments(breaking: "fixed, rightly")
    let report = EnvironmentContract(family, arguments: [sound, fixed], refusing: [refused])
      .report()
    #expect(report.violations.isEmpty && report.refused.isEmpty)
    for clause in EnvironmentContract.Clause.allCases {
      #expect((report.cases[clause.rawValue] ?? 0) > 0, "\(clause)")
    }
  }

  @Test(
    "An environment that breaks a clause is found out, and no other clause is blamed",
    arguments: [
      "repeatable", "fixed", "shape", "shape, clusters", "shape, rewards", "shape, prior",
      "rewards", "rewards, infinite", "rewards, parameters", "partition",
    ])
  func flawed(flaw: String) {
    #expect(Set(violated([Arguments(breaking: flaw)])) == [String(flaw.prefix { $0 != "," })])
  }

  @Test("Refusals that name no parameter, give no reason or do not come are told")
  func refusals() {
    for flaw in ["refusals", "refusals, for no reason"] {
      #expect(violated([sound, Arguments(breaking: flaw)]) == ["refusals"])
    }
    #expect(violated([sound, Arguments(breaking: "playable")]).isEmpty)
    #expect(
      violated([sound], [ExpectedRefusal(["flaw": .word("none")], at: ["flaw"])])
        == ["refusals"])
  }

  @Test("Defaults that are refused are told")
  func playable() {
    #expect(violated([Arguments(breaking: "playable")]) == ["playable"])
  }

  @Test("Names, meanings and defaults are looked at")
  func parameters() {
    let wrong = Parameter.defaulted("flaw", .choice(["none"]), .flag(true), "which clause")
    let other = EnvironmentFamily(
      name: "flawed", summary: "breaks one clause", parameters: [wrong], make: family.make)
    let violations = EnvironmentContract(other, arguments: [sound]).violations()
    #expect(violations.map(\.clause) == ["parameters"])
  }
}
