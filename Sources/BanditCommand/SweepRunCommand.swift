import ArgumentParser
import BanditStorage

/// `sweep run`: one shard.
struct SweepRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Play one shard of a sweep.",
    usage: "cluster-bandit sweep run sweep --shard 3",
    discussion: """
      Finished blocks are kept as they come, so after any end the same command goes on from there; \
      a shard that is there and sound is left as it is. ^C and SIGTERM end it early, a second one \
      at once.

      Exit status: 0 the shard is there, 2 the run failed, 64 something is wrong with the input, \
      74 it could not be written, 130 (^C) and 143 (SIGTERM) it was told to end and wants to go on.
      """)

  @Argument(help: "The folder of the sweep.")
  var folder: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The number of the shard, from 0.", valueName: "i"),
    transform: readWholeNumber)
  var shard: Int

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func run() throws {
    let sweep = try OpenedSweep(folder, shipped)
    let count = sweep.folder.sweep.shardCount
    try require(shard, in: 0...count - 1, "--shard")
    warnOfDebugBuild(unless: running.quiet)
    try sweep.play(shard, running)
  }
}
