import ArgumentParser
import BanditExperiments
import Foundation

/// How experiments are run.
struct RunningOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Workers; by default one for each core. Results do not depend on it.")
  var jobs: Int?

  @OptionGroup var blas: BLASOptions

  @Flag(help: "No progress and no notes on standard error.")
  var quiet = false

  func validate() throws { try require(jobs, in: 1...4096, "--jobs") }

  /// Runs an experiment with progress; ^C ends it early with what is complete.
  func run(_ experiment: Experiment, keepsRuns: Bool = false) throws -> ResultSet {
    blas.apply()
    let control = RunControl()
    let progress = quiet ? nil : ProgressReport(experiment.plan.name, control)
    defer { progress?.end() }
    do {
      return try Interruption.cancelling(control) {
        try experiment.run(
          jobs: jobs, blasThreads: blas.threads, keepsRuns: keepsRuns, control: control)
      }
    } catch {
      progress?.end()
      note("error: \(experiment.plan.name): \(error)")
      throw ExitStatus.runFailed
    }
  }
}
