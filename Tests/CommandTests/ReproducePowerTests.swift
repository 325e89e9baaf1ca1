import Foundation
import Testing

@Suite("The command reproduce --power")
struct ReproducePowerTests {
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "coins.yaml",
      """
      name: coins
      seed: 5
      horizon: 100
      replications: 400
      environment: {kind: bernoulli, means: [0, 1]}
      policies: [{kind: random}]
      published:
        - {policy: random, metric: reward, mean: 50, standard-deviation: 1, replications: 100, \
      source: s}
      """)
    return scratch
  }

  private func power(_ arguments: String..., in scratch: Scratch) throws -> Outcome {
    try Program.run(
      ["reproduce", "coins.yaml", "--power", "--quiet"] + arguments, in: scratch.folder)
  }

  @Test("The table says what notices each mistake; mistakes that nothing notices exit with 1")
  func table() throws {
    let scratch = try scratch()
    let outcome = try power(in: scratch)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("random: thompson in its place"))
    #expect(outcome.output.contains("published: random, reward"))
    #expect(outcome.output.contains("mistakes that change results are noticed"))
    try scratch.write(
      "coins.yaml",
      String(contentsOf: scratch.folder.appendingPathComponent("coins.yaml"), encoding: .utf8)
        .replacing("standard-deviation: 1", with: "standard-deviation: 1e9"))
    let blunt = try power(in: scratch)
    #expect(blunt.status == 1)
    #expect(blunt.errors.contains("- coins: random: thompson in its place"))
    let csv = try power("--format", "csv", in: scratch)
    #expect(
      csv.output.hasPrefix(
        "experiment,seed,mistake,noticed,harmless,kind,check,z,checks,reason,sort,replications"))
  }

  @Test("Known survivors are read from a file; a line that is none is named")
  func survivors() throws {
    let scratch = try scratch()
    try scratch.write("known", "# comment\n")
    #expect(try power("--survivors", "known", in: scratch).status == 0)
    try scratch.write("known", "coins | anything | a reason\n")
    let stale = try power("--survivors", "known", in: scratch)
    #expect(stale.status == 1)
    #expect(
      stale.errors.contains("known names mistakes that are not tried here:\n- coins | anything"))
    for line in ["coins: anything\n", "coins | anything | \n"] {
      try scratch.write("known", line)
      let bad = try power("--survivors", "known", in: scratch)
      #expect(bad.status == 64)
      #expect(bad.errors.contains("known:1: error: a line holds study | mistake | reason"))
    }
    #expect(try power("--survivors", "missing", in: scratch).status == 64)
    #expect(try power("--seeds", "2", in: scratch).status == 64)
    #expect(try power("--draw", "2", in: scratch).status == 64)
    #expect(try power("--share", "0", in: scratch).status == 64)
  }

  @Test("A share of the mistakes is drawn, and several studies are summed up")
  func share() throws {
    let scratch = try scratch()
    func mistakes(_ arguments: String...) throws -> [Substring] {
      let outcome = try power(
        "--format", "csv", "--share", "0.4", arguments[0], arguments[1], in: scratch)
      return Array(outcome.output.split(separator: "\n").dropFirst())
    }
    let (one, other) = (try mistakes("--draw", "1"), try mistakes("--draw", "2"))
    let again = try mistakes("--draw", "1")
    #expect(one != other && one == again)
    try scratch.write(
      "again.yaml",
      String(contentsOf: scratch.folder.appendingPathComponent("coins.yaml"), encoding: .utf8)
        .replacing("name: coins", with: "name: again"))
    let both = try power("again.yaml", in: scratch)
    #expect(both.status == 0)
    #expect(both.output.contains("Mistakes that are noticed, of those that change results"))
    #expect(both.output.contains("together"))
  }
}
