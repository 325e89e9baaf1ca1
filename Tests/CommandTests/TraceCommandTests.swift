import Foundation
import Testing

@Suite("The command trace")
struct TraceCommandTests {
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "study.yaml",
      """
      name: study
      horizon: 30
      replications: 2
      environments:
        - {label: coins, kind: bernoulli, means: [0.4, 0.6, 0.8], clusters: [[0, 1], [2]]}
        - {label: hay, kind: needle, arms: 8, clusters: 2}
      policies:
        - {kind: random}
        - {kind: tsc}
        - {kind: hierarchical-thompson}
      """)
    try scratch.write(
      "contexts.yaml",
      """
      name: contexts
      horizon: 30
      replications: 2
      environment: {label: linear, kind: contextual-clusters}
      policies: [{kind: lin-ts}, {kind: random}]
      """)
    return scratch
  }

  private func trace(_ arguments: String..., in scratch: Scratch) throws -> Outcome {
    try Program.run(["trace"] + arguments, in: scratch.folder)
  }

  @Test("What lies beyond the experiment is shown with a remark")
  func beyond() throws {
    let scratch = try folder()
    let inside = try trace(
      "study.yaml", "--replication", "1", "--rounds", "30", in: scratch)
    #expect(inside.errors.isEmpty && inside.status == 0)
    let outside = try trace(
      "study.yaml", "--replication", "2", "--rounds", "31", in: scratch)
    #expect(
      outside.errors
        == "note: the experiment has 2 replications, counted from 0: replication 2 is none of them\n"
        + "note: the horizon is 30: no more rounds than these are shown\n")
    #expect(headings(outside).count == 30 && outside.status == 0)
  }

  private func headings(_ outcome: Outcome) -> [Substring] {
    outcome.output.split(separator: "\n").filter { $0.hasPrefix("round ") }
  }

  @Test("Arms that die have no evidence, which is said, and newborns are marked")
  func mortal() throws {
    let scratch = try Scratch()
    try scratch.write(
      "mortal.yaml",
      """
      name: mortal
      horizon: 40
      environment: {kind: mortal, arms: 4, clusters: 1, cohesion: 5, death: 0.2}
      policies: [{kind: thompson}]
      """)
    let outcome = try trace("mortal.yaml", "--rounds", "40", "--evidence", in: scratch)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("no evidence for the clusters: arms die"))
    #expect(!outcome.output.contains("ln likelihood"))
    #expect(headings(outcome).count { $0.contains("; new in its cluster: ") } > 5)
  }

  @Test("The help begins with two examples and names the options")
  func help() throws {
    let outcome = try Program.run(["trace", "--help"])
    #expect(outcome.status == 0)
    let usage = try #require(outcome.output.split(separator: "USAGE: ").last)
    #expect(
      usage.split(separator: "\n").prefix(2).allSatisfy { $0.contains("cluster-bandit trace") })
    for option in ["--environment", "--policy", "--rounds", "--replication", "--seed"] {
      #expect(outcome.output.contains("\n  \(option)"))
    }
  }

  @Test(
    "By default five pulls of the first policy that keeps something are shown, and nothing else")
  func defaults() throws {
    let outcome = try trace("study.yaml", in: folder())
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let heading = "coins: tsc, replication 0\n"
    #expect(outcome.output.hasPrefix(heading + "3 arms in 2 clusters (sizes 2 and 1)\n\nround 1: "))
    #expect(headings(outcome).count == 5)
  }

  @Test("Environment, policy, rounds, replication and seed can be chosen")
  func options() throws {
    let scratch = try folder()
    let outcome = try trace(
      "study.yaml", "--environment", "hay", "--policy", "hierarchical-thompson", "--rounds", "2",
      "--replication", "1", in: scratch)
    #expect(outcome.output.hasPrefix("hay: hierarchical-thompson, replication 1\n"))
    #expect(headings(outcome).count == 2)
    #expect(outcome.output.contains("  s.d. before  s.d. after\n"))
    let seeded = try trace("study.yaml", "--rounds", "20", "--seed", "3", in: scratch)
    #expect(headings(seeded) != headings(try trace("study.yaml", "--rounds", "20", in: scratch)))
    #expect(headings(try trace("study.yaml", "--rounds", "1000", in: scratch)).count == 30)
  }

  @Test("The shipped example shows three siblings that move and a cluster that does not")
  func shipped() throws {
    let outcome = try Program.run(["trace", "two-siblings", "--rounds", "1"])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("two clusters: hierarchical Thompson, replication 0\n"))
    #expect(outcome.output.hasSuffix("2 of 2 siblings moved, and 0 of 3 arms elsewhere\n"))
    let flat = try Program.run(["trace", "two-siblings", "--rounds", "1", "--policy", "Thompson"])
    #expect(flat.output.hasSuffix("0 of 2 siblings moved, and 0 of 3 arms elsewhere\n"))
  }

  struct Misuse: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let status: Int
    let message: String
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: String..., message: String, status: Int = 64) {
      self.arguments = arguments
      self.status = status
      self.message = message
    }
  }

  @Test(
    "Each misuse has its status, a message on standard error and no data",
    arguments: [
      Misuse(
        "study.yaml", "--policy", "randm",
        message: "error: none of the policies is called 'randm'; did you mean 'random'?\n"),
      Misuse(
        "study.yaml", "--policy", "zebra",
        message: "error: none of the policies is called 'zebra'; the policies are random, tsc, "
          + "hierarchical-thompson\n"),
      Misuse(
        "study.yaml", "--environment", "coin",
        message: "error: none of the environments is called 'coin'; did you mean 'coins'?\n"),
      Misuse(
        "study.yaml", "--policy", "random",
        message:
          "error: 'random' keeps nothing of single arms that could be shown; choose a policy "
          + "that learns\n"),
      Misuse(
        "contexts.yaml",
        message:
          "error: in 'linear' an arm pays by the context of the round, so that no policy there "
          + "holds a mean of it; choose an environment without contexts\n"),
      Misuse(
        "contexts.yaml", "--policy", "lin-ts",
        message: "error: in 'linear' an arm pays by the context of the round"),
      Misuse(
        "study.yaml", "--rounds", "0",
        message: "error: --rounds 0 is out of range: give a whole number from 1 to 10,000."),
      Misuse(
        "study.yaml", "--replication", "-1", message: "error: --replication -1 is out of range"),
      Misuse(
        "study.yaml", "--seed", "x", message: "error: The value 'x' is invalid for '--seed <seed>'"),
      Misuse(message: "error: Missing expected argument '<file>'"),
      Misuse(
        "two-sibling",
        message:
          "error: there is no file or shipped experiment 'two-sibling'; did you mean "
          + "'two-siblings'?\n"),
      Misuse(
        "large.yaml", message: "error: large: this needs about 240 GiB of memory", status: 2),
    ])
  func misuse(_ misuse: Misuse) throws {
    let scratch = try folder()
    try scratch.write(
      "large.yaml",
      study("large").replacing(
        "{kind: bernoulli, means: [0.4, 0.6]}", with: "{kind: needle, arms: 2147483647}"))
    let outcome = try Program.run(["trace"] + misuse.arguments, in: scratch.folder)
    #expect(outcome.status == misuse.status)
    #expect(outcome.messages.hasPrefix(misuse.message), "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
  }
}
