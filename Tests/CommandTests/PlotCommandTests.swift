import Foundation
import Testing

@Suite("plot")
struct PlotCommandTests {
  private let quiet = ["--quiet"]

  @Test("An experiment and its saved result give the same bytes on standard output")
  func sameBytes() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    let saved = try Program.run(
      ["run", "study.yaml", "-o", ".", "--quiet"], in: scratch.folder)
    #expect(saved.status == 0)
    for kind in ["regret", "pairs", "histogram"] {
      let fresh = try Program.run(
        ["plot", "study.yaml", "--kind", kind] + quiet, in: scratch.folder)
      let loaded = try Program.run(
        ["plot", "study.json", "--kind", kind] + quiet, in: scratch.folder)
      #expect(fresh.status == 0 && fresh.output.hasPrefix("<svg"))
      #expect(fresh.output == loaded.output && fresh.messages.isEmpty, "\(kind)")
    }
  }

  @Test("A picture has its numbers beside it, and nobody's file is written over")
  func files() throws {
    let scratch = try Scratch()
    let text = study()
    try scratch.write("study.yaml", text)
    func plot(_ arguments: String...) throws -> Outcome {
      try Program.run(["plot", "study.yaml"] + arguments, in: scratch.folder)
    }
    func file(_ name: String) throws -> String {
      try String(contentsOf: scratch.url(name), encoding: .utf8)
    }
    #expect(try plot("-o", "a.svg").messages.contains("wrote a.svg, a.csv"))
    #expect(try file("a.svg").hasPrefix("<svg"))
    let numbers = try file("a.csv")
    #expect(numbers.hasPrefix("panel,mark,series,x,"))
    #expect(try plot("--emit", "csv", "--quiet").output == numbers)
    // Its own files are written over.
    #expect(try plot("-o", "a.svg", "--kind", "histogram", "--quiet").status == 0)
    #expect(try file("a.csv") != numbers)
    try scratch.write("b.csv", "mine")
    let beside = try plot("-o", "b.svg", "--quiet")
    #expect(beside.status == 0 && beside.messages.contains("note: b.csv is another file"))
    #expect(try file("b.csv") == "mine" && file("b.svg").hasPrefix("<svg"))
    try scratch.write("c.svg", "mine")
    #expect(try plot("-o", "c.svg").status == 64)
    #expect(try file("c.svg") == "mine")
    let input = try plot("--emit", "csv", "-o", "study.yaml")
    #expect(input.status == 64 && input.messages.contains("would write over what is read"))
    #expect(try file("study.yaml") == text)
    #expect(try plot("-o", "missing/a.svg").status == 74)
  }

  @Test("What a kind of measured values has no use for is refused before anything is run")
  func unused() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    for option in [["--at", "5"], ["--rounds", "5"], ["--replication", "0"], ["--arms", "3"]] {
      let outcome = try Program.run(
        ["plot", "study.yaml", "--kind", "regret"] + option, in: scratch.folder)
      #expect(outcome.status == 64 && outcome.output.isEmpty)
      #expect(outcome.messages.hasPrefix("error: \(option[0]) is for figures of single runs"))
    }
  }

  @Test("Each language is what it says")
  func languages() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    let beginnings = [
      ("svg", "<svg"), ("csv", "panel,"), ("gnuplot", "if (!exists('output'))"),
      ("vega-lite", "{"), ("matplotlib", "import sys"),
    ]
    for (language, beginning) in beginnings {
      let outcome = try Program.run(
        ["plot", "study.yaml", "--emit", language] + quiet, in: scratch.folder)
      #expect(outcome.status == 0 && outcome.output.hasPrefix(beginning), "\(language)")
    }
  }

  @Test("Mistakes are said with what was meant")
  func mistakes() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    let table: [([String], String)] = [
      (["--kind", "regert"], "there is no kind of plot 'regert'; did you mean 'regret'?"),
      (["--metric", "rewerd"], "there is no metric 'rewerd'; did you mean 'reward'?"),
      (["--policies", "thomson"], "there is no policy 'thomson'; did you mean 'thompson'?"),
      (["--environment", "x"], "there is no environment 'x'; the environments are bernoulli"),
      (["--width", "8.5"], "a width is a number with its unit, such as 8.5cm"),
      (["--width", "1cm"], "a width is from 3.2cm to 105cm"),
      (["--x", "symlog"], "--x symlog: rounds and parameters have one sign"),
      (["-o", "a.jpg"], "the name of a figure ends in .svg, .pdf or .png"),
      (["--emit", "csv", "-o", "a.svg"], "--emit csv writes text and no picture"),
      (["--level", "2"], "--level 2.0 is out of range"),
      (["--kind", "growth"], "'growth' shows times, and 'study' has none"),
      (["--kind", "profile"], "a profile is taken over two environments or more"),
    ]
    for (arguments, message) in table {
      let outcome = try Program.run(
        ["plot", "study.yaml"] + arguments + quiet, in: scratch.folder)
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(arguments)")
      #expect(outcome.messages.contains(message), "\(arguments): \(outcome.messages)")
    }
  }

  @Test("Without rsvg-convert the package that has it is named, and nothing is run")
  func converter() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    let outcome = try Program.shell(
      "PATH=/nowhere '\(Program.path)' plot study.yaml -o a.png --quiet", in: scratch.folder)
    #expect(outcome.status == 2 && outcome.messages.contains("install the package librsvg2-bin"))
    #expect(!FileManager.default.fileExists(atPath: scratch.url("a.png").path))
  }
}
