import Foundation
import Testing

@Suite("The command reproduce")
struct ReproduceCommandTests {
  /// A folder with a study that passes, one that misses, one that is undecided, and no study.
  ///
  /// The means are 0 and 1, so the oracle earns 100 in every replication.
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    func write(_ name: String, _ checks: String) throws {
      try scratch.write(
        "\(name).yaml",
        """
        name: \(name)
        title: The study \(name)
        seed: 5
        horizon: 100
        replications: 40
        quick-replications: 4
        checkpoints: {count: 2}
        environment: {kind: bernoulli, means: [0, 1]}
        policies: [{kind: random}, {kind: oracle}]
        \(checks)
        """)
    }
    try write(
      "sound",
      """
      published:
        - {policy: oracle, metric: reward, mean: 100, standard-deviation: 0, replications: 5, source: s}
        - {policy: random, metric: reward, mean: 50, standard-deviation: 5, replications: 5, source: s}
      claims:
        - {claim: the oracle earns more, metric: reward, of: {policy: oracle}, to: {policy: random}, \
      above: 1.5, source: s}
      constants:
        - {environment: bernoulli, bound: lai-robbins, value: 0.0, source: s}
      """)
    try write(
      "wrong",
      """
      published:
        - {policy: oracle, metric: reward, mean: 99, standard-deviation: 0, replications: 5, source: s}
      """)
    try write(
      "open",
      """
      claims:
        - {claim: random earns half of it, metric: reward, of: {policy: random}, to: {policy: oracle}, \
      above: 0.5, source: s}
      """)
    try scratch.write("plain.yaml", study("plain"))
    return scratch
  }

  private func reproduce(_ arguments: String..., in scratch: Scratch) throws -> Outcome {
    try Program.run(["reproduce"] + arguments, in: scratch.folder)
  }

  @Test("The help begins with examples and names the options")
  func help() throws {
    let outcome = try Program.run(["reproduce", "--help"])
    #expect(outcome.status == 0)
    let usage = try #require(outcome.output.split(separator: "USAGE: ").last)
    #expect(
      usage.split(separator: "\n").prefix(3).allSatisfy { $0.contains("cluster-bandit reproduce") })
    for option in ["--quick", "--replications", "--seed", "--seeds", "--format"] {
      #expect(outcome.output.contains("\n  \(option)"))
    }
  }

  @Test("A study that agrees prints its table, the legend and the counts, and exits 0")
  func agrees() throws {
    let outcome = try reproduce("sound.yaml", in: folder())
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "The study sound")
    #expect(lines[1] == "sound · seed 5 · 40 replications · horizon 100")
    #expect(
      lines[3].hasPrefix("check                  measured  ± s.e.  target  ± s.e. of target  "))
    #expect(lines[5].hasPrefix("oracle, reward            100.0     0.0     100 "))
    #expect(lines[5].hasSuffix("   0.00  agrees"))
    #expect(lines[7].hasPrefix("Lai–Robbins              0.0000   exact     0.0 "))
    #expect(lines[8].hasPrefix("the oracle earns more") && lines[8].hasSuffix("holds"))
    #expect(lines[10].hasPrefix("- z counts standard errors"))
    #expect(
      lines[15]
        == "2 of 2 published values agree, 1 of 1 exact constants agree, 1 of 1 claims hold")
    #expect(lines.count == 17 && lines[16].isEmpty)
  }

  @Test("The duration is announced on standard error, unless it is to be quiet")
  func announcement() throws {
    let scratch = try folder()
    let outcome = try reproduce("sound.yaml", "open.yaml", "--quick", "--jobs", "2", in: scratch)
    #expect(outcome.messages.wholeMatch(of: /2 studies, about \d+ s on 2 cores\n/) != nil)
    let one = try reproduce("sound.yaml", "--jobs", "1", in: scratch)
    #expect(one.messages.wholeMatch(of: /1 study, about \d+ s on 1 core\n/) != nil)
    let quiet = try reproduce("sound.yaml", "--quiet", in: scratch)
    #expect(quiet.errors.isEmpty)
    #expect(quiet.output == one.output)
    // Both on one stream: the announcement comes first.
    let both = try Program.shell("\"$P\" reproduce sound.yaml --jobs 1 2>&1", in: scratch.folder)
    let announced = try #require(both.output.range(of: "1 study, about "))
    let printed = try #require(both.output.range(of: "The study sound"))
    #expect(announced.lowerBound < printed.lowerBound)
  }

  @Test("A miss exits 1 and is named; an undecided claim does so unless the look is quick")
  func misses() throws {
    let scratch = try folder()
    let wrong = try reproduce("sound.yaml", "wrong.yaml", in: scratch)
    #expect(wrong.status == 1)
    #expect(wrong.output.contains("\n\nThe study wrong\n"))
    #expect(
      wrong.output.hasSuffix(
        """
        2 of 3 published values agree, 1 of 1 exact constants agree, 1 of 1 claims hold
        - DIFFERS: wrong: oracle, reward

        """))
    #expect(try reproduce("wrong.yaml", "--quick", in: scratch).status == 1)
    let open = try reproduce("open.yaml", in: scratch)
    #expect(open.status == 1)
    #expect(
      open.output.hasSuffix("0 of 1 claims hold\n- undecided: open: random earns half of it\n"))
    let quick = try reproduce("open.yaml", "--quick", in: scratch)
    #expect(quick.status == 0)
    #expect(quick.output.contains("\nopen · seed 5 · 4 replications · horizon 100\n"))
  }

  @Test("Replications and seeds of the command line take the place of the file's")
  func overrides() throws {
    let outcome = try reproduce("open.yaml", "--replications", "7", "--seed", "8", in: folder())
    #expect(outcome.output.contains("\nopen · seed 8 · 7 replications · horizon 100\n"))
  }

  @Test("Several seeds make a survey")
  func seeds() throws {
    let scratch = try folder()
    let outcome = try reproduce("sound.yaml", "--seeds", "3", in: scratch)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[1] == "sound · 3 seeds, 5 to 7")
    #expect(lines[3] == "check                  passes  z of all  mean z  smallest z  largest z")
    #expect(lines[5] == "oracle, reward         3 of 3      0.00    0.00        0.00       0.00")
    #expect(lines.contains { $0.contains("3 of 3 exact constants agree") })
    let wrong = try reproduce("wrong.yaml", "--seeds", "2", "--seed", "1", in: scratch)
    #expect(wrong.status == 1)
    #expect(
      wrong.output.hasSuffix(
        "0 of 2 published values agree\n- DIFFERS: wrong, seed 1: oracle, reward\n"
          + "- DIFFERS: wrong, seed 2: oracle, reward\n"))
    // A survey's seeds are those of single runs.
    let single = try reproduce("open.yaml", "--seed", "6", "--format", "csv", in: scratch)
    let survey = try reproduce("open.yaml", "--seeds", "2", "--format", "csv", in: scratch)
    #expect(survey.output.split(separator: "\n").count == 3)
    #expect(survey.output.split(separator: "\n").last == single.output.split(separator: "\n").last)
  }

  @Test("CSV and JSON hold the checks alone; the summary is on standard error")
  func machineReadable() throws {
    let scratch = try folder()
    let csv = try reproduce("sound.yaml", "wrong.yaml", "--format", "csv", in: scratch)
    #expect(csv.status == 1)
    let rows = csv.output.split(separator: "\n")
    #expect(rows.count == 1 + 4 + 1)
    #expect(rows[0].hasPrefix("experiment,seed,kind,subject,measured,"))
    #expect(
      rows[1].hasPrefix("sound,5,published,\"oracle, reward\",100.0,0.0,100.0,0.0,,,,0.0,agrees"))
    #expect(
      rows[5].hasPrefix("wrong,5,published,\"oracle, reward\",100.0,0.0,99.0,0.0,,,,inf,differs"))
    #expect(csv.errors.hasSuffix("- DIFFERS: wrong: oracle, reward\n"))
    let quiet = try reproduce("wrong.yaml", "--format", "csv", "--quiet", in: scratch)
    #expect(quiet.errors.isEmpty && quiet.status == 1)
    func json(_ files: String...) throws -> [[String: Any]] {
      try experiments(
        Program.run(["reproduce"] + files + ["--format", "json"], in: scratch.folder).output)
    }
    let one = try json("sound.yaml")
    #expect(one.count == 1 && (one.first?["checks"] as? [Any])?.count == 4)
    let two = try json("sound.yaml", "wrong.yaml")
    #expect(two.map { $0["experiment"] as? String } == ["sound", "wrong"])
  }

  @Test("Markdown is Markdown to its last line")
  func markdown() throws {
    let outcome = try reproduce("sound.yaml", "wrong.yaml", "--format", "markdown", in: folder())
    #expect(outcome.output.hasPrefix("## The study sound\n\nsound · seed 5"))
    #expect(outcome.output.contains("\n\n## The study wrong\n\n"))
    #expect(outcome.output.hasSuffix("1 of 1 claims hold\n\n- DIFFERS: wrong: oracle, reward\n"))
  }

  @Test("A study comes from standard input too, also with several seeds")
  func standardInput() throws {
    let scratch = try folder()
    let text = try String(contentsOf: scratch.url("open.yaml"), encoding: .utf8)
    for options in [["--quick"], ["--seeds", "2", "--quick"]] {
      let outcome = try Program.run(["reproduce", "-"] + options, input: text)
      #expect(outcome.status == 0)
      #expect(outcome.output.hasPrefix("The study open\n"))
    }
  }

  @Test("A swept horizon is announced like any other")
  func sweptHorizon() throws {
    let scratch = try Scratch()
    try scratch.write(
      "swept.yaml",
      """
      name: swept
      horizon: 100
      replications: 4
      environment: {kind: bernoulli, label: coin, means: [0, 1]}
      policies: [{kind: oracle}]
      sweep: [{path: horizon, values: [40, 60]}]
      published:
        - {environment: "coin, horizon = 40", policy: oracle, metric: reward, mean: 40, \
      replications: 5, source: s}
      """)
    let outcome = try Program.run(["reproduce", "swept.yaml"], in: scratch.folder)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("1 of 1 published values agree"))
  }

  @Test("Without names the studies among the shipped experiments are reproduced, the others not")
  func all() throws {
    let scratch = try folder()
    // A file of a shipped name in the working folder is not a shipped experiment.
    let outside = try Scratch()
    try outside.write("open", "nonsense")
    let outcome = try Program.run(
      ["reproduce", "--quick", "--experiments", scratch.folder.path], in: outside.folder)
    #expect(outcome.status == 1)
    #expect(outcome.messages.hasPrefix("3 studies, about "))
    let titles = outcome.output.split(separator: "\n").filter { $0.hasPrefix("The study ") }
    #expect(titles == ["The study open", "The study sound", "The study wrong"])
    try outside.write("plain.yaml", study("plain"))
    let none = try Program.run(
      ["reproduce", "--experiments", outside.folder.path], in: outside.folder)
    #expect(none.status == 64)
    #expect(
      none.messages
        == "error: none of the experiments has something to compare with; name a study\n")
  }

  struct Misuse: Sendable, CustomTestStringConvertible {
    let arguments: String
    let status: Int
    let message: String
    var testDescription: String { arguments }

    init(_ arguments: String, _ message: String, status: Int = 64) {
      self.arguments = arguments
      self.status = status
      self.message = message
    }
  }

  @Test(
    "Each misuse has its status, a message on standard error and no data",
    arguments: [
      Misuse(
        "plain.yaml",
        "error: plain has nothing to compare with; a study has published values, constants or claims; "
          + "use 'run' for other experiments\n"),
      Misuse("sound.yaml plain.yaml", "error: plain has nothing to compare with; "),
      Misuse(
        "sound.yaml --replications 1",
        "error: sound has one replication, which leaves no standard error; give --replications 2 or "
          + "more\n"),
      Misuse(
        "sound.yaml --quick --replications 5",
        "error: --quick and --replications exclude each other: give one of them."),
      Misuse("sound.yaml --replications 0", "error: --replications 0 is out of range"),
      Misuse(
        "sound.yaml --seeds 0",
        "error: --seeds 0 is out of range: give a whole number from 1 to 1,000."),
      Misuse("sound.yaml --seed -1", "error: The value '-1' is invalid for '--seed <seed>'"),
      Misuse("sound.yaml --format xml", "error: The value 'xml' is invalid for '--format"),
      Misuse("- -", "error: Standard input can be read once: give '-' one time."),
      Misuse(
        "three-arm-orcle",
        "error: there is no file or shipped experiment 'three-arm-orcle'; did you mean "
          + "'three-arm-oracle'?\n"),
      Misuse("--experiments nowhere", "error: no experiments in nowhere; name their folder with"),
      Misuse("large.yaml", "error: large: this needs about ", status: 2),
    ])
  func misuse(_ misuse: Misuse) throws {
    let scratch = try folder()
    try scratch.write(
      "large.yaml",
      study(
        "large",
        "published: [{policy: random, metric: reward, mean: 5, replications: 2, source: s}]"
      )
      .replacing("{kind: bernoulli, means: [0.4, 0.6]}", with: "{kind: needle, arms: 2147483647}"))
    let outcome = try Program.run(
      ["reproduce"] + misuse.arguments.split(separator: " ").map(String.init), in: scratch.folder)
    #expect(outcome.status == misuse.status)
    #expect(outcome.messages.hasPrefix(misuse.message), "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
  }

  @Test("What is wrong with several studies is told at once")
  func severalMistakes() throws {
    let scratch = try folder()
    try scratch.write("other.yaml", study("other"))
    let outcome = try reproduce("plain.yaml", "other.yaml", "sound.yaml", in: scratch)
    #expect(outcome.status == 64)
    #expect(outcome.messages.split(separator: "\n").count == 2)
    let files = try reproduce("none-a.yaml", "none-b.yaml", in: scratch)
    #expect(files.messages.split(separator: "\n").count == 2)
  }
}
