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

  /// The replications at which an experiment is looked at first: those that are there already are
  /// not looked at again.
  func firstLook(_ experiment: Experiment, _ precision: Precision) -> Int {
    guard mode == .resume else { return precision.firstLook }
    let place = ResultPlace(folder: path, name: folder.name(of: experiment.plan))
    return place.replications(of: experiment.plan) ?? precision.firstLook
  }

  /// Runs an experiment and saves what comes out.
  ///
  /// - Parameters:
  ///   - experiment: all of it; the outcome is of the first look if there is a precision.
  ///   - precision: if there is one, the run ends when it is reached.
  /// - Returns: what is complete, and why it is not saved, if it is not.
  func run(
    _ experiment: Experiment, _ outcome: ResultOpening.Outcome, to precision: Precision? = nil
  ) throws -> (result: ResultSet, failure: (any Error)?) {
    switch outcome {
    case .finished(let result):
      guard case .unfinished(_, let next) = precision?.verdict(on: result) else {
        if !running.quiet { note("\(experiment.plan.name): all of it was there already") }
        return (result, save(result, nil))
      }
      let more = SavingRun(
        folder: folder, path: path, running: running, kept: kept, mode: .resume)
      return try more.run(experiment, more.open(experiment.played(next)), to: precision)
    case .unfinished(let file):
      do {
        return try fill(file, experiment, to: precision)
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
    _ first: UnfinishedResult, _ experiment: Experiment, to precision: Precision?
  ) throws -> (result: ResultSet, failure: (any Error)?) {
    var file = first
    defer { try? file.close() }
    while true {
      let part = precision == nil ? experiment : experiment.played(file.replications)
      var failure: (any Error)?
      do {
        try running.run(
          part, named: precision.map { _ in part.plan.name }, into: file, kept: kept)
      } catch let refusal as StorageFailure {
        // What it took before is still printed.
        failure = exitStatus(of: refusal)
      }
      let result = try file.soFar(part, manifest(part))
      guard failure == nil else { return (result, failure) }
      if !result.isPartial, case .unfinished(_, let next) = precision?.verdict(on: result) {
        let more = experiment.played(next)
        file = try file.extended(to: more, manifest(more))
        continue
      }
      do throws(StorageFailure) {
        return (result, save(result, try file.finish(result, part)))
      } catch {
        return (result, exitStatus(of: error))
      }
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
