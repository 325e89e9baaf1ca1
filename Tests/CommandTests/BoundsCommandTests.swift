import Foundation
import Testing

@Suite("The command bounds")
struct BoundsCommandTests {
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "study.yaml",
      study().replacing(
        "means: [0.4, 0.6]", with: "means: [0.4, 0.6, 0.8], clusters: [[0, 1], [2]]"))
    try scratch.write("other.yaml", study("other"))
    return scratch
  }

  @Test("The help begins with two examples and names the options")
  func help() throws {
    let outcome = try Program.run(["bounds", "--help"])
    #expect(outcome.status == 0)
    let usage = try #require(outcome.output.split(separator: "USAGE: ").last)
    #expect(
      usage.split(separator: "\n").prefix(2).allSatisfy { $0.contains("cluster-bandit bounds") })
    for option in [
      "--spread", "--width", "--replications", "--horizon", "--seed", "--format", "--curve",
    ] {
      #expect(outcome.output.contains("\n  \(option)"))
    }
  }

  @Test("It prints a table on standard output, and a note where a spread is too small")
  func table() throws {
    let scratch = try folder()
    let outcome = try Program.run(
      ["bounds", "study.yaml", "--spread", "0.1", "--spread", "0.2"], in: scratch.folder)
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines[0] == "Two coins")
    #expect(
      lines.filter { $0.hasPrefix("bernoulli       0.8000  0.2000       2.9585  ") }.count == 2)
    #expect(
      outcome.errors
        == "note: bernoulli: the clustered bound does not apply with w = 0.1: some arms of a "
        + "cluster differ by more (0.2000)\n")
    let markdown = try Program.run(
      ["bounds", "study.yaml", "--format", "markdown"], in: scratch.folder)
    #expect(markdown.output.hasPrefix("## Two coins\n\n"))
    #expect(markdown.errors.isEmpty)
  }

  @Test("Several files make one CSV with one header, one JSON document, one block of tables each")
  func severalFiles() throws {
    let scratch = try folder()
    func output(_ rest: String...) throws -> String {
      let outcome = try Program.run(
        ["bounds", "study.yaml", "other.yaml"] + rest, in: scratch.folder)
      #expect(outcome.status == 0)
      return outcome.output
    }
    let csv = try output("--format", "csv").split(separator: "\n")
    #expect(csv.count == 1 + 5 + 5)
    #expect(csv.count { $0.hasPrefix("experiment,") } == 1)
    let objects = try experiments(output("--format", "json"))
    #expect(objects.compactMap { $0["experiment"] as? String } == ["study", "other"])
    #expect(objects.map { ($0["bounds"] as? [Any])?.count } == [5, 5])
    let curves = try experiments(output("--curve", "--format", "json"))
    #expect(curves.map { ($0["curves"] as? [Any])?.count } == [4, 4])
    #expect(try output().components(separatedBy: "\n\nTwo coins\nother · ").count == 2)
    let curve = try output("--curve").split(separator: "\n")
    #expect(curve.count == 1 + 2 * 2 * 2)
    #expect(try output("--curve", "--format", "csv").split(separator: "\n") == curve)
    #expect(curve[1].hasPrefix("study,0,bernoulli,lai-robbins,,50,"))
  }

  @Test("Standard input, shipped names, seed, horizon and replications work as in run")
  func options() throws {
    let scratch = try folder()
    let text = study().replacing(
      "{kind: bernoulli, means: [0.4, 0.6]}",
      with: "{kind: beta-clusters, arms: 12, clusters: 3, cohesion: 9}")
    func csv(_ rest: String...) throws -> String {
      let outcome = try Program.run(["bounds", "-", "--format", "csv"] + rest, input: text)
      #expect(outcome.status == 0)
      return outcome.output
    }
    let three = try csv()
    #expect(three.contains(",3,false,"))
    #expect(try csv("--replications", "5").contains(",5,false,"))
    #expect(try csv("--seed", "1") != three)
    #expect(try csv("--horizon", "7") == three)
    let curve = try Program.run(
      ["bounds", "-", "--curve", "--horizon", "7"], input: text, in: scratch.folder)
    #expect(curve.output.contains(",7,"))
    let shipped = try Program.run(["bounds", "three-arm-oracle", "--format", "csv"])
    #expect(shipped.output.contains(",lai-robbins,,2.958"))
  }

  struct Misuse: Sendable, CustomTestStringConvertible {
    let arguments: String
    let status: Int
    let message: String
    var testDescription: String { arguments }
  }

  static let badWidth =
    "is invalid for '--spread <w>': a spread is a number above 0: the most by which arms of a cluster "
    + "differ."

  @Test(
    "Each misuse has its status, a message on standard error and no data",
    arguments: ["0", "-0.1", "x", "nan", "inf", "1e999"].map {
      Misuse(
        arguments: "study.yaml --spread=\($0)", status: 64,
        message: "error: The value '\($0)' \(badWidth)")
    } + [
      Misuse(
        arguments: "study.yaml --spread -1", status: 64,
        message: "error: The value '-1' \(badWidth)"),
      Misuse(
        arguments: "study.yaml --spread", status: 64, message: "error: Missing value for '--spread"),
      Misuse(
        arguments: "study.yaml --curve --discount 0.9", status: 64,
        message: "error: --curve prints bounds that grow with ln t, and --discount one number"),
      Misuse(arguments: "", status: 64, message: "error: Missing expected argument '<files> ...'"),
      Misuse(
        arguments: "none.yaml", status: 64,
        message: "error: there is no file or shipped experiment 'none.yaml'; "),
      Misuse(
        arguments: "three-arm-orcle", status: 64,
        message: "error: there is no file or shipped experiment 'three-arm-orcle'; did you"),
      Misuse(
        arguments: "- -", status: 64,
        message: "error: Standard input can be read once: give '-' one time."),
      Misuse(
        arguments: "study.yaml --replications 0", status: 64,
        message: "error: --replications 0 is out of range"),
      Misuse(
        arguments: "study.yaml --horizon 0", status: 64,
        message: "error: --horizon 0 is out of range"),
      Misuse(
        arguments: "study.yaml --columns w", status: 64,
        message: "error: there is no column 'w': the columns are environment, instances, "),
      Misuse(
        arguments: "large.yaml", status: 2,
        message: "error: large: this needs about 240 GiB of memory"),
    ])
  func misuse(_ misuse: Misuse) throws {
    let scratch = try folder()
    try scratch.write(
      "large.yaml",
      study("large").replacing(
        "{kind: bernoulli, means: [0.4, 0.6]}", with: "{kind: needle, arms: 2147483647}"))
    let outcome = try Program.run(
      ["bounds"] + misuse.arguments.split(separator: " ").map(String.init), in: scratch.folder)
    #expect(outcome.status == misuse.status)
    #expect(outcome.messages.hasPrefix(misuse.message), "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
  }

  @Test("Tables of curves have the same few decimals in every row, CSV has all digits")
  func decimalsOfCurves() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    func rows(_ format: String) throws -> [Substring] {
      try Program.run(
        ["bounds", "study.yaml", "--curve", "--format", format], in: scratch.folder
      ).output.split(separator: "\n")
    }
    let table = try rows("table").filter { $0.hasPrefix("bernoulli ") }
    #expect(table.count == 4)
    #expect(table.allSatisfy { $0.contains(/\ \d+\.\d\d\ \ /) }, "\(table)")
    #expect(try rows("csv").dropFirst().allSatisfy { $0.contains(/,\d+\.\d{10,},/) })
  }
}
