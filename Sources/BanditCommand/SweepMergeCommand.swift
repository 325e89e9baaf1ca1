import ArgumentParser
import BanditExperiments
import BanditStorage

/// `sweep merge`: one result of all shards.
struct SweepMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Merge the shards of a sweep into DIR/NAME.sqlite, exactly.",
    usage: """
      cluster-bandit sweep merge sweep
      cluster-bandit show sweep/my-study.sqlite
      """,
    discussion: """
      Every block is verified, and the result equals that of one run bit for bit. A shard that is \
      damaged, or of another plan, is named with the command that plays it again; nothing is \
      deleted. Exit status: 0 merged, 1 shards are missing or refused, 64 something is wrong with \
      the input, 74 the result could not be written.
      """)

  @Argument(help: "The folder of the sweep.")
  var folder: String

  @OptionGroup var shipped: ShippedOptions

  func run() throws {
    let sweep = try OpenedSweep(folder, shipped)
    let inspection = try OpenedSweep.inspection(sweep.folder, isVerifying: true)
    for line in inspection.notes { note("note: \(line)") }
    guard inspection.isComplete else {
      for refusal in inspection.refusals { note("error: \(refusal)") }
      let running = inspection.states.indices.filter { inspection.states[$0].isRunning }
      if !running.isEmpty { note("error: \(ArraySpecification(running).shardsAre) being played") }
      if !inspection.missing.isEmpty {
        note(
          "error: \(ArraySpecification(inspection.missing).shardsAre) missing; "
            + SweepReport.remedy(sweep.folder))
      }
      throw ExitStatus.checkMissed
    }
    do {
      var merge = SweepMerge(inspection, sweep.experiment)
      let (file, sha256) = try merge.run()
      for line in merge.notes { note("note: \(line)") }
      try emit("\(file): \(counted(inspection.states.count, "shard")), SHA-256 \(sha256)")
    } catch let failure as StorageFailure {
      throw exitStatus(of: failure)
    }
  }
}
