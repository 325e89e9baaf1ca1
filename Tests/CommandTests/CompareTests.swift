import Foundation
import Testing

@Suite("The command compare")
struct CompareTests {
  /// A folder with study.yaml: three policies on two environments, 30 replications.
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "study.yaml",
      """
      name: study
      title: Two problems
      seed: 5
      horizon: 60
      replications: 30
      checkpoints: {count: 2}
      environments:
        - {label: coins, kind: bernoulli, means: [0.4, 0.6]}
        - {label: hay, kind: needle, arms: 8, clusters: 2}
      policies: [{kind: random}, {kind: thompson}, {kind: oracle}]
      """)
    return scratch
  }

  private func compare(_ arguments: [String], in scratch: Scratch) throws -> Outcome {
    try Program.run(["compare"] + arguments, in: scratch.folder)
  }

  private func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }

  @Test("A metric that a plan does not keep is refused with what its file needs")
  func unkept() throws {
    let outcome = try compare(["study.yaml", "--metric", "simple-regret"], in: try folder())
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("'study' keeps no simple-regret"))
    #expect(outcome.errors.contains("recommend: most-pulled"))
  }

  @Test("A saved result compares to the same bytes as the experiment itself")
  func saved() throws {
    let scratch = try folder()
    let run = try Program.run(
      ["run", "study.yaml", "--output", "results", "--format", "json"], in: scratch.folder)
    try scratch.write("printed", run.output)
    for options in [
      [], ["--format", "csv"], ["--format", "json"], ["--format", "markdown"],
      ["--environment", "hay", "--against", "oracle", "--metric", "reward", "--level", "0.8"],
    ] {
      let direct = try compare(["study.yaml"] + options, in: scratch)
      #expect(direct.status == 0)
      #expect(direct.errors == Program.debugNote)
      for file in ["results/study.json", "printed"] {
        let saved = try compare([file] + options, in: scratch)
        #expect(saved.status == 0)
        #expect(saved.errors.isEmpty)
        #expect(saved.output == direct.output)
      }
      let input = try Program.run(["compare", "-"] + options, input: run.output)
      #expect(input.output == direct.output)
    }
  }

  @Test("The number of workers changes no byte")
  func workers() throws {
    let scratch = try folder()
    let outputs = try ["1", "2", "7"].map {
      try compare(["study.yaml", "--format", "json", "--jobs", $0], in: scratch).output
    }
    #expect(outputs[0].count > 1000)
    #expect(outputs[1] == outputs[0])
    #expect(outputs[2] == outputs[0])
  }

  @Test("Random against the oracle: the table, pair by pair")
  func table() throws {
    let outcome = try compare(["study.yaml", "--environment", "coins"], in: folder())
    let rows = lines(outcome.output)
    #expect(rows[0] == "Two problems")
    #expect(rows[1] == "study · seed 5 · 30 replications · horizon 60")
    #expect(rows[2] == "coins: pseudo regret of A minus that of B")
    #expect(rows[5].hasPrefix("random    thompson  "))
    #expect(rows[6].hasPrefix("random    oracle    "))
    #expect(rows[6].hasSuffix("      0.00  <0.0001  <0.0001  <0.0001  B lower"))
    #expect(rows[7].hasPrefix("thompson  oracle    "))
    #expect(rows.count == 12)
  }

  @Test("Several files make one CSV with one header and one JSON document")
  func severalFiles() throws {
    let scratch = try folder()
    try scratch.write("other.yaml", study("other"))
    let csv = try compare(["study.yaml", "other.yaml", "--format", "csv"], in: scratch)
    let rows = lines(csv.output)
    #expect(rows.count == 1 + 6 + 1)
    #expect(rows[0].hasPrefix("experiment,seed,environment,a,b,metric,round,mean,standard_error,"))
    #expect(rows[7].hasPrefix("other,0,bernoulli,random,thompson,pseudo-regret,100,"))
    let json = try compare(["study.yaml", "other.yaml", "--format", "json"], in: scratch)
    let objects = try experiments(json.output)
    #expect(objects.compactMap { $0["experiment"] as? String } == ["study", "other"])
    let alone = try compare(["other.yaml", "--format", "json"], in: scratch)
    #expect(try experiments(alone.output).compactMap { $0["seed"] as? Int } == [0])
    // A file without the wanted environment is left out.
    let one = try compare(
      ["study.yaml", "other.yaml", "--environment", "hay", "--format", "csv"], in: scratch)
    #expect(lines(one.output).count == 1 + 3)
    let table = try compare(["study.yaml", "other.yaml"], in: scratch)
    #expect(table.output.components(separatedBy: "\n\nTwo coins\nother · ").count == 2)
  }

  @Test("Options replace the file's seed, horizon and replications")
  func overrides() throws {
    let outcome = try compare(
      ["study.yaml", "--seed", "9", "--horizon", "7", "--replications", "2"], in: folder())
    #expect(
      outcome.output.contains("study · seed 9 · 2 replications · horizon 7\n"))
  }

  @Test("One replication is compared without intervals and says so")
  func oneReplication() throws {
    let outcome = try compare(["study.yaml", "--replications", "1"], in: folder())
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("  one replication\n"))
    #expect(
      outcome.output.hasSuffix(
        "\n- One replication has neither intervals nor tests: use --replications to run more.\n"))
  }

  /// What is said of a saved result in the place of an experiment.
  private static func saved(_ file: String) -> String {
    "\(file):1:1: error: this is a saved result, not an experiment; "
      + "'cluster-bandit show FILE' prints it, and with --plan the experiment that it came from\n"
  }

  static let misuses: [MisuseTests.Misuse] = [
    MisuseTests.Misuse(
      "compare study.yaml --metric pseudo-regrat", 64,
      "error: there is no metric 'pseudo-regrat'; did you mean 'pseudo-regret'?"),
    MisuseTests.Misuse(
      "compare study.yaml --metric x", 64,
      "error: there is no metric 'x'; the metrics are pseudo-regret, realised-regret, reward, "),
    MisuseTests.Misuse(
      "compare study.yaml --environment coin --environment haay", 64,
      "error: there is no environment 'coin'; did you mean 'coins'?\n"
        + "error: there is no environment 'haay'; did you mean 'hay'?\n"),
    MisuseTests.Misuse(
      "compare study.yaml --against thomson", 64,
      "error: the environment 'coins' of 'study' has no policy 'thomson'; did you mean 'thompson'?"
    ),
    MisuseTests.Misuse(
      "compare single.yaml", 64,
      "error: the environment 'bernoulli' of 'single' has one policy; a comparison needs two\n"),
    MisuseTests.Misuse(
      "compare study.yaml --level 1", 64,
      "error: --level 1.0 is out of range: give a number from 0.5 to 0.999."),
    MisuseTests.Misuse(
      "compare study.yaml --level nan", 64,
      "error: The value 'nan' is invalid for '--level <level>': write a number."),
    MisuseTests.Misuse("compare study.yaml --level -1", 64, "error: --level -1.0 is out of range"),
    MisuseTests.Misuse(
      "compare study.yaml --replications 0", 64, "error: --replications 0 is out of range"),
    MisuseTests.Misuse("compare", 64, "error: Missing expected argument '<files> ...'"),
    MisuseTests.Misuse("compare - -", 64, "error: Standard input can be read once"),
    MisuseTests.Misuse(
      "compare none.yaml", 64, "error: there is no file or shipped experiment 'none.yaml'"),
    MisuseTests.Misuse(
      "compare missing.json", 64,
      "error: there is no file or shipped experiment 'missing.json'; 'cluster-bandit list"),
    MisuseTests.Misuse(
      "compare half.json", 64,
      "half.json:1:1: error: the file is not JSON, is cut, or has a number out of range; a "),
    MisuseTests.Misuse(
      "compare old.json", 64,
      "old.json:1:1: error: the result lacks 'finals' at 'experiments[0].finals'; a saved result "),
    MisuseTests.Misuse(
      "compare next.json", 64,
      "next.json:1:1: error: it has version 4 of the streams, and this program draws version 3"),
    MisuseTests.Misuse(
      "compare saved.json --seed 3", 64,
      "saved.json:1:1: error: a saved result has its replications, horizon and seed; leave"),
    MisuseTests.Misuse(
      "compare changed.json", 64,
      "changed.json:1:1: error: the file is not as it was saved: it has another SHA-256 at "),
    MisuseTests.Misuse(
      "compare first.json", 64,
      "first.json:1:1: error: the result has no schema: it is of version 0.1, and this program "),
    MisuseTests.Misuse("run saved.json", 64, saved("saved.json")),
    MisuseTests.Misuse("validate saved.json", 64, saved("saved.json")),
    MisuseTests.Misuse("reproduce saved.json", 64, saved("saved.json")),
    MisuseTests.Misuse("trace saved.json", 64, saved("saved.json")),
    MisuseTests.Misuse("run renamed.yaml", 64, saved("renamed.yaml")),
    MisuseTests.Misuse(
      "compare study.json", 64,
      "study.json:1:1: error: this is an experiment, not a saved result; "
        + "'cluster-bandit run FILE' runs it, "),
    MisuseTests.Misuse(
      "compare table-curves.csv", 64,
      "table-curves.csv:1:1: error: this is a table of a result, not an experiment; "
        + "give table.json, which holds the whole result\n"),
    MisuseTests.Misuse(
      "bounds table.csv", 64,
      "table.csv:1:1: error: this is a table of a result, not an experiment; "
        + "give table.json, which holds the whole result\n"),
  ]

  @Test("Each misuse has its status, a message on standard error and no data", arguments: misuses)
  func misuse(_ misuse: MisuseTests.Misuse) throws {
    let scratch = try folder()
    try scratch.write(
      "single.yaml", study("single").replacing("{kind: random}, ", with: ""))
    let saved = try Program.run(["run", "study.yaml", "--format", "json"], in: scratch.folder)
    try scratch.write("saved.json", saved.output)
    try scratch.write("half.json", String(saved.output.prefix(saved.output.count / 2)))
    try scratch.write("old.json", saved.output.replacing("\"finals\"", with: "\"others\""))
    try scratch.write(
      "next.json",
      saved.output.replacing("\"streams\":3,\"targets\"", with: "\"streams\":4,\"targets\""))
    try scratch.write(
      "changed.json",
      saved.output.replacing("\"experiment\": \"study\"", with: "\"experiment\": \"s\""))
    try scratch.write("first.json", saved.output.replacing("\"schema\": 2, ", with: ""))
    try scratch.write("renamed.yaml", saved.output)
    try scratch.write("study.json", study())
    let csv = try Program.run(["run", "study.yaml", "--format", "csv"], in: scratch.folder).output
    for name in ["table.csv", "table-curves.csv"] { try scratch.write(name, csv) }
    let outcome = try Program.run(
      misuse.arguments.split(separator: " ").map(String.init), in: scratch.folder)
    #expect(outcome.status == misuse.status)
    #expect(outcome.messages.hasPrefix(misuse.message), "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
  }

  @Test("Swept values have columns of their own, those of policies one for each side")
  func sweptColumns() throws {
    let scratch = try Scratch()
    try scratch.write(
      "swept.yaml",
      study(
        "swept", "sweep: [{path: horizon, values: [10, 20]}, {path: policies.u.c, values: [1, 2]}]"
      )
      .replacing("{kind: random}", with: "{kind: ucb, label: u}"))
    try scratch.write("plain.yaml", study("plain"))
    let rows = try Program.run(
      ["compare", "swept.yaml", "plain.yaml", "--format", "csv", "--quiet"], in: scratch.folder
    ).output.split(separator: "\n")
    let head = "experiment,seed,environment,a,b,horizon,a_policies.u.c,b_policies.u.c,metric,"
    #expect(rows.count == 8 && rows[0].hasPrefix(head))
    #expect(rows[1].contains(#","u, c = 1","u, c = 2",10,1,2,pseudo-regret,10,"#))
    #expect(rows[5].contains(#","u, c = 1",thompson,20,1,,pseudo-regret,20,"#))
    #expect(rows[7].hasPrefix("plain,0,bernoulli,random,thompson,,,,pseudo-regret,100,"))
    let bounds = try Program.run(
      ["bounds", "swept.yaml", "plain.yaml", "--format", "csv"], in: scratch.folder
    ).output.split(separator: "\n")
    #expect(bounds[0].hasPrefix("experiment,seed,environment,horizon,quantity,"))
    #expect(bounds[1].hasPrefix(#"swept,0,"bernoulli, horizon = 10",10,best-mean,"#))
    #expect(bounds.last?.hasPrefix("plain,0,bernoulli,,ratio,") == true)
    let curves = try Program.run(
      ["bounds", "swept.yaml", "plain.yaml", "--curve"], in: scratch.folder
    ).output.split(separator: "\n")
    #expect(curves[0].hasPrefix("experiment,seed,environment,horizon,bound,"))
    #expect(curves[1].hasPrefix(#"swept,0,"bernoulli, horizon = 10",10,lai-robbins,"#))
  }

  @Test("Chosen columns stand beside both policies of a pair, or beside those that are chosen")
  func chosenColumns() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    for (columns, heading) in [
      ("verdict,mean", ["A", "B", "verdict", "mean"]), ("a,mean", ["A", "mean"]),
      ("b,mean", ["A", "B", "mean"]),
    ] {
      let lines = try Program.run(
        ["compare", "study.yaml", "--columns", columns, "--quiet"], in: scratch.folder
      ).output.split(separator: "\n")
      #expect(lines.contains { $0.split(separator: " ").map(String.init) == heading }, "\(columns)")
    }
  }

  @Test("Over all environments: a row for each policy, in any format, and no other pairs")
  func aggregate() throws {
    let scratch = try folder()
    let table = try compare(["study.yaml", "--aggregate", "--quiet"], in: scratch)
    #expect(table.status == 0)
    #expect(table.output.contains("pseudo regret over 2 environments"))
    #expect(table.output.contains("Left out: oracle: without regret."))
    let csv = try compare(["study.yaml", "--aggregate", "--format", "csv"], in: scratch)
    #expect(lines(csv.output).count == 1 + 2 * 6)
    let json = try compare(["study.yaml", "--aggregate", "--format", "json"], in: scratch)
    #expect((try experiments(json.output)[0]["aggregates"] as? [Any])?.count == 12)
    let alone = try compare(
      ["study.yaml", "--aggregate", "--environment", "hay"], in: scratch)
    #expect(alone.status == 64)
    #expect(alone.messages.contains("there is one environment, 'hay', and an aggregate is over"))
    let against = try compare(["study.yaml", "--aggregate", "--against", "random"], in: scratch)
    #expect(against.status == 64 && against.messages.contains("leave out --against"))
  }
}
