import ArgumentParser
import BanditExperiments
import BanditStorage

/// `sweep submit`: the shards that are missing.
struct SweepSubmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Play the missing shards of a sweep, here or as an array job of Slurm.",
    usage: """
      cluster-bandit sweep submit sweep
      cluster-bandit sweep submit sweep --engine slurm -- --partition=long
      """,
    discussion: """
      Every file is verified first: a shard that is damaged or of another plan is missing too. \
      With 'local' shards are played one after the other, each with all workers. With 'slurm' the \
      script DIR/sweep.sbatch is handed to sbatch, and the number of the job is printed; the \
      folder must be on a file system that the nodes share. Of more shards than Slurm's \
      MaxArraySize several jobs are made. Shards that wait in Slurm's queue are missing: submit \
      again when the job has ended.

      Exit status: 0 played or submitted, 1 nothing that is missing can be played, 2 a run failed, \
      64 something is wrong with the input or sbatch refused, 74 a shard could not be written, 130 \
      it was interrupted.
      """)

  /// Who plays the shards.
  enum EngineName: String, CaseIterable, ExpressibleByArgument {
    case local, slurm
  }

  @Argument(help: "The folder of the sweep.")
  var folder: String

  @Option(help: "'local' for this machine, or 'slurm'.")
  var engine = EngineName.local

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("Behind '--': more options of sbatch.", valueName: "sbatch-options"))
  var sbatch: [String] = []

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws {
    if engine == .local, !sbatch.isEmpty {
      throw ValidationError("options of sbatch are for --engine slurm.")
    }
    if engine == .slurm, shipped.dataFolder != nil {
      throw ValidationError(
        "--data is for --engine local: a node looks for data files in the folder of the sweep, so "
          + "copy them there.")
    }
    if engine == .slurm, running.jobs != nil {
      throw ValidationError(
        "--jobs is for --engine local: the script asks for workers, see 'sweep plan --jobs'.")
    }
  }

  func run() throws {
    let sweep = try OpenedSweep(folder, shipped)
    let inspection = try OpenedSweep.inspection(sweep.folder, isVerifying: true)
    if !running.quiet {
      for line in inspection.notes + inspection.refusals.map(\.description) {
        note("note: \(line)")
      }
    }
    guard !inspection.missing.isEmpty else {
      if inspection.isComplete || inspection.states.contains(where: \.isRunning) {
        if !running.quiet { note("\(sweep.experiment.plan.name): no shard is missing") }
        return
      }
      if running.quiet { for refusal in inspection.refusals { note("error: \(refusal)") } }
      throw ExitStatus.checkMissed
    }
    if engine == .local {
      warnOfDebugBuild(unless: running.quiet)
      for shard in inspection.missing { try sweep.play(shard, running) }
      return
    }
    do {
      try submit(inspection.missing, of: sweep.folder)
    } catch let failure as StorageFailure {
      throw exitStatus(of: failure)
    }
  }

  /// Hands shards to Slurm and prints the numbers of the jobs.
  private func submit(_ missing: [Int], of folder: SweepFolder) throws {
    let array = SlurmArray(folder, missing, options: sbatch)
    try array.check()
    let jobs = array.jobs
    if !running.quiet, jobs.count > 1, let limit = array.limit {
      note(
        "the numbers of tasks end at \(limit - 1) here (MaxArraySize): "
          + "\(counted(missing.count, "shard")) are \(jobs.count) jobs")
    }
    for (place, job) in jobs.enumerated() {
      let number = try array.submit(job)
      if !running.quiet {
        let more = place == jobs.count - 1 ? "; \(folder.command("watch")) looks on" : ""
        note("\(ArraySpecification(job).shardsAre) submitted\(more)")
      }
      try emit(number)
    }
  }
}
