import ArgumentParser
import BanditExperiments
import BanditReports

/// Which run, and which rounds, are seen in figures of single runs and of theory.
struct PlayOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "The replication of a figure of single runs, from 0; by default that.")
  var replication: Int?

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

  /// Refuses what a kind of measured values has no use for.
  func refuseUnused(by kind: PlotKind) throws {
    guard kind.need == .result else { return }
    let given = [
      ("--replication", replication != nil), ("--rounds", rounds != nil),
      ("--at", !moments.isEmpty), ("--arms", !armCounts.isEmpty),
    ].filter(\.1).map(\.0)
    guard let option = given.first else { return }
    let kinds = PlotKind.all.filter { $0.need == .problem }.map(\.id)
    throw PlotRefusal(
      "\(option) is for figures of single runs and of theory, and '\(kind.id)' shows measured "
        + "values",
      "leave it out, or choose one of the kinds \(kinds.joined(separator: ", "))")
  }

  /// Puts what was asked for into a request.
  func apply(to request: inout PlotRequest) {
    request.replication = replication ?? 0
    request.rounds = rounds
    request.moments = moments
    request.armCounts = armCounts
  }
}
