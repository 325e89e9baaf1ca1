import Foundation
import Synchronization

/// An array job of Slurm that plays shards.
package struct SlurmArray {
  private let folder: SweepFolder
  private let shards: ArraySpecification
  private let options: [String]

  /// The job of some shards.
  ///
  /// - Parameter options: more options of `sbatch`; they win over those of the script.
  package init(_ folder: SweepFolder, _ shards: ArraySpecification, options: [String]) {
    self.folder = folder
    self.shards = shards
    self.options = options
  }

  /// The arguments of `sbatch`.
  var arguments: [String] {
    ["--parsable", "--chdir=\(folder.path)", "--array=\(shards)"] + options + [folder.script]
  }

  /// Submits it.
  ///
  /// - Returns: the number of the job.
  package func submit() throws(StorageFailure) -> String {
    let (output, pipe) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sbatch"] + arguments
    process.standardOutput = output
    process.standardError = pipe
    do {
      try process.run()
    } catch {
      throw failure("sbatch cannot be run: \(error)")
    }
    // Both at once: whoever fills one pipe waits until somebody reads it.
    let messages = Mutex("")
    let reading = DispatchGroup()
    DispatchQueue.global().async(group: reading) {
      let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
      messages.withLock { $0 = String(decoding: bytes, as: UTF8.self) }
    }
    let printed = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    reading.wait()
    process.waitUntilExit()
    let errors = messages.withLock { $0 }
    guard process.terminationStatus == 0, process.terminationReason == .exit else {
      if process.terminationStatus == 127 { throw failure("there is no program sbatch here") }
      let reason = errors.split(whereSeparator: \.isNewline).joined(separator: "; ")
      throw failure(reason.isEmpty ? "sbatch ended with \(process.terminationStatus)" : reason)
    }
    // With several clusters the name of one follows the number.
    return printed.trimmingCharacters(in: .whitespacesAndNewlines)
      .split(separator: ";").first.map(String.init) ?? ""
  }

  private func failure(_ reason: String) -> StorageFailure {
    StorageFailure(
      kind: .refused, file: folder.script, reason: reason,
      hint: "edit the script or give options of sbatch behind '--'; --engine local needs no Slurm")
  }
}
