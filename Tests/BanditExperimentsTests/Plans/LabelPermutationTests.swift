import Testing

@testable import BanditExperiments

@Suite("Shares of permuted labels")
struct LabelPermutationTests {
  private func read(_ permute: String, sweep: String = "") throws -> Plan {
    try readPlan(
      """
      name: study
      seed: 1
      horizon: 9
      replications: 2
      environment: {kind: needle, arms: 20, clusters: 4\(permute)}
      policies: [tsc]
      \(sweep)
      """)
  }

  @Test(
    "A flag or a share, in files and in plans",
    arguments: [
      ("", 0, "needle", "false"), (", permute-labels: false", 0, "needle", "false"),
      (", permute-labels: 0", 0, "needle", "false"),
      (", permute-labels: true", 1, "needle, permuted", "true"),
      (", permute-labels: 1.0", 1, "needle, permuted", "true"),
      (", permute-labels: 0.25", 0.25, "needle, 25 % permuted", "0.25"),
      (", permute-labels: 0.07", 0.07, "needle, 7 % permuted", "0.07"),
      (", permute-labels: 0.125", 0.125, "needle, 12.5 % permuted", "0.125"),
    ])
  func reading(text: String, share: Double, label: String, json: String) throws {
    let plan = try read(text)
    #expect(plan.problems[0].permutation.share == share)
    #expect(plan.problems[0].label == label)
    #expect(plan.canonicalText.contains("\"permute_labels\":\(json)"))
    #expect(try readPlan(plan.yaml) == plan)
  }

  @Test("A sweep over shares is a column, also in its resolved plan")
  func sweep() throws {
    let plan = try read(
      "", sweep: "sweep: [{path: environment.permute-labels, values: [false, 0.1, 0.5, 1]}]")
    #expect(plan.problems.map(\.permutation.share) == [0, 0.1, 0.5, 1])
    let labels = ["needle", "needle, 10 % permuted", "needle, 50 % permuted", "needle, permuted"]
    #expect(plan.problems.map(\.label) == labels)
    #expect(plan.sweptPaths == ["environment.permute-labels"])
    #expect(try readPlan(plan.yaml) == plan)
  }

  @Test(
    "What is neither is refused",
    arguments: [
      ("half", "expected true or false, or a share from 0 to 1"), ("1.5", "'1.5' is out of range"),
      ("10%", "'10%' is not a number"), ("-0.1", "'-0.1' is out of range"),
      ("[0.1]", "expected true or false, or a share from 0 to 1"),
    ])
  func refusal(value: String, message: String) throws {
    let error = #expect(throws: InvalidInput.self) { try read(", permute-labels: \(value)") }
    let first = try #require(error?.diagnostics.first)
    #expect(first.message.hasPrefix(message))
    #expect(first.keyPath == "environment.permute-labels")
  }
}
