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
      """,
    discussion: """
      Exit status: 0 fine, 2 the run failed, 64 something is wrong with the input, 74 a result \
      could not be written.
      """)

  @Argument(help: "Experiment files, '-' for standard input, or names of shipped experiments.")
  var files: [String]

  @OptionGroup var changed: OverrideOptions

  @Option(help: "table, markdown, csv or json.")
  var format = OutputFormat.table

  @Option(help: ArgumentHelp("Also save the results in this folder.", valueName: "dir"))
  var output: String?

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws { try requireOneInput(files) }

  func run() throws {
    warnOfDebugBuild(unless: running.quiet)
    let experiments = try shipped.read(files, changed.overrides)
    let folder = try output.map { try open($0, for: experiments) }
    var results: [ExperimentResult] = []
    // Whatever fails later, what was computed is printed: a full disk must not cost a long run.
    var failure: (any Error)?
    for (index, experiment) in experiments.enumerated() where failure == nil {
      do {
        let result = try running.run(experiment)
        if format == .json {
          results.append(result)
        } else {
          try emit(format.text(of: result), as: format, isFirst: index == 0)
        }
        if let folder { try save(result, in: folder) }
      } catch {
        failure = error
      }
    }
    if format == .json, !results.isEmpty { try printJSON(results) }
    if let failure { throw failure }
  }

  /// The folder for the results, made before anything is run.
  private func open(_ path: String, for experiments: [Experiment]) throws -> ResultFolder {
    let names = experiments.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      note(
        "error: two experiments are called '\(twice)': their results would overwrite each other; "
          + "give one another name, or run them into two folders")
      throw ExitStatus.invalidInput
    }
    let folder = ResultFolder(path: path)
    do {
      try folder.create()
    } catch {
      note("error: \(error)")
      throw ExitStatus.cannotWrite
    }
    return folder
  }

  private func printJSON(_ results: [ExperimentResult]) throws {
    let text =
      results.count == 1
      ? MachineReadableReport(results[0]).json() : MachineReadableReport.json(results)
    try emit(text, terminator: "")
  }

  private func save(_ result: ExperimentResult, in folder: ResultFolder) throws {
    do {
      let paths = try folder.save(result)
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
