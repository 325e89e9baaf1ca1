import Foundation
import Testing

@Suite("Results in SQLite, from the command line")
struct StoredResultTests {
  /// A folder with an experiment and its result.
  private func made(_ text: String = study()) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("study.yaml", text)
    let run = try Program.run(["run", "study.yaml", "-o", "out", "--quiet"], in: scratch.folder)
    #expect(run.status == 0)
    return scratch
  }

  private static let claim = """
    claims:
      - {claim: thompson loses less, metric: pseudo-regret, of: {policy: thompson},
         to: {policy: random}, below: 1, source: s}
    """

  @Test("Every command prints of the file of SQLite what it prints of the JSON beside it")
  func sameBytes() throws {
    let scratch = try made(study("study", StoredResultTests.claim))
    let commands = [
      "show", "show --details", "show --format csv", "show --format json", "show --plan",
      "export", "export --format markdown", "export --table curves", "compare", "bounds",
      "export --format latex", "plot", "report", "reproduce --from",
    ]
    for command in commands {
      let words = command.split(separator: " ").map(String.init)
      let stored = try Program.run(words + ["out/study.sqlite"], in: scratch.folder)
      let text = try Program.run(words + ["out/study.json"], in: scratch.folder)
      #expect(stored.status == 0 && !stored.output.isEmpty, "\(command): \(stored.errors)")
      #expect(stored.output == text.output, "\(command)")
    }
    let exported = try Program.run(
      ["export", "out/study.sqlite", "--format", "json"], in: scratch.folder)
    let fresh = try Program.run(["run", "study.yaml", "--format", "json"], in: scratch.folder)
    #expect(exported.output == fresh.output)
    let played = try Program.run(["run", "out/study.sqlite"], in: scratch.folder)
    #expect(played.status == 64)
    #expect(
      played.errors.contains(
        "out/study.sqlite:1:1: error: this is a saved result, not an experiment; 'cluster-bandit show "
      ))
    let piped = try Program.shell("$P show - < out/study.sqlite", in: scratch.folder)
    #expect(piped.status == 64 && piped.messages.contains("cannot be read from standard input"))
    let overridden = try Program.run(
      ["compare", "out/study.sqlite", "--seed", "3"], in: scratch.folder)
    #expect(overridden.status == 64)
  }

  @Test("A finished result of some replications gets more, and only these are played")
  func more() throws {
    let scratch = try made(study().replacing("replications: 3", with: "replications: 130"))
    let run = try Program.run(
      ["run", "study.yaml", "-o", "out", "--resume", "--replications", "250"], in: scratch.folder)
    #expect(run.status == 0, "\(run.errors)")
    let whole = try Program.run(
      ["run", "study.yaml", "--replications", "250", "-o", "whole"], in: scratch.folder)
    #expect(run.output == whole.output)
    let hashes = try ["out", "whole"].map { folder in
      try Program.run(["verify", "\(folder)/study.sqlite"], in: scratch.folder).output
        .split(separator: " ").last
    }
    #expect(hashes[0] == hashes[1])
    let fewer = try Program.run(
      ["run", "study.yaml", "-o", "out", "--resume", "--replications", "100"], in: scratch.folder)
    #expect(fewer.status == 64 && fewer.messages.contains("replications 250 instead of 100"))
    let seed = try Program.run(
      ["run", "study.yaml", "-o", "out", "--resume", "--seed", "9"], in: scratch.folder)
    #expect(seed.status == 64 && seed.messages.contains("instead of 9"))
  }

  @Test("A result is repeated from its file, and what does not come out again is told")
  func repeated() throws {
    let scratch = try made()
    let same = try Program.run(["run", "--from", "out/study.sqlite"], in: scratch.folder)
    #expect(same.status == 0)
    #expect(same.messages.hasSuffix("every value came out the same again, bit for bit\n"))
    let json = try Program.run(["run", "--from", "out/study.json"], in: scratch.folder)
    #expect(json.status == 0 && json.output == same.output)
    let both = try Program.run(
      ["run", "study.yaml", "--from", "out/study.json"], in: scratch.folder)
    #expect(both.status == 64)
  }

  @Test("A damaged file is found, and the command that verify prints repairs it")
  func repaired() throws {
    let scratch = try made()
    let file = scratch.url("out/study.sqlite")
    let sound = try Program.run(
      ["verify", "out/study.sqlite", "--blocks", "5"], in: scratch.folder)
    #expect(sound.status == 0 && sound.output.contains("out/study.sqlite is sound: 1 block, SHA"))
    #expect(sound.output.contains("block 0 of 'bernoulli' measured the same again"))
    var bytes = try Data(contentsOf: file)
    let cell = try #require(bytes.range(of: Data("bernoullithompson".utf8)))
    bytes[cell.lowerBound] ^= 0x20
    try bytes.write(to: file)
    let damaged = try Program.run(["verify", "out/study.sqlite"], in: scratch.folder)
    #expect(damaged.status == 1 && damaged.output.hasPrefix("out/study.sqlite is damaged:\n"))
    #expect(damaged.output.contains("the table 'cell' is not as it was saved"))
    let shown = try Program.run(["show", "out/study.sqlite"], in: scratch.folder)
    #expect(shown.status == 64 && shown.output.isEmpty)
    let command = try #require(
      damaged.output.firstMatch(of: /'cluster-bandit (run [^']*)'/)?.output.1)
    let words = command.replacing("EXPERIMENT", with: "study.yaml")
    #expect(try Program.shell("$P \(words)", in: scratch.folder).status == 0)
    #expect(try Program.run(["verify", "out/study.sqlite"], in: scratch.folder).status == 0)
    #expect(try Data(contentsOf: scratch.url("out/study-old-1.sqlite")) == bytes)
  }

  @Test("Without finals there are no pairs to compare, and all else is shown")
  func withoutFinals() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study("study", StoredResultTests.claim))
    let run = try Program.run(
      ["run", "study.yaml", "-o", "out", "--finals", "none"], in: scratch.folder)
    #expect(run.status == 0)
    let shown = try Program.run(["show", "out/study.sqlite"], in: scratch.folder)
    #expect(shown.status == 0 && shown.output == run.output)
    let compared = try Program.run(["compare", "out/study.sqlite"], in: scratch.folder)
    #expect(compared.status == 64 && compared.messages.contains("--finals none"))
    let checked = try Program.run(["reproduce", "--from", "out/study.sqlite"], in: scratch.folder)
    #expect(checked.status == 64 && checked.messages.contains("--finals none"))
  }

  @Test(
    "A result that keeps more or less than usual is run again, gone on with, read and repeated",
    arguments: [["--finals", "none"], ["--curves", "replications"]])
  func kept(options: [String]) throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study().replacing("replications: 3", with: "replications: 130"))
    func run(_ arguments: [String]) throws -> Outcome {
      try Program.run(["run"] + arguments + ["--quiet"], in: scratch.folder)
    }
    let save = ["study.yaml", "-o", "out"] + options
    let first = try run(save)
    #expect(first.status == 0, "\(first.errors)")
    let again = try run(save)
    #expect(again.status == 0 && again.output == first.output, "\(again.errors)")
    for file in ["out/study.json", "out/study.sqlite"] {
      let shown = try Program.run(["show", file], in: scratch.folder)
      #expect(shown.output == first.output, "\(file): \(shown.errors)")
      let repeated = try run(["--from", file])
      #expect(
        repeated.status == 0 && repeated.output == first.output, "\(file): \(repeated.errors)")
    }
    let more = try run(save + ["--resume", "--replications", "250"])
    #expect(more.status == 0, "\(more.errors)")
    let whole = try run(["study.yaml", "-o", "whole", "--replications", "250"] + options)
    #expect(more.output == whole.output)
    func draws(_ kind: String) throws -> Bool {
      try Program.run(
        ["plot", "out/study.sqlite", "--kind", kind, "--quiet"], in: scratch.folder
      ).output.hasPrefix("<svg")
    }
    let hasFinals = !options.contains("none")
    #expect(try draws("regret"))
    #expect(try draws("histogram") == hasFinals)
    #expect(try draws("pairs") == hasFinals)
    let runs = try Program.run(
      ["export", "out/study.sqlite", "--table", "runs"], in: scratch.folder)
    #expect(runs.status == (options.contains("replications") ? 0 : 64), "\(runs.errors)")
    let asked = try run(["--from", "out/study.sqlite"] + options)
    #expect(asked.status == 64 && asked.messages.contains("leave out --curves and --finals"))
  }

  @Test("A folder whose name looks like an address is a folder like any other")
  func address() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    let run = try Program.run(["run", "study.yaml", "-o", "file:o", "--quiet"], in: scratch.folder)
    #expect(run.status == 0, "\(run.errors)")
    let sound = try Program.run(["verify", "file:o/study.sqlite"], in: scratch.folder)
    #expect(sound.status == 0, "\(sound.errors)")
  }
}
