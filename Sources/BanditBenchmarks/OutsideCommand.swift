import Foundation

/// A command of somebody else's that is timed beside a case.
package struct OutsideCommand: Sendable {
  /// The words of a shell.
  package let line: String

  package init(_ line: String) { self.line = line }

  /// Runs it once with its output thrown away.
  ///
  /// - Returns: The seconds of CPU that it and its children used.
  package func seconds() throws(OutsideCommandFailure) -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let before = BenchmarkClock.childrenSeconds()
    do {
      try process.run()
    } catch {
      throw OutsideCommandFailure(line: line, reason: "\(error.localizedDescription)")
    }
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let how = process.terminationReason == .exit ? "exit status" : "signal"
      throw OutsideCommandFailure(
        line: line, reason: "it ended with \(how) \(process.terminationStatus)")
    }
    return BenchmarkClock.childrenSeconds() - before
  }
}

/// A command could not be run to a good end.
package struct OutsideCommandFailure: Error, CustomStringConvertible {
  let line: String
  let reason: String

  package var description: String { "the command '\(line)' failed: \(reason)" }
}
