import ArgumentParser
import BanditExperiments

/// The command: without a subcommand it runs the two studies of the README.
@main
struct ClusterBanditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
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

  func run() throws {
    warnOfDebugBuild(unless: running.quiet)
    let files = try ["three-arm-oracle", "clusters-mean-max"].map { try shipped.file(named: $0) }
    let experiments = try readAll(files, ExperimentReader())
    for (index, experiment) in experiments.enumerated() {
      if index > 0 { try emit("") }
      let result = try running.run(experiment)
      try emit(ResultReport(result).plain())
    }
  }
}
