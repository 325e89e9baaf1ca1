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

/// Whether standard output was closed when the program began.
private let isOutputClosed = {
  let isClosed = fcntl(STDOUT_FILENO, F_GETFD) == -1
  // Whatever is opened next would take the free number, and be written to.
  for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
  where fcntl(descriptor, F_GETFD) == -1 {
    _ = open("/dev/null", O_RDWR)
  }
  return isClosed
}()

/// Notes which of the standard streams are closed, before anything is opened.
func noteClosedStreams() { _ = isOutputClosed }

/// Text on standard output: a full disk must not pass for success.
func emit(_ text: String, terminator: String = "\n") throws {
  if isOutputClosed {
    note("error: cannot write to standard output: it is closed")
    throw ExitStatus.cannotWrite
  }
  var bytes = Array((text + terminator).utf8)[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    if written >= 0 {
      bytes = bytes.dropFirst(written)
      continue
    }
    let reason = errno
    if reason == EINTR { continue }
    note("error: cannot write to standard output: \(systemReason(reason))")
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
