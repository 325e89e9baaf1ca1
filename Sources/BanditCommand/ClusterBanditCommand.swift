public import ArgumentParser
import BanditExperiments
import LinearAlgebra
import Randomness

/// The command: without a subcommand it runs the two studies of the README.
public struct ClusterBanditCommand: ParsableCommand {
  /// Name, usage, version and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "cluster-bandit",
    usage: """
      cluster-bandit                      run both studies: three arms against
                                          the oracle, flat against two-level
      cluster-bandit run my-study.yaml    run an experiment of your own
      """,
    version: "cluster-bandit \(ProgramVersion.number), \(versionsOfParts)",
    subcommands: [
      RunCommand.self, ShowCommand.self, ExportCommand.self, VerifyCommand.self,
      SweepCommand.self, PlotCommand.self, ReportCommand.self, ReproduceCommand.self,
      CompareCommand.self, BoundsCommand.self, TraceCommand.self, ListCommand.self,
      ValidateCommand.self, SchemaCommand.self, NotebookCommand.self, ExploreCommand.self,
      BenchCommand.self,
    ])

  @OptionGroup var display: DisplayOptions
  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  /// A command without options.
  public init() {}

  /// Runs the two studies.
  public func run() throws {
    // Not before: options of subcommands pass through here and have columns of their own.
    try display.require(ResultReport.columnKeys, for: .table)
    warnOfDebugBuild(unless: running.quiet)
    let files = try ["three-arm-oracle", "clusters-mean-max"].map {
      NamedFile.found(try shipped.file(named: $0))
    }
    let experiments = try readExperiments(files, shipped.reader())
    var printer = ReportPrinter(.table, display)
    for experiment in experiments {
      try printer.show(
        ResultReport(
          try running.run(experiment), isDetailed: display.columns != nil,
          hasCurves: display.hasCurves(.table), hasTails: display.hasTails,
          remedy: "'cluster-bandit run \(experiment.plan.name) --details'"))
      try ExitStatus.throwIfInterrupted()
    }
  }
}

/// What a result's bits or speed may depend on besides the program's version, for `--version`.
///
/// OpenBLAS is loaded in order to ask for its version, and so only where somebody does.
let versionsOfParts: String = {
  guard CommandLine.arguments.contains("--version") else { return "" }
  let library = BLASConfiguration.ifInstalled.map { "OpenBLAS \($0.version)" } ?? "no OpenBLAS"
  return "streams \(StreamVersion.current), \(library)"
}()
