import Foundation
import Testing

@Suite("Misuse of the command")
struct MisuseTests {
  struct Misuse: Sendable, CustomTestStringConvertible {
    let arguments: String
    let status: Int
    let message: String
    var testDescription: String { arguments }

    init(_ arguments: String, _ status: Int, _ message: String) {
      self.arguments = arguments
      self.status = status
      self.message = message
    }
  }

  static let misuses: [Misuse] = [
    Misuse(
      "run none.yaml", 64,
      "error: there is no file or shipped experiment 'none.yaml'; 'cluster-bandit list experiments' "
    ),
    Misuse(
      "run three-arm-orcle", 64, "error: there is no file or shipped experiment 'three-arm-orcle"),
    Misuse("run .", 64, ".:1:1: error: the experiment cannot be read: it is a folder; "),
    Misuse("run binary.yaml", 64, "binary.yaml:1:1: error: the file is not text; "),
    Misuse("run /dev/null", 64, "/dev/null:1:1: error: the file is empty; "),
    Misuse("run -", 64, "<stdin>:1:1: error: the file is empty; "),
    Misuse("validate -", 64, "<stdin>:1:1: error: the file is empty; "),
    Misuse("run - -", 64, "error: Standard input can be read once: give '-' one time."),
    Misuse("run bad.yaml", 64, "bad.yaml:3:10: error: '0' is out of range at 'horizon'; write a"),
    Misuse("validate bad.yaml", 64, "bad.yaml:3:10: error: '0' is out of range at 'horizon'; "),
    Misuse("run study.yaml --seed -1", 64, "error: The value '-1' is invalid for '--seed <seed>'"),
    Misuse("run study.yaml --horizon -1", 64, "error: --horizon -1 is out of range"),
    Misuse(
      "run study.yaml --force", 64,
      "error: --force begins a saved result anew: give --output dir."),
    Misuse(
      "explore --data .", 64, "error: the page reads no data files: leave out --data."),
    Misuse("run study.yaml --seed=-1", 64, "error: The value '-1' is invalid for '--seed <seed>'"),
    Misuse(
      "run study.yaml --seed 1e3", 64,
      "error: The value '1e3' is invalid for '--seed <seed>': write 1000."),
    Misuse("run study.yaml --seed x", 64, "error: The value 'x' is invalid for '--seed <seed>'"),
    Misuse(
      "run study.yaml --seed 18446744073709551616", 64, "error: The value '18446744073709551616'"),
    Misuse(
      "run study.yaml --jobs 0", 64,
      "error: --jobs 0 is out of range: give a whole number from 1 to 4,096."),
    Misuse("run study.yaml --jobs 4097", 64, "error: --jobs 4097 is out of range"),
    Misuse("--jobs 0", 64, "error: --jobs 0 is out of range"),
    Misuse(
      "run study.yaml --horizon 0", 64,
      "error: --horizon 0 is out of range: give a whole number from 1 to 9,007,199,254,740,992."),
    Misuse(
      "run study.yaml --horizon 9007199254740993", 64,
      "error: --horizon 9007199254740993 is out of range"),
    Misuse(
      "run study.yaml --replications 10,000", 64,
      "error: The value '10,000' is invalid for '--replications <replications>': write 10000."),
    Misuse(
      "run -- study.yaml --seed", 64,
      "error: there is no file '--seed'; options stand before '--', and files after it"),
    Misuse(
      "run study.yaml,bad.yaml", 64,
      "error: there is no file 'study.yaml,bad.yaml'; write spaces between files: study.yaml bad.yaml"
    ),
    Misuse("run study.yaml --horizon 1.5", 64, "error: The value '1.5' is invalid for '--horizon"),
    Misuse("run study.yaml --horizon 99999999999999999999", 64, "error: The value '99999999999"),
    Misuse("run study.yaml --replications 1.000", 64, "error: The value '1.000' is invalid for"),
    Misuse("notebook check study.yaml", 64, "error: 'study.yaml' is no notebook: a notebook is"),
    Misuse(
      "run study.yaml --replications 0", 64,
      "error: --replications 0 is out of range: give a whole number from 1 to 1,000,000,000."),
    Misuse("run study.yaml --replications 1000000001", 64, "error: --replications 1000000001 is"),
    Misuse("run study.yaml --format xml", 64, "error: The value 'xml' is invalid for '--format"),
    Misuse(
      "run study.yaml --bogus", 64,
      "error: there is no option '--bogus'\nsee 'cluster-bandit run --help'\n"),
    Misuse(
      "rum study.yaml", 64, "error: there is no command 'rum'; did you mean 'cluster-bandit run'?"),
    Misuse(
      "study.yaml", 64, "error: a command is missing; did you mean 'cluster-bandit run study.yaml'?"
    ),
    Misuse(
      "check study.yaml", 64,
      "error: there is no command 'check'; did you mean 'cluster-bandit validate"),
    Misuse("help foo", 64, "error: there is no command 'foo'; the commands are run, "),
    Misuse(
      "run study.yaml --reps 10", 64,
      "error: there is no option '--reps'; did you mean '--replications'?"),
    Misuse(
      "run study.yaml -n 10", 64, "error: there is no option '-n'; did you mean '--replications'?"),
    Misuse(
      "bounds study.yaml --width 0.1", 64,
      "error: The value '0.1' is invalid for '--width <columns>'"),
    Misuse("validate study.yaml study.yaml --resolved", 64, "error: --resolved prints one plan"),
    Misuse("run", 64, "error: Missing expected argument '<files> ...'"),
    Misuse(
      "runn study.yaml", 64,
      "error: there is no command 'runn'; did you mean 'cluster-bandit run'?\n"),
    Misuse("list", 64, "error: Missing expected argument '<what>'"),
    Misuse(
      "list polices", 64, "error: there is no list or kind 'polices'; did you mean 'policies'?"),
    Misuse(
      "list thmpson", 64, "error: there is no list or kind 'thmpson'; did you mean 'thompson'?"),
    Misuse("list zzz", 64, "error: there is no list or kind 'zzz'; the lists are policies, env"),
    Misuse(
      "list policies --wide", 64, "error: there is no option '--wide'; did you mean '--width'?"),
    Misuse(
      "--jobs 2 run study.yaml", 64,
      "error: options stand behind the command; write 'cluster-bandit run study.yaml --jobs 2'"),
    Misuse(
      "--format csv run study.yaml", 64,
      "error: options stand behind the command; write 'cluster-bandit run study.yaml --format csv'"),
    Misuse(
      "--format csv", 64, "error: there is no option '--format' without a command; 'run', 'show', "),
    Misuse(
      "validate study.yaml --replications 5", 64,
      "error: there is no option '--replications' of 'validate'; 'run', "),
    Misuse(
      "validate study.yaml --jobs=2", 64,
      "error: there is no option '--jobs' of 'validate'; 'run', "),
    Misuse(
      "compare study.yaml --level 0,95", 64,
      "error: The value '0,95' is invalid for '--level <level>': write 0.95 with a decimal point."),
    Misuse(
      "compare study.yaml --level 95%", 64,
      "error: The value '95%' is invalid for '--level <level>': write 0.95 without a percent sign."),
    Misuse(
      "compare study.yaml --level 95", 64,
      "error: --level 95.0 is out of range: give a number from 0.5 to 0.999, as 0.95 for 95 %."),
    Misuse(
      "bounds study.yaml --spread 0,1", 64,
      "error: The value '0,1' is invalid for '--spread <w>': write 0.1 with a decimal point."),
    Misuse(
      "bounds study.yaml --spread 0", 64,
      "error: The value '0' is invalid for '--spread <w>': a spread is a number above 0"),
    Misuse(
      "show study.yaml", 64, "error: 'study' is an experiment, not a saved result; 'cluster-bandit "
    ),
    Misuse(
      "show .", 64,
      ".:1:1: error: the experiment cannot be read: it is a folder; give a file in it, such as "
        + "'./bad.yaml'"),
    Misuse(
      "show notes.md", 64,
      "notes.md:1:1: error: this is Markdown, neither an experiment nor a saved result; "
        + "'cluster-bandit notebook check notes.md' runs"),
    Misuse(
      "show arms.csv", 64,
      "arms.csv:1:1: error: this is a table, neither an experiment nor a saved result; an "
        + "experiment names it: environment: {kind: table, file: arms.csv}"),
    Misuse(
      "list policies usb1", 64, "error: there is no policy 'usb1'; did you mean 'ucb1'?"),
    Misuse(
      "list experiments --experiments nowhere", 64,
      "error: no experiments in nowhere; name their folder with --experiments"),
    Misuse(
      "bench zebra", 64,
      "error: there is no case 'zebra'; the groups are pulls, growth, batches, blas, jobs, and the "
        + "table of each names its cases"),
    Misuse("bench d-tcs", 64, "error: there is no case 'd-tcs'; did you mean 'd-tsc'?"),
    Misuse("bench --runs 0", 64, "error: --runs 0 is out of range"),
    Misuse("run large.yaml --jobs 1", 2, "error: large: this needs about 240 GiB of memory"),
    Misuse(
      "run study.yaml --blas-threads 0", 64,
      "error: The value '0' is invalid for '--blas-threads <n>': threads are a whole number from 1 "
        + "to 1,024, or 'environment'."),
    Misuse("run study.yaml --blas-threads -1", 64, "error: The value '-1' is invalid for '--blas"),
    Misuse("bench --blas-threads 1.5", 64, "error: The value '1.5' is invalid for '--blas-threads"),
    Misuse("reproduce --blas-threads all", 64, "error: The value 'all' is invalid for '--blas-thr"),
    Misuse("run study.yaml --output study.yaml", 74, "error: cannot write "),
    Misuse("run study.yaml --output /dev/null/x", 74, "error: cannot write /dev/null/x: "),
  ]

