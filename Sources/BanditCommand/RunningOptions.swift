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

  /// Runs an experiment with progress on a terminal.
  func run(_ experiment: Experiment) throws -> ExperimentResult {
    blas.apply()
    let line = !quiet && isatty(2) == 1 ? ProgressLine(experiment.name) : nil
    let runner: ExperimentRunner
    if let line {
      runner = ExperimentRunner(jobs: jobs, blasThreads: blas.threads) { done, total in
        line.update(done, total)
      }
    } else {
      runner = ExperimentRunner(jobs: jobs, blasThreads: blas.threads)
    }
    defer { line?.clear() }
    do {
      return try runner.run(experiment)
    } catch {
      line?.clear()
      note("error: \(experiment.name): \(error)")
      throw ExitStatus.runFailed
    }
  }
}
