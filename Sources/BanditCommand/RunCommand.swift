import ArgumentParser
import BanditExperiments
import BanditReports
import Foundation

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
      ^C ends a run early: what is complete is printed and, with --output, saved as \
      NAME-partial.json and its like; a second ^C leaves at once.

      Exit status: 0 fine, 2 the run failed, 64 something is wrong with the input, 74 a result \
      could not be written, 130 it was interrupted.
      """)

  @Argument(help: "Experiment files, '-' for standard input, or names of shipped experiments.")
  var files: [String]

  @OptionGroup var changed: OverrideOptions

  @Option(help: "\(OutputFormat.list).")
  var format = OutputFormat.table

  @Flag(help: "Of several environments not only the summary, but each one's table too.")
  var details = false

  @Flag(help: "Draw each result below its table, in text.")
  var plot = false

  @OptionGroup var textual: TextFigureOptions
  @OptionGroup var display: DisplayOptions
  @OptionGroup var text: WidthOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Also save the results in this folder.", valueName: "dir"))
  var output: String?

  @Flag(help: "Write over the saved result of another plan.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "What is kept of curves: moments and quantiles, or with 'replications' every single run's too.",
      discussion: "They are saved as NAME-runs.csv with --output, and stand in JSON as 'runs'.",
      valueName: "what"))
  var curves = KeptCurves.quantiles

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  /// What is kept of curves.
  enum KeptCurves: String, CaseIterable, ExpressibleByArgument {
    case quantiles
    case replications
  }

  func validate() throws {
    try requireOneInput(files)
    try display.require(ResultReport.columnKeys, for: format)
    if plot, format != .table {
      throw ValidationError(
        "--plot draws below tables: --format \(format.rawValue) has no place for it.")
    }
    if curves == .replications, output == nil, format != .json {
      throw ValidationError(
        "--curves replications needs a place for them: give --output dir or --format json.")
    }
  }

  func run() throws {
    warnOfDebugBuild(unless: running.quiet)
    let experiments = try shipped.read(files, changed.overrides)
    let folder = try output.map { try open($0, for: experiments, files.map(shipped.path)) }
    let paths = Plan.sweptPaths(of: experiments.map(\.plan))
    var printer = ReportPrinter(format, display, width: text.width)
    // Whatever fails later, what was computed is printed: a full disk must not cost a long run.
    var failure: (any Error)?
    for experiment in experiments where failure == nil && Interruption.status == nil {
      do {
        let result = try running.run(experiment, keepsRuns: curves == .replications)
        guard !result.cells.isEmpty else {
          note("\(experiment.plan.name): interrupted before a replication was complete")
          continue
        }
        // First what lasts: standard output may be closed or full.
        if let folder { try save(result, in: folder) }
        // The columns of an environment's table are shown where they are asked for.
        try printer.add(
          ResultReport(
            result, isDetailed: details || display.columns != nil,
            hasCurves: display.hasCurves(format), sweptPaths: paths, remedy: "--details"))
        // What was read shows whether a file was understood as it was meant.
        if details, format.isText {
          try printer.show(Document([.list(Listing.environments(of: experiment))]))
        }
        if plot { try draw(result, experiment) }
      } catch {
        failure = error
      }
    }
    try printer.finish()
    if let failure { throw failure }
    try ExitStatus.throwIfInterrupted()
  }

  /// The figure that the plan asks for, an empty line below its table.
  private func draw(_ result: ResultSet, _ experiment: Experiment) throws {
    do {
      let request = PlotRequest(result, experiment: experiment)
      let figure = try PlotKind.suggested(for: result.plan).figure(request)
      try emit("\n" + textual.text(of: figure, width: text.columns))
    } catch let refusal as PlotRefusal {
      note("note: no figure of \(result.plan.name): \(refusal)")
    }
  }

  /// The folder for the results, made before anything is run.
  private func open(
    _ path: String, for experiments: [Experiment], _ files: [String]
  ) throws -> ResultFolder {
    let names = experiments.map(\.plan.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      note(
        "error: two experiments are called '\(twice)': their results would overwrite each other; "
          + "give one another name, or run them into two folders")
      throw ExitStatus.invalidInput
    }
    guard !path.allSatisfy(\.isWhitespace) else {
      note("error: --output is empty; give a folder, or '.' for this one")
      throw ExitStatus.invalidInput
    }
    let folder = ResultFolder(path: path)
    // An input is never written over.
    for (file, experiment) in zip(files, experiments) {
      let place = file == "-" ? URL(fileURLWithPath: ".") : PlanReader.folder(of: file)
      let read =
        [URL(fileURLWithPath: file)]
        + experiment.plan.files.map { URL(fileURLWithPath: $0.name, relativeTo: place) }
      for name in names {
        guard let target = folder.target(of: name, among: read) else { continue }
        note(
          "error: --output \(path) would write over '\(target)', which the experiment "
            + "'\(experiment.plan.name)' reads; give another folder or name")
        throw ExitStatus.invalidInput
      }
    }
    if !force {
      let conflicts = experiments.compactMap { folder.conflict(with: $0.plan) }
      for conflict in conflicts {
        note("error: \(conflict); give another folder, or --force to write over it")
      }
      if !conflicts.isEmpty { throw ExitStatus.invalidInput }
    }
    do {
      try folder.prepare()
    } catch {
      note("error: \(error)")
      throw ExitStatus.cannotWrite
    }
    return folder
  }

  private func save(_ result: ResultSet, in folder: ResultFolder) throws {
    do {
      let paths = try folder.save(result)
      if !running.quiet { note("saved \(paths.joined(separator: ", "))") }
    } catch {
      note("error: \(error)")
      throw ExitStatus.cannotWrite
    }
  }
}