  @Test("Each misuse has its status, a message on standard error and no data", arguments: misuses)
  func misuse(_ misuse: Misuse) throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study())
    try scratch.write("bad.yaml", study().replacing("horizon: 100", with: "horizon: 0"))
    try scratch.write(
      "large.yaml",
      study("large").replacing(
        "{kind: bernoulli, means: [0.4, 0.6]}", with: "{kind: needle, arms: 2147483647}"))
    try scratch.write("notes.md", "# Notes\n")
    try scratch.write("arms.csv", "cluster,arm,theta\na,b,0.5\n")
    try Data([0x6E, 0, 0xFF]).write(to: scratch.url("binary.yaml"))
    let outcome = try Program.run(
      misuse.arguments.split(separator: " ").map(String.init), in: scratch.folder)
    #expect(outcome.status == misuse.status)
    #expect(outcome.messages.hasPrefix(misuse.message))
    #expect(outcome.output.isEmpty)
  }

  @Test("All errors of all files are reported before anything is run")
  func severalBadFiles() throws {
    let scratch = try Scratch()
    let bad = study().replacing("horizon: 100", with: "horizon: 0")
    try scratch.write("a.yaml", bad + "titel: x\n")
    try scratch.write("b.yaml", study())
    let outcome = try Program.run(["run", "a.yaml", "b.yaml", "c.yaml"], in: scratch.folder)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    let places = outcome.messages.split(separator: "\n").map {
      $0.split(separator: " ")[0]
    }
    #expect(places == ["a.yaml:3:10:", "a.yaml:8:1:", "error:"])
  }

  @Test("A long list of kinds is told once for all files of a call")
  func listOnce() throws {
    let scratch = try Scratch()
    let bad = study().replacing("thompson", with: "zebra")
    for name in ["a", "b", "c"] { try scratch.write("\(name).yaml", bad) }
    let outcome = try Program.run(["validate", "a.yaml", "b.yaml", "c.yaml"], in: scratch.folder)
    #expect(outcome.status == 64)
    #expect(outcome.messages.components(separatedBy: "; the policies are ").count == 2)
    #expect(outcome.messages.components(separatedBy: "; see the list above\n").count == 3)
  }

  @Test("Odd arguments end with a status of the list and never with a signal")
  func oddArguments() throws {
    let scratch = try Scratch()
    try scratch.write("study.yaml", study().replacing("replications: 3", with: "replications: 1"))
    let odd = [
      "", " ", "-", "--", "---", "=", "--seed=", "--seed=0x1", "--horizon=1", "--horizon=-1",
      "--jobs=1", "--jobs=1.5", "--format=json", "--format=", "--quiet", "-h", "--help=x",
      "--version", "run", "list", "validate", "bench", "policies", "study.yaml", "*", "\u{1}",
      "ε\u{301}", "\u{202E}", "%s%n", "$(id)", "'", "\"", "\\", "a\nb", "../../../etc/passwd",
      "/", "/dev/zero/x", "nul\u{FFFD}", "--replications=1", "--replications=∞", "--output",
      "--experiments", "--experiments=", "-9223372036854775809", "9223372036854775808",
      String(repeating: "x", count: 5000), String(repeating: "-", count: 300), "experiments",
    ]
    var state: UInt64 = 12345
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let commands = ["run", "list", "validate", "bench", "compare", "reproduce", "trace"]
    for _ in 0..<60 {
      var arguments = [commands[next(commands.count)]]
      for _ in 0...next(4) { arguments.append(odd[next(odd.count)]) }
      // What is valid and long is not what this test is about.
      if ["bench", "reproduce"].contains(arguments[0]),
        !arguments.dropFirst().contains(where: { !$0.hasPrefix("-") })
      {
        continue
      }
      let outcome = try Program.run(arguments, in: scratch.folder)
      #expect([0, 1, 2, 64, 74].contains(outcome.status), "\(arguments): \(outcome.errors)")
      if outcome.status != 0 { #expect(!outcome.messages.isEmpty, "\(arguments)") }
    }
  }
}
