import Foundation

/// Runs each command with `bash -c` in a process group of its own, of which nothing is left.
public struct BashShell: CommandShell {
  /// How many bytes of output are kept.
  public static let largestOutput = 1_000_000
  /// How many seconds processes have between being asked to end and being ended.
  static let grace = 2.0

  private let isCancelled: @Sendable () -> Bool

  /// Creates a shell.
  ///
  /// - Parameter isCancelled: Looked at several times a second; `true` stops the running command.
  public init(isCancelled: @escaping @Sendable () -> Bool = { false }) {
    self.isCancelled = isCancelled
  }

  /// Runs one command; a timeout ends its whole group with SIGTERM and, two seconds later, SIGKILL.
  public func run(_ request: CommandRequest) throws -> CommandOutcome {
    if isCancelled() { throw CancellationError() }
    let clock = ContinuousClock()
    let process = try ShellProcess(request)
    var deadline = clock.now + .seconds(request.timeout)
    var bytes: [UInt8] = []
    var isCut = false
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var isAtEnd = false
    var isCancelled = false
    var isStopping = false
    var hasEnded = false
    while true {
      if isAtEnd {
        Thread.sleep(forTimeInterval: 0.002)
      } else if let count = process.read(into: &buffer, milliseconds: 20) {
        isAtEnd = count == 0
        isCut = isCut || bytes.count + count > BashShell.largestOutput
        bytes += buffer.prefix(min(count, BashShell.largestOutput - bytes.count))
      }
      let isLate = clock.now >= deadline
      if !hasEnded, process.hasEnded, !isStopping || isAtEnd || isLate {
        // What the command left in the background ends with it; what it printed is still read.
        hasEnded = true
        process.signal(SIGKILL)
        deadline = clock.now + .seconds(1)
      }
      if hasEnded, isAtEnd || clock.now >= deadline { break }
      if !hasEnded, isStopping, isLate { process.signal(SIGKILL) }
      if !hasEnded, !isStopping, isLate || self.isCancelled() {
        isCancelled = !isLate
        isStopping = true
        process.signal(SIGTERM)
        deadline = clock.now + .seconds(BashShell.grace)
      }
    }
    let status = process.close()
    if isCancelled { throw CancellationError() }
    return CommandOutcome(
      bytes: bytes, isCut: isCut, ending: isStopping ? .timedOut : .exited(status))
  }
}
