import BanditExperiments
import BanditStorage

/// A run whose result is saved: block by block while it goes on, and at its end in every format.
struct SavingRun {
  let folder: ResultFolder
  /// The folder's path.
  let path: String
  let running: RunningOptions
  let kept: KeptValues
  let mode: ResultOpening.Mode

  /// Opens the file of an experiment's result, before anything is run.
  func open(_ experiment: Experiment) throws -> ResultOpening.Outcome {
    do throws(StorageFailure) {
      let place = ResultPlace(
        folder: path, name: folder.name(of: experiment.plan), mayReplace: mode == .force)
      var opening = ResultOpening(experiment, manifest(experiment), place, kept: kept, mode: mode)
      let outcome = try opening.open()
      if !running.quiet { for line in opening.notes { note("note: \(line)") } }
      return outcome
    } catch {
      throw exitStatus(of: error)
    }
  }

  /// Runs an experiment and saves what comes out.
  ///
  /// - Returns: what is complete, and why it is not saved, if it is not.
  func run(
    _ experiment: Experiment, _ outcome: ResultOpening.Outcome
  ) throws -> (result: ResultSet, failure: (any Error)?) {
    switch outcome {
    case .finished(let result):
      if !running.quiet { note("\(experiment.plan.name): all of it was there already") }
      return (result, save(result, nil))
    case .unfinished(let file):
      do {
        return try fill(file, experiment)
      } catch let failure as StorageFailure {
        throw exitStatus(of: failure)
      }
    }
  }

  /// The manifest knows of BLAS what it is set to.
  private func manifest(_ experiment: Experiment) -> Manifest {
    running.blas.apply()
    return Manifest(experiment, running.blas.threads)
  }

  private func fill(
    _ file: UnfinishedResult, _ experiment: Experiment
  ) throws -> (result: ResultSet, failure: (any Error)?) {
    defer { try? file.close() }
    var failure: (any Error)?
    do {
      try running.run(experiment, into: file, kept: kept)
    } catch let refusal as StorageFailure {
      // What it took before is still printed.
      failure = exitStatus(of: refusal)
    }
    let result = try file.soFar(experiment, manifest(experiment))
    guard failure == nil else { return (result, failure) }
    do throws(StorageFailure) {
      return (result, save(result, try file.finish(result, experiment)))
    } catch {
      return (result, exitStatus(of: error))
    }
  }

  /// Writes the other formats.
  private func save(_ result: ResultSet, _ stored: String?) -> (any Error)? {
    guard !result.cells.isEmpty else { return nil }
    do {
      let paths = [stored].compactMap(\.self) + (try folder.save(result))
      if !running.quiet {
        note("saved \(paths.joined(separator: ", "))")
        if result.isPartial { note("the same command with --resume plays what is missing") }
      }
      return nil
    } catch {
      note("error: \(error)")
      return ExitStatus.cannotWrite
    }
  }
}
