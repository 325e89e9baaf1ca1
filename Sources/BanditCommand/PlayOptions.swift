import ArgumentParser
import BanditExperiments
import BanditReports

/// Which run, and which rounds, are seen in figures of single runs and of theory.
struct PlayOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "The replication of a figure of single runs, from 0.")
  var replication = 0

  @Option(
    parsing: .unconditional,
    help: "Rounds that are played or shown there, from the first; by default all.")
  var rounds: Int?

  @Option(
    name: .customLong("at"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A round at which 'posterior' and 'bonus' are shown; may be given more than once.",
      valueName: "round"))
  var moments: [Int] = []

  @Option(
    name: .customLong("arms"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A number k of arms for which 'bounds' are drawn; may be given more than once.",
      valueName: "k"))
  var armCounts: [Int] = []

  func validate() throws {
    try require(replication, in: 0...1_000_000_000, "--replication")
    try require(rounds, in: ExperimentLimits.horizon, "--rounds")
    for moment in moments { try require(moment, in: 1...1_000_000_000, "--at") }
    for count in armCounts { try require(count, in: 1...1_000_000_000, "--arms") }
  }

  /// Puts what was asked for into a request.
  func apply(to request: inout PlotRequest) {
    request.replication = replication
    request.rounds = rounds
    request.moments = moments
    request.armCounts = armCounts
  }
}
