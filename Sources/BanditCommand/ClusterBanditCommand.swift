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
      cluster-bandit                                  run both studies: three arms against the
                                                      oracle, flat against two-level policies
      cluster-bandit run my-study.yaml --format csv   run an experiment of your own
      """,
    version: "cluster-bandit 0.1.0, \(versionsOfParts)",
    subcommands: [
      RunCommand.self, ReproduceCommand.self, CompareCommand.self, BoundsCommand.self,
      TraceCommand.self, ListCommand.self, ValidateCommand.self, BenchCommand.self,
    ])

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  /// A command without options.
  public init() {}

  /// Runs the two studies.
  public func run() throws {
    warnOfDebugBuild(unless: running.quiet)
    let files = try ["three-arm-oracle", "clusters-mean-max"].map { try shipped.file(named: $0) }
    let experiments = try readAll(files, shipped.reader())
    for (index, experiment) in experiments.enumerated() {
      if index > 0 { try emit("") }
      let result = try running.run(experiment)
      try emit(ResultReport(result).plain())
    }
  }
}

/// What a result's bits or speed may depend on besides the program's version, for `--version`.
let versionsOfParts =
  "streams \(StreamVersion.current), OpenBLAS \(BLASConfiguration.current.version)"
