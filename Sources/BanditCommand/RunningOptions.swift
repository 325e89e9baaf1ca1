import ArgumentParser
import BanditExperiments
import BanditStorage
import Foundation

/// How experiments are run.
struct RunningOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Workers; by default one for each core. Results do not depend on it.",
    transform: readWholeNumber)
  var jobs: Int?

  @OptionGroup var blas: BLASOptions

  @Flag(help: "No progress and no notes on standard error.")
  var quiet = false

  func validate() throws { try require(jobs, in: 1...4096, "--jobs") }

  /// Runs an experiment with progress; ^C ends it early with what is complete.
  ///
  /// - Parameter precision: if there is one, the run ends when it is reached.
  func run(
    _ experiment: Experiment, kept: KeptValues = KeptValues(), to precision: Precision? = nil
  ) throws -> ResultSet {
    if let precision {
      return try playing(experiment, named: experiment.plan.name) { control in
        try experiment.run(
          to: precision, jobs: jobs, blasThreads: blas.threads, kept: kept, control: control)
      }
    }
    return try playing(experiment) { control in
      try experiment.run(
        jobs: jobs, blasThreads: blas.threads, kept: kept, control: control)
    }
  }

  /// Plays what a file lacks of an experiment's blocks, with progress.
  ///
  /// - Parameter name: of a part of the experiment; nil stands for all of it.
  /// - Throws: ``StorageFailure`` if the file takes no more; what it has is safe.
  func run(
    _ experiment: Experiment, named name: String? = nil, into file: UnfinishedResult,
    kept: KeptValues
  ) throws {
    try playing(experiment, named: name, without: file.have()) { control in
      var engine = Engine(jobs: jobs)
      engine.keepsCurves = kept.runs
      engine.keepsFinals = kept.finals
      try engine.run(experiment, sink: file, control: control)
    }
  }

  /// Plays some blocks of an experiment, as far as a sink lacks them, with progress.
  ///
  /// - Throws: ``StorageFailure`` if the sink takes no more; what it has is safe.
  func run(
    _ experiment: Experiment, named name: String, only blocks: [BlockID], into sink: ShardSink,
    kept: KeptValues
  ) throws {
    try playing(experiment, named: name) { control in
      var engine = Engine(jobs: jobs)
      engine.keepsCurves = kept.runs
      engine.keepsFinals = false
      try engine.run(experiment, only: blocks, sink: sink, control: control)
    }
  }

  /// - Parameters:
  ///   - name: of a part of the experiment; nil stands for all of it.
  ///   - present: blocks that are not played again.
  private func playing<Outcome>(
    _ experiment: Experiment, named name: String? = nil, without present: Set<BlockID> = [],
    _ body: (RunControl) throws -> Outcome
  ) throws -> Outcome {
    blas.apply()
    if !quiet, name == nil { announce(experiment, without: present) }
    let control = RunControl()
    let progress = quiet ? nil : ProgressReport(name ?? experiment.plan.name, control)
    defer { progress?.end() }
    do {
      return try Interruption.cancelling(control) { try body(control) }
    } catch let failure as StorageFailure {
      throw failure
    } catch {
      progress?.end()
      note("error: \(experiment.plan.name): \(error)")
      throw ExitStatus.runFailed
    }
  }

  /// Workers, as asked for or one for each core.
  var workers: Int { jobs ?? RunningOptions.defaultWorkers }

  /// One worker for each core.
  static var defaultWorkers: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Says how long a run will take, if that is long.
  private func announce(_ experiment: Experiment, without present: Set<BlockID>) {
    let plan = experiment.plan
    let left = plan.pulls - present.reduce(0) { $0 + plan.pulls(of: $1) }
    // So few pulls are done before an estimate is.
    guard left > 1e6 else { return }
    // What does not fit in memory is told when it is run.
    guard let all = try? DurationEstimate.seconds(experiment, jobs: workers) else { return }
    let seconds = all * left / plan.pulls
    guard seconds > 60 else { return }
    func count(_ pulls: Double) -> String { grouped(Int(min(pulls, 9e15))) }
    let cores = "\(workers) \(workers == 1 ? "worker" : "workers")"
    note(
      "\(plan.name): \(count(left))\(present.isEmpty ? "" : " of \(count(plan.pulls))") pulls, about "
        + "\(duration(seconds)) with \(cores)")
  }
}
