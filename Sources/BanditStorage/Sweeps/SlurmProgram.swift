import Foundation
import Synchronization

/// A program of Slurm that is run to its end.
enum SlurmProgram {
  /// What it left.
  struct Outcome {
    /// The exit status; 127 if there is no such program.
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs a program, which is looked for as a shell does, with its arguments.
  static func run(_ words: [String]) throws -> Outcome {
    let (output, errors) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Both at once: whoever fills one pipe waits until somebody reads it.
    let messages = Mutex("")
    let reading = DispatchGroup()
    DispatchQueue.global().async(group: reading) {
      let bytes = errors.fileHandleForReading.readDataToEndOfFile()
      messages.withLock { $0 = String(decoding: bytes, as: UTF8.self) }
    }
    let printed = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    reading.wait()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: process.terminationStatus + (isSignal ? 128 : 0), output: printed,
      errors: messages.withLock { $0 })
  }
}
