import Foundation
import Testing

@Suite("Results are kept, and inputs are never written over")
struct OutputSafetyTests {
  @Test("A data file or an experiment that a result would write over is refused before the run")
  func inputs() throws {
    let scratch = try Scratch()
    let data = "cluster,arm,theta\na,x,0.5\na,y,0.6\n"
    try scratch.write("ads.csv", data)
    let text = study("ads").replacing(
      "{kind: bernoulli, means: [0.4, 0.6]}", with: "{kind: table, file: ads.csv}")
    try scratch.write("ads.yaml", text)
    try scratch.write("same.json", study("same"))
    for (file, target) in [("ads.yaml", "ads.csv"), ("same.json", "same.json")] {
      let before = try String(contentsOf: scratch.url(target), encoding: .utf8)
      let outcome = try Program.run(["run", file, "--output", "."], in: scratch.folder)
      #expect(outcome.status == 64 && outcome.output.isEmpty)
      #expect(try String(contentsOf: scratch.url(target), encoding: .utf8) == before)
    }
    let named = try Program.run(["run", "ads.yaml", "--output", "."], in: scratch.folder)
    #expect(
      named.messages.contains("would write over './ads.csv', which the experiment 'ads' reads"))
    let empty = try Program.run(["run", "ads.yaml", "--output", ""], in: scratch.folder)
    #expect(empty.status == 64 && empty.messages.hasPrefix("error: --output is empty"))
    let other = try Program.run(["run", "ads.yaml", "--output", "out"], in: scratch.folder)
    #expect(other.status == 0)
  }

  @Test("A saved result of another plan is written over with --force alone, one of the same plan")
  func existing() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    func run(_ more: String...) throws -> Outcome {
      try Program.run(["run", "study.yaml", "-o", "out", "--quiet"] + more, in: scratch.folder)
    }
    func saved() throws -> String {
      try String(contentsOf: scratch.url("out/study.json"), encoding: .utf8)
    }
    #expect(try run("--seed", "7").status == 0)
    let first = try saved()
    let other = try run("--seed", "8", "--replications", "4")
    #expect(other.status == 64 && other.output.isEmpty)
    #expect(
      other.messages
        == "error: out/study.json holds the result of another plan (seed 7 instead of 8, "
        + "replications 3 instead of 4); give another folder, or --force to write over it\n")
    #expect(try saved() == first)
    #expect(try run("--seed", "7").status == 0)
    #expect(try saved() == first)
    #expect(try run("--seed", "8", "--force").status == 0)
    #expect(try saved() != first)
    // What it was saved by drew other words: it says so, and stays.
    let older = first.replacing(/"streams":\d+/, with: "\"streams\":1")
    try scratch.write("out/study.json", older)
    let newer = try run()
    #expect(newer.status == 64)
    #expect(newer.messages.contains("study.json is in the way: it has version 1 of the streams"))
    #expect(try saved() == older)
    try FileManager.default.removeItem(at: scratch.url("out/study.json"))
    try scratch.write("out/study.md", "mine")
    let beside = try run()
    #expect(beside.status == 64 && beside.messages.contains("is in the way and belongs to no"))
    #expect(try String(contentsOf: scratch.url("out/study.md"), encoding: .utf8) == "mine")
    try scratch.write("out/study.json", "my notes")
    let notes = try run()
    #expect(notes.status == 64)
    #expect(notes.messages.contains("out/study.json is in the way and is no result of this"))
    #expect(try saved() == "my notes")
  }

  @Test("A folder that cannot be written into is noticed before anything is run")
  func readOnly() throws {
    let scratch = try Scratch()
    // Years of play: it would not end if it began.
    try scratch.write(
      "study.yaml", study().replacing("horizon: 100", with: "horizon: 1000000000000"))
    try scratch.write("file", "")
    for folder in ["/proc/self", "/dev/null", "file", "file/below", "/proc/none"] {
      let outcome = try Program.run(["run", "study.yaml", "-o", folder], in: scratch.folder)
      #expect(outcome.status == 74 && outcome.output.isEmpty, "\(folder)")
      #expect(outcome.messages.hasPrefix("error: cannot write /"), "\(folder)")
    }
  }

  @Test("Closed and full standard output are called so, help included")
  func standardOutput() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    for command in ["run study.yaml --quiet", "--help", "run --help", "list policies", "--version"]
    {
      let closed = try Program.shell("$P \(command) >&-", in: scratch.folder)
      #expect(closed.status == 74, "\(command)")
      #expect(
        closed.messages.hasSuffix("error: cannot write to standard output: it is closed\n"),
        "\(command)")
      let full = try Program.shell("$P \(command) > /dev/full", in: scratch.folder)
      #expect(full.status == 74, "\(command)")
      #expect(
        full.messages.hasSuffix(
          "error: cannot write to standard output: no space left on device\n"), "\(command)")
    }
  }

  @Test("A horizon beside a sweep of the horizon is refused, and the sweep is named")
  func sweptHorizon() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study() + "sweep: [{path: horizon, values: [50, 100]}]\n")
    let outcome = try Program.run(["run", "study.yaml", "--horizon", "200"], in: scratch.folder)
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(
      outcome.messages.contains(
        "error: the experiment sweeps the horizon, and another one was given besides at "
          + "'sweep[0].path'; leave out --horizon, or this sweep"))
  }

  @Test("What was computed is saved though standard output is full", arguments: ["table", "csv"])
  func full(format: String) throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    let outcome = try Program.shell(
      "$P run study.yaml --output out --format \(format) > /dev/full", in: scratch.folder)
    #expect(outcome.status == 74)
    let saved = try String(contentsOf: scratch.url("out/study.json"), encoding: .utf8)
    #expect(try experiments(saved).count == 1)
  }

  @Test("Several experiments have one CSV header with the swept paths of all")
  func header() throws {
    let scratch = try Scratch()
    try scratch.write("one.yaml", study("one"))
    try scratch.write(
      "two.yaml", study("two", "sweep: [{path: environment.means.0, values: [0.1, 0.2]}]"))
    let outcome = try Program.run(
      ["run", "one.yaml", "two.yaml", "--format", "csv"], in: scratch.folder)
    let rows = outcome.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    // Labels of swept rows hold no comma but the one before the swept value.
    let header = try #require(rows.first)
    #expect(header[4] == "environment.means.0")
    #expect(rows.filter { $0.first == "one" }.allSatisfy { $0.count == header.count })
    #expect(rows.filter { $0.first == "one" }.allSatisfy { $0[4].isEmpty })
    #expect(rows.contains { $0.first == "two" && $0.contains("0.2") })
  }

  @Test("A column that is named twice is shown once")
  func columns() throws {
    let outcome = try Program.run(
      ["run", "-", "--columns", "median,median,policy"], input: study())
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("policy    median\n"))
  }

  @Test("A path that is swept twice, and a horizon beside a swept one, are refused")
  func sweeps() throws {
    let twice = try Program.run(
      ["validate", "-"],
      input: study(
        "twice", "sweep: [{path: horizon, values: [10]}, {path: horizon, values: [20]}]"))
    #expect(twice.status == 64 && twice.messages.contains("the path 'horizon' is swept twice at "))
    let swept = study("swept", "sweep: [{path: horizon, values: [10, 20]}]")
    let resolved = try Program.run(["validate", "-", "--resolved"], input: swept)
    let outcome = try Program.run(["run", "-", "--horizon", "30"], input: resolved.output)
    #expect(outcome.status == 64 && outcome.messages.contains("the plan sweeps the horizon, and "))
  }
}
