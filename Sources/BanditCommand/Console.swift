import ArgumentParser
import BanditExperiments
import Foundation

/// What the program's exit says; see the help of the command.
enum ExitStatus {
  static let checkMissed = ExitCode(1)
  static let runFailed = ExitCode(2)
  static let invalidInput = ExitCode(64)
  static let cannotWrite = ExitCode(74)

  /// Ends the command as an interrupted one if ^C was pressed.
  static func throwIfInterrupted() throws {
    if let status = Interruption.status { throw ExitCode(status) }
  }
}

/// All of standard input.
func standardInput() -> Data { (try? FileHandle.standardInput.readToEnd()) ?? Data() }

/// A line on standard error; a closed one is no reason to fail.
func note(_ text: String, terminator: String = "\n") {
  try? FileHandle.standardError.write(contentsOf: Data((text + terminator).utf8))
}

/// Text on standard output: a full disk must not pass for success.
func emit(_ text: String, terminator: String = "\n") throws {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data((text + terminator).utf8))
  } catch {
    note("error: cannot write to standard output: \((error as NSError).localizedDescription)")
    throw ExitStatus.cannotWrite
  }
}

/// Debug builds are for tests; whoever times one should know.
func warnOfDebugBuild(unless isQuiet: Bool = false) {
  #if DEBUG
    if isQuiet { return }
    note(
      "note: this is a debug build, many times slower than a release build; "
        + "use 'swift run -c release cluster-bandit'")
  #endif
}
