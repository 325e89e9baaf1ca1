import ArgumentParser
import BanditExperiments
import BanditStorage
import Foundation

/// The folder of a sweep with what is played, or everything that is wrong with it is printed.
struct OpenedSweep {
  let folder: SweepFolder
  let experiment: Experiment

  init(_ path: String, _ shipped: ShippedOptions) throws {
    folder = try OpenedSweep.folder(path)
    let sweep = folder.sweep
    // Data files may have been copied to where the shards are played.
    let here = URL(fileURLWithPath: path, isDirectory: true)
    let source = URL(fileURLWithPath: sweep.dataFolder, isDirectory: true)
    do throws(InvalidInput) {
      experiment = try shipped.experiment(
        of: sweep.plan, madeBy: sweep.manifest, beside: here, or: [source])
    } catch {
      note("\(error)")
      throw ExitStatus.invalidInput
    }
  }

  /// The folder alone.
  static func folder(_ path: String) throws -> SweepFolder {
    do throws(StorageFailure) {
      return try SweepFolder.read(path)
    } catch {
      throw exitStatus(of: error)
    }
  }

  /// What lies in a folder.
  static func inspection(
    _ folder: SweepFolder, isVerifying: Bool = false
  ) throws -> SweepInspection {
    do throws(StorageFailure) {
      return try SweepInspection(folder, isVerifying: isVerifying)
    } catch {
      throw exitStatus(of: error)
    }
  }

  /// The path of this program.
  static var program: String {
    (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])).path
  }

  /// Plays a shard, as far as it is not there.
  func play(_ shard: Int, _ running: RunningOptions) throws {
    do {
      try fill(shard, running)
    } catch let failure as StorageFailure {
      throw exitStatus(of: failure)
    }
    try ExitStatus.throwIfInterrupted()
  }

  private func fill(_ shard: Int, _ running: RunningOptions) throws {
    let name = "\(experiment.plan.name) shard \(shard)"
    running.blas.apply()
    var opening = ShardOpening(
      folder, shard: shard, experiment, Manifest(experiment, running.blas.threads))
    let outcome = try opening.open()
    if !running.quiet { for line in opening.notes { note("note: \(line)") } }
    guard case .unfinished(let sink) = outcome else {
      if !running.quiet { note("\(name): all of it was there already") }
      return
    }
    let blocks = folder.sweep.blocks(of: shard)
    let played = Result {
      try running.run(
        experiment, named: name, only: blocks, into: sink, kept: folder.sweep.kept)
    }
    // What came before a failure is kept.
    let count = try sink.finish()
    try played.get()
    if count < blocks.count {
      note(
        "\(name): \(grouped(count)) of \(grouped(blocks.count)) blocks are kept; the same "
          + "command goes on from there")
    } else if !running.quiet {
      note("\(name): \(counted(count, "block")), done")
    }
  }
}

/// Prints a failure.
///
/// - Returns: the exit status that it means.
func exitStatus(of failure: StorageFailure) -> ExitCode {
  guard failure.kind == .removed else {
    note("error: \(failure)")
    return failure.kind == .unwritable ? ExitStatus.cannotWrite : ExitStatus.invalidInput
  }
  // Nothing is left that could be in the way.
  let again = ShellCommand(["cluster-bandit"] + CommandLine.arguments.dropFirst())
  note("error: \(failure), with \(again)")
  return ExitStatus.cannotWrite
}
