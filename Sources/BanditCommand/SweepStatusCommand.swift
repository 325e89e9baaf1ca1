import ArgumentParser
import BanditExperiments
import BanditStorage

/// `sweep status`: how far each shard is.
struct SweepStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how far each shard of a sweep is, and how long the rest takes.",
    usage: "cluster-bandit sweep status sweep",
    discussion: """
      A shard is missing, running, stopped before its end, done, or refused. Files are believed \
      what they say of themselves; 'merge' reads them. Exit status: 0 all shards are there, 1 not \
      yet, 64 something is wrong with the input.
      """)

  @Argument(help: "The folder of the sweep.")
  var folder: String

  @OptionGroup var text: WidthOptions

  func run() throws {
    let inspection = try OpenedSweep.inspection(try OpenedSweep.folder(folder))
    try emit(SweepReport(inspection).plain(width: text.columns))
    if !inspection.isComplete { throw ExitStatus.checkMissed }
  }
}
