import ArgumentParser
import BanditExperiments

/// `run`: experiments from files, from standard input, or shipped ones by name.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run experiments and print their results.",
    usage: """
      cluster-bandit run experiments/epsilon-sweep.yaml --replications 1000
      cluster-bandit run my-study.yaml --format json --output results
      """)

  @Argument(help: "Experiment files, '-' for standard input, or names of shipped experiments.")
  var files: [String]

  // Values that begin with a dash are values: -1 is a bad seed and not an unknown option.
  @Option(parsing: .unconditional, help: "Replications, instead of the file's.")
  var replications: Int?

  @Option(parsing: .unconditional, help: "Rounds of every problem, instead of the file's.")
  var horizon: Int?

  @Option(
    parsing: .unconditional, help: "Root seed, instead of the file's.", transform: readSeed)
  var seed: UInt64?

  @Option(help: "table, markdown, csv or json.")
  var format = OutputFormat.table

  @Option(help: ArgumentHelp("Also save the results in this folder.", valueName: "dir"))
  var output: String?

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws {
    try require(replications, in: ExperimentLimits.replications, "--replications")
    try require(horizon, in: ExperimentLimits.horizon, "--horizon")
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input can be read once: give '-' one time.")
    }
  }

  func run() throws {
    warnOfDebugBuild()
    var reader = ExperimentReader()
    reader.overrides = ExperimentOverrides(
      replications: replications, horizon: horizon, seed: seed)
    let experiments = try readAll(files.map { shipped.fileOrName($0) }, reader)
    var results: [ExperimentResult] = []
    for experiment in experiments {
      let result = try running.run(experiment)
      if let output { try save(result, in: output) }
      if format == .json {
        results.append(result)
      } else {
        try printBlock(format.text(of: result), isFirst: results.isEmpty)
        // Only whether there was one before matters here: the rest can be forgotten.
        results = [result]
      }
    }
    if format == .json { try printJSON(results) }
  }

  private func printBlock(_ text: String, isFirst: Bool) throws {
    if !isFirst, format != .csv { try emit("") }
    // One header is enough for several files.
    let shown = !isFirst && format == .csv ? text.drop { $0 != "\n" }.dropFirst() : text[...]
    try emit(String(shown), terminator: shown.hasSuffix("\n") ? "" : "\n")
  }

  private func printJSON(_ results: [ExperimentResult]) throws {
    let text =
      results.count == 1
      ? MachineReadableReport(results[0]).json() : MachineReadableReport.json(results)
    try emit(text, terminator: "")
  }

  private func save(_ result: ExperimentResult, in folder: String) throws {
    do {
      let paths = try ResultFolder(path: folder).save(result)
      if !running.quiet { note("saved \(paths.joined(separator: ", "))") }
    } catch {
      note("error: \(error)")
      throw ExitStatus.cannotWrite
    }
  }
}

/// How results are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case table
  case markdown
  case csv
  case json

  /// A result in this format.
  func text(of result: ExperimentResult) -> String {
    switch self {
    case .table: ResultReport(result).plain()
    case .markdown: ResultReport(result).markdown()
    case .csv: MachineReadableReport(result).csv()
    case .json: MachineReadableReport(result).json()
    }
  }
}
