import Foundation
import Testing

@Suite("The command")
struct CommandTests {
  /// A folder with study.yaml and other.yaml.
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    try scratch.write("other.yaml", study("other"))
    return scratch
  }

  private func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }

  @Test("The help begins with two examples", arguments: [["--help"], ["-h"], ["help"]])
  func help(_ arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let help = lines(outcome.output).map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(help[0].hasPrefix("USAGE: cluster-bandit  "))
    #expect(help[2].hasPrefix("cluster-bandit run my-study.yaml  "))
    #expect(lines(outcome.output).allSatisfy { $0.count <= 80 })
    for option in ["--experiments", "--jobs", "--quiet", "--version"] {
      #expect(outcome.output.contains("\n  \(option) "))
    }
  }

  @Test("The help of each subcommand begins with two examples")
  func subcommandHelp() throws {
    for command in ["run", "reproduce", "compare", "bounds", "trace", "list", "validate", "bench"] {
      let outcome = try Program.run([command, "--help"])
      #expect(outcome.status == 0)
      let usage = try #require(outcome.output.split(separator: "USAGE: ").last)
      #expect(
        lines(String(usage)).prefix(2).allSatisfy { $0.contains("cluster-bandit \(command)") })
    }
    let run = try Program.run(["run", "--help"]).output
    for option in [
      "--replications", "--horizon", "--seed", "--jobs", "--format", "--output", "--quiet",
    ] { #expect(run.contains(option)) }
  }

  @Test("The version names the version of the streams")
  func version() throws {
    let outcome = try Program.run(["--version"])
    #expect(outcome.status == 0)
    #expect(
      outcome.output.wholeMatch(of: /cluster-bandit \d+\.\d+\.\d+, streams \d+, OpenBLAS .+\n/)
        != nil)
  }

  @Test("Without a subcommand both studies are run, one after the other")
  func alone() throws {
    let scratch = try Scratch()
    try scratch.write("three-arm-oracle.yaml", study("three-arm-oracle"))
    try scratch.write("clusters-mean-max.yaml", study("clusters-mean-max"))
    let outcome = try Program.run(["--experiments", scratch.folder.path, "--jobs", "1"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == Program.debugNote)
    let blocks = outcome.output.components(separatedBy: "Two coins\n")
    #expect(blocks.count == 3)
    #expect(blocks[1].hasPrefix("three-arm-oracle · seed 0 · 3 replications · horizon 100\n"))
    #expect(blocks[2].hasPrefix("clusters-mean-max · seed 0 · 3 replications · horizon 100\n"))
  }

  @Test(
    "Listings are data on standard output",
    arguments: [
      ("policies --details", "random\n    a uniformly random arm each round\n", "\nucbc\n"),
      ("policies", "random          ", "\nucbc       "),
      (
        "environments --details", "bernoulli\n    0/1 rewards with given probabilities\n",
        "\ntable\n"
      ),
      ("environments", "bernoulli            0/1 rewards with given", "\nreplay      "),
      ("strategies", "mean  the cluster as one arm", "NAME' says all about one"),
      ("keys", "name\n    the name under which", "\nsweep\n"),
      ("thompson", "thompson\n    highest sample", "    · ties "),
      ("needle regret", "needle\n    one excellent arm", "\npseudo-regret\n"),
      ("experiments", "baseline-references\n    Flat baselines", "\nthree-arm-oracle\n"),
    ])
  func list(_ subject: String, _ start: String, _ other: String) throws {
    let outcome = try Program.run(["list"] + subject.split(separator: " ").map(String.init))
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.hasPrefix(start))
    #expect(outcome.output.contains(other))
  }

  @Test("The bundled experiments are found from any folder, unless the folder has its own")
  func bundled() throws {
    let scratch = try Scratch()
    let arguments = [
      "run", "two-arm-thompson", "--replications", "1", "--horizon", "10", "--format", "csv",
    ]
    let bundled = try Program.run(arguments, in: scratch.folder)
    #expect(bundled.status == 0)
    #expect(lines(bundled.output).count == 7)
    #expect(bundled.output.contains("two-arm-thompson,1,bernoulli,thompson,reward,10,"))
    try FileManager.default.createDirectory(
      at: scratch.url("experiments"), withIntermediateDirectories: true)
    try scratch.write("experiments/two-arm-thompson.yaml", study("mine"))
    let own = try Program.run(arguments, in: scratch.folder)
    #expect(own.output.contains("\nmine,0,bernoulli,thompson,reward,10,"))
  }

  @Test("Validating tells the size of each experiment")
  func validate() throws {
    let scratch = try folder()
    let outcome = try Program.run(
      ["validate", "study.yaml", "-"], input: study(), in: scratch.folder)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let size = "valid, 1 environment, 2 rows, 3 replications, 600 pulls, about"
    let need = /about \d+ s and less than 1 MiB with \d+ workers?/
    let rows = lines(outcome.output)
    #expect(rows.count == 4 && [rows[0], rows[2]].allSatisfy { $0.contains(need) })
    #expect(rows[0].hasPrefix("study.yaml: \(size)") && rows[2].hasPrefix("<stdin>: \(size)"))
    #expect([rows[1], rows[3]].allSatisfy { $0 == "    bernoulli: 2 arms in 2 clusters of 1" })
    let shipped = try Program.run(["validate", "epsilon-sweep", "flights-plane"])
    #expect(shipped.status == 0)
    #expect(lines(shipped.output).count { $0.contains(": valid, ") } == 2)
  }

  @Test("Tables go to standard output and the note of a debug build to standard error")
  func separation() throws {
    let scratch = try folder()
    let outcome = try Program.run(["run", "study.yaml"], in: scratch.folder)
    #expect(outcome.status == 0)
    #expect(outcome.errors == Program.debugNote)
    #expect(
      outcome.output.hasPrefix(
        "Two coins\nstudy · seed 0 · 3 replications · horizon 100\n\nbernoulli: "))
    let markdown = try Program.run(
      ["run", "study.yaml", "--format", "markdown"], in: scratch.folder)
    #expect(markdown.output.hasPrefix("## Two coins\n\nstudy · seed 0"))
    #expect(markdown.output.hasSuffix("|\n"))
  }

  @Test("An experiment from standard input is the same as from a file")
  func standardInput() throws {
    let scratch = try folder()
    for format in ["table", "markdown", "csv", "json"] {
      let file = try Program.run(["run", "study.yaml", "--format", format], in: scratch.folder)
      let input = try Program.run(["run", "-", "--format", format], input: study())
      #expect(file.status == 0)
      #expect(input.output == file.output)
    }
  }

  @Test("Options replace the file's seed, horizon and replications")
  func overrides() throws {
    let scratch = try folder()
    let outcome = try Program.run(
      [
        "run", "study.yaml", "--seed", "18446744073709551615", "--horizon", "7", "--replications",
        "2",
      ], in: scratch.folder)
    #expect(
      outcome.output.contains(
        "study · seed 18446744073709551615 · 2 replications · horizon 7\n"))
  }

  @Test("Several files make one CSV with one header and one JSON document")
  func severalFiles() throws {
    let scratch = try folder()
    let csv = try Program.run(
      ["run", "study.yaml", "other.yaml", "--format", "csv"], in: scratch.folder)
    let rows = lines(csv.output)
    #expect(rows.count == 1 + 2 * 12)
    #expect(rows[0].hasPrefix("experiment,seed,environment,policy,metric,round,mean,"))
    #expect(rows.count { $0.hasPrefix("experiment,") } == 1)
    #expect(rows[1...12].allSatisfy { $0.hasPrefix("study,") })
    #expect(rows[13...].allSatisfy { $0.hasPrefix("other,") })
    let json = try Program.run(
      ["run", "study.yaml", "other.yaml", "--format", "json"], in: scratch.folder)
    let array = try experiments(json.output)
    #expect(array.compactMap { $0["experiment"] as? String } == ["study", "other"])
    let one = try Program.run(["run", "study.yaml", "--format", "json"], in: scratch.folder)
    let object = try experiments(one.output).first
    let plan = object?["plan"] as? [String: Any]
    #expect((plan?["problems"] as? [[String: Any]])?.first?["horizon"] as? Int == 100)
    #expect((object?["results"] as? [Any])?.count == 12)
    #expect((object?["curves"] as? [Any])?.count == 20)
    let table = try Program.run(["run", "study.yaml", "other.yaml"], in: scratch.folder)
    #expect(table.output.components(separatedBy: "\n\nTwo coins\nother · ").count == 2)
  }

  @Test("Saved files hold what is printed, and a note tells their paths")
  func output() throws {
    let scratch = try folder()
    let outcome = try Program.run(
      ["run", "study.yaml", "other.yaml", "--output", "deep/results", "--format", "csv"],
      in: scratch.folder)
    #expect(outcome.status == 0)
    let names = ["study.json", "study.csv", "study-curves.csv", "study.md", "study.sqlite"]
    let results = scratch.url("deep/results")
    let found = try FileManager.default.contentsOfDirectory(atPath: results.path)
    #expect(Set(found) == Set(names + names.map { $0.replacing("study", with: "other") }))
    #expect(outcome.messages.contains("saved "))
    for name in names { #expect(outcome.messages.contains(name)) }
    for (name, format) in [("study.csv", "csv"), ("study.json", "json"), ("study.md", "markdown")] {
      let printed = try Program.run(["run", "study.yaml", "--format", format], in: scratch.folder)
      let saved = try String(contentsOf: results.appendingPathComponent(name), encoding: .utf8)
      #expect(saved == printed.output)
    }
    let curves = try String(
      contentsOf: results.appendingPathComponent("study-curves.csv"), encoding: .utf8)
    #expect(lines(curves).count == 1 + 2 * 2 * 5)
    let quiet = try Program.run(
      ["run", "study.yaml", "--output", "more", "--quiet"], in: scratch.folder)
    #expect(quiet.messages.isEmpty)
  }

  @Test("The number of workers changes no byte")
  func workers() throws {
    let scratch = try Scratch()
    try scratch.write(
      "study.yaml",
      study("study", "sweep: [{path: horizon, values: [50, 70]}]")
        .replacing("replications: 3", with: "replications: 120"))
    let outputs = try ["1", "2", "7"].map {
      try Program.run(
        ["run", "study.yaml", "--format", "json", "--jobs", $0], in: scratch.folder
      ).output
    }
    #expect(outputs[0].count > 1000)
    #expect(outputs[1] == outputs[0])
    #expect(outputs[2] == outputs[0])
  }

  @Test("A reader that goes away ends the program without a word")
  func brokenPipe() throws {
    let scratch = try Scratch()
    // More text than a pipe holds.
    try scratch.write(
      "study.yaml", study().replacing("checkpoints: {count: 2}", with: "seed: 1"))
    let outcome = try Program.shell(
      "($P run study.yaml --format json; echo $? > status) | head -1", in: scratch.folder)
    #expect(outcome.status == 0)
    #expect(outcome.output == "{\"schema\": 2, \"experiments\": [\n")
    #expect(outcome.messages.isEmpty)
    let status = try String(contentsOf: scratch.url("status"), encoding: .utf8)
    #expect(status == "141\n")
  }

  @Test("A full device and a closed standard output are failures to write")
  func fullDevice() throws {
    let scratch = try folder()
    for command in ["run study.yaml --format csv", "list policies", "validate study.yaml"] {
      for end in ["> /dev/full", ">&-"] {
        let outcome = try Program.shell("$P \(command) \(end)", in: scratch.folder)
        #expect(outcome.status == 74, "\(command) \(end)")
        #expect(outcome.messages.hasPrefix("error: cannot write to standard output: "))
      }
    }
  }

  @Test("A closed standard error is no failure")
  func closedErrors() throws {
    let scratch = try folder()
    let expected = try Program.run(["run", "study.yaml"], in: scratch.folder)
    let closed = try Program.shell("$P run study.yaml 2>&-", in: scratch.folder)
    #expect(closed.status == 0)
    #expect(closed.output == expected.output)
    #expect(try Program.shell("$P run none.yaml 2>&-", in: scratch.folder).status == 64)
  }

  @Test("Labels with bars and quotes reach every format")
  func oddLabels() throws {
    let scratch = try Scratch()
    try scratch.write(
      "study.yaml",
      study().replacing(
        "[{kind: random}, {kind: thompson}]",
        with: "[{kind: random, label: 'a|b|c|d, \"e\"'}, {kind: oracle, label: '|||||||||||||||'}]")
    )
    for format in ["table", "markdown", "csv", "json", "latex"] {
      let outcome = try Program.run(["run", "study.yaml", "--format", format], in: scratch.folder)
      #expect(outcome.status == 0)
      #expect(
        ["||||", "\\|\\|\\|", "\\textbar{}\\textbar{}"].contains { outcome.output.contains($0) })
    }
  }
}
