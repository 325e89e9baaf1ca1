import Foundation
import Testing

@Suite("The command report, and pages of LaTeX")
struct ReportCommandTests {
  /// A folder with the saved result of a small experiment.
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    let outcome = try Program.run(
      ["run", "study.yaml", "--quiet", "--output", "."], in: scratch.folder)
    try #require(outcome.status == 0)
    return scratch
  }

  @Test("A saved result becomes a page, on standard output or in a file, the same bytes")
  func page() throws {
    let scratch = try folder()
    let printed = try Program.run(["report", "study.json"], in: scratch.folder)
    #expect(printed.status == 0 && printed.errors.isEmpty)
    #expect(printed.output.hasPrefix("<!DOCTYPE html>"))
    #expect(printed.output.contains("<h1>Two coins</h1>"))
    for _ in 0..<2 {
      let saved = try Program.run(["report", "study.json", "-o", "r.html"], in: scratch.folder)
      #expect(saved.status == 0 && saved.errors == "wrote r.html\n" && saved.output.isEmpty)
      #expect(try String(contentsOf: scratch.url("r.html"), encoding: .utf8) == printed.output)
    }
  }

  @Test("Files of others are not written over, and what is no result is refused with a hint")
  func refused() throws {
    let scratch = try folder()
    try scratch.write("mine.html", "<p>mine</p>")
    var checked = 0
    for (arguments, status, message) in [
      ("study.json -o mine.html", 64, "mine.html is in the way and is no report"),
      ("study.json -o r.pdf", 64, "the name of a page ends in .html"),
      ("study.json -o none/r.html", 74, "there is no folder"),
      ("study.yaml", 64, "'study' is an experiment, not a saved result; 'cluster-bandit run' runs"),
      ("none.json", 64, "none.json"), ("- -", 64, "Standard input can be read once"),
    ] {
      let outcome = try Program.run(
        ["report"] + arguments.split(separator: " ").map(String.init), in: scratch.folder)
      #expect(outcome.status == status && outcome.output.isEmpty, "\(arguments)")
      #expect(outcome.messages.contains(message), "\(outcome.messages)")
      checked += 1
    }
    #expect(checked == 6)
    #expect(try String(contentsOf: scratch.url("mine.html"), encoding: .utf8) == "<p>mine</p>")
  }

  @Test("LaTeX says once what it needs, and a result is a table with its note")
  func latex() throws {
    let scratch = try folder()
    let shown = try Program.run(
      ["show", "study.json", "study.json", "--format", "tex"], in: scratch.folder)
    #expect(shown.status == 0)
    #expect(shown.output.hasPrefix("% These tables need"))
    #expect(shown.output.ranges(of: "% These tables need").count == 1)
    #expect(shown.output.ranges(of: "\\begin{table}").count == 2)
    #expect(
      shown.output.contains("seed 0 $\\cdot$ 3 replications $\\cdot$ horizon 100. \\par\n    plan ")
    )
    let one = try Program.run(
      ["run", "study.yaml", "--format", "latex", "--columns", "pseudo_regret"], in: scratch.folder)
    #expect(one.output.contains("policy & {pseudo regret} \\\\"))
    #expect(one.output.contains(/random & \d+\.\d+\(\d+\) \\\\/))
  }
}
