import ArgumentParser
import BanditExperiments
import BanditStorage
import Foundation

/// `sweep plan`: the folder of a sweep.
struct SweepPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Deal an experiment's blocks to shards of about the same cost.",
    usage: """
      cluster-bandit sweep plan my-study.yaml --shards 20 --output sweep
      cluster-bandit sweep plan study.yaml --shards 20 --jobs 4 --output sweep
      """,
    discussion: """
      DIR gets sweep.json, the plan, which is never changed, and sweep.sbatch, a script for Slurm, \
      which is yours to edit. Exit status: 0 fine, 2 it does not fit in memory, 64 something is \
      wrong with the input, 74 it could not be written.
      """)

  @Argument(help: "An experiment's file, '-' for standard input, or the name of a shipped one.")
  var file: String

  @OptionGroup var changed: OverrideOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many shards: minutes of work each are a good size.", valueName: "n"),
    transform: readWholeNumber)
  var shards: Int

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder of the sweep.", valueName: "dir"))
  var output: String

  @Option(
    parsing: .unconditional,
    help: "Workers of a shard: what the script for Slurm asks for. Results do not depend on it.",
    transform: readWholeNumber)
  var jobs = 1

  @OptionGroup var keeping: KeepingOptions
  @OptionGroup var shipped: ShippedOptions

  func validate() throws {
    try require(shards, in: 1...1_000_000, "--shards")
    try require(jobs, in: 1...4096, "--jobs")
    guard !output.allSatisfy(\.isWhitespace) else {
      throw ValidationError("--output is empty: give a folder.")
    }
  }

  func run() throws {
    let experiments = try shipped.read([file], changed.overrides)
    guard let experiment = experiments.first else { return }
    let seconds: [Double]
    do throws(InsufficientMemory) {
      seconds = try DurationEstimate.secondsOfReplications(experiment)
    } catch {
      note("error: \(experiment.plan.name): \(error)")
      throw ExitStatus.runFailed
    }
    let source = file == "-" ? "." : PlanReader.folder(of: shipped.path(file)).path
    let sweep = SweepPlan(
      experiment, kept: keeping.kept, shards: shards, seconds: seconds, workers: jobs,
      dataFolder: URL(fileURLWithPath: shipped.dataFolder ?? source).path)
    do {
      let script = SlurmScript(sweep, program: OpenedSweep.program).text
      let (folder, isOld) = try SweepFolder.make(output, sweep, script: script)
      try emit(summary(folder, isOld))
    } catch let failure as StorageFailure {
      throw exitStatus(of: failure)
    }
  }

  private func summary(_ folder: SweepFolder, _ isOld: Bool) -> String {
    let sweep = folder.sweep
    let blocks = counted(sweep.blockCount, "block")
    var lines = [
      "\(folder.path): \(blocks) of \(BlockID.size) replications in "
        + counted(sweep.shardCount, "shard") + (isOld ? ", planned before" : ""),
      "the longest takes about \(duration(sweep.longestSeconds)) with "
        + counted(sweep.workers, "worker") + " like this machine's",
    ]
    if sweep.shardCount < shards { lines.append("there are no more shards than blocks") }
    lines.append(
      "next: \(folder.command("submit")), with --engine slurm on a cluster")
    return lines.joined(separator: "\n")
  }
}
