import ArgumentParser
import BanditExperiments
import BanditReports
import BanditStorage
import Foundation

/// `run`: experiments from files, from standard input, or shipped ones by name.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run experiments and print their results.",
    usage: """
      cluster-bandit run experiments/epsilon-sweep.yaml --replications 1000
      cluster-bandit run my-study.yaml --format json --output results
      cluster-bandit run study.yaml -o results --resume --replications 2000
      cluster-bandit run study.yaml --precision 2%
      cluster-bandit run --from results/my-study.sqlite
      """,
    discussion: """
      With --output, blocks of 100 replications are kept in NAME-partial.sqlite as they come, and \
      whatever ends a run early, --resume goes on from there; with --replications it adds more of \
      them to a finished result. ^C ends a run early: what is complete is printed and saved as \
      NAME-partial.json and its like; a second ^C leaves at once.

      Exit status: 0 fine, 1 with --from something else came out or --precision was not reached, 2 \
      the run failed, 64 something is wrong with the input, 74 a result could not be written, 129, 130 or 143 it was \
      interrupted (the terminal was closed, ^C, SIGTERM).
      """)

  @Argument(help: "Experiment files, '-' for standard input, or names of shipped experiments.")
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "Play a saved result again, and say whether the same comes out.", valueName: "result"))
  var from: String?

  @OptionGroup var changed: OverrideOptions
  @OptionGroup var precise: PrecisionOptions

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

  @Flag(help: "Write over the saved result of another plan; an unfinished one gets another name.")
  var force = false

  @Flag(help: "Go on with what --output holds of the same plan, or of fewer replications of it.")
  var resume = false

  @OptionGroup var keeping: KeepingOptions
  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws {
    try requireOneInput(files)
    guard files.isEmpty != (from == nil) else {
      throw ValidationError(
        from == nil
          ? "Missing expected argument '<files> ...'"
          : "--from plays a saved result: leave out the experiments.")
    }
    if from != nil, !changed.isEmpty {
      throw ValidationError(
        "--from plays a result as it was: leave out --replications, --horizon and --seed.")
    }
    if from != nil, keeping.kept != KeptValues() {
      throw ValidationError("--from keeps what the result keeps: leave out --curves and --finals.")
    }
    try require(precise, playing: from)
    try display.require(ResultReport.columnKeys, for: format)
    if resume, output == nil {
      throw ValidationError("--resume needs the folder that holds the result: give --output dir.")
    }
    if keeping.finals == .none, output == nil {
      throw ValidationError("--finals none is for what is saved: give --output dir.")
    }
    if force, output == nil {
      throw ValidationError("--force begins a saved result anew: give --output dir.")
    }
    if resume, force {
      throw ValidationError("--resume goes on and --force begins anew: give one of them.")
    }
    if plot, format != .table {
      throw ValidationError(
        "--plot draws below tables: --format \(format.rawValue) has no place for it.")
    }
    if keeping.curves == .replications, output == nil, format != .json {
      throw ValidationError(
        "--curves replications needs a place for them: give --output dir or --format json.")
    }
  }

  func run() throws {
    warnOfDebugBuild(unless: running.quiet)
    let precision = precise.rule(atMost: changed.replications)
    let repeated = try from.map { try RepeatedResult.read($0, shipped) }
    let experiments =
      try repeated?.map(\.experiment)
      ?? shipped.read(
        files, precision.map(overrides) ?? changed.overrides,
        readBefore: resume ? output.map(StoredResult.dataFiles(in:)) ?? [:] : [:])
    if let precision { try precision.require(of: experiments) }
    let kept = repeated?.first?.kept ?? keeping.kept
    let saving = try output.map {
      try SavingRun(
        folder: openFolder($0, for: experiments, from.map { [$0] } ?? files.map(shipped.path)),
        path: $0, running: running, kept: kept,
        mode: resume ? .resume : force ? .force : .begin)
    }
    let places = try saving.map { saving in
      try experiments.map { experiment in
        try saving.open(
          precision.map { experiment.played(saving.firstLook(experiment, $0)) } ?? experiment)
      }
    }
    let paths = Plan.sweptPaths(of: experiments.map(\.plan))
    var (isSame, isPrecise) = (true, true)
    var printer = ReportPrinter(format, display, width: text.width)
    // Whatever fails later, what was computed is printed: a full disk must not cost a long run.
    var failure: (any Error)?
    for (index, experiment) in experiments.enumerated()
    where failure == nil && Interruption.status == nil {
      do {
        let result: ResultSet
        if let saving, let places {
          (result, failure) = try saving.run(experiment, places[index], to: precision)
        } else {
          result = try running.run(experiment, kept: kept, to: precision)
        }
        guard !result.cells.isEmpty else {
          if failure != nil { break }
          note("\(experiment.plan.name): interrupted before a replication was complete")
          continue
        }
        if let repeated, !result.isPartial,
          !repeated[index].agrees(with: result, isQuiet: running.quiet)
        {
          isSame = false
        }
        if let precision, !precision.isReached(by: result, isQuiet: running.quiet) {
          isPrecise = false
        }
        // The columns of an environment's table are shown where they are asked for.
        try printer.add(
          ResultReport(
            result, isDetailed: details || display.columns != nil,
            hasCurves: display.hasCurves(format), hasTails: display.hasTails,
            sweptPaths: paths, remedy: "--details"))
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
    if !isSame || !isPrecise { throw ExitStatus.checkMissed }
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
}
