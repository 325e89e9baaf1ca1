import ArgumentParser
import BanditExperiments

/// The threads of BLAS.
struct BLASOptions: ParsableArguments {
  @Option(
    name: .customLong("blas-threads"), parsing: .unconditional,
    help: ArgumentHelp(
      "Threads of each BLAS operation: a number, or 'environment' for OPENBLAS_NUM_THREADS.",
      discussion: "More than one takes cores from the workers and may change last bits.",
      valueName: "n"),
    transform: readThreads)
  var threads = BLASThreadSource.count(1)

  func validate() throws {
    if let problem = threads.problem {
      throw ValidationError(
        "--blas-threads environment: \(problem); set it to a whole number from "
          + "\(grouped(BLASThreadSource.range.lowerBound)) to "
          + "\(grouped(BLASThreadSource.range.upperBound)), or give the number itself.")
    }
  }

  /// Sets the threads; before anything is run.
  func apply() { threads.apply() }
}
