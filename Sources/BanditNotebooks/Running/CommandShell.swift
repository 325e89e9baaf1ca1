/// Something that runs the commands of a notebook.
public protocol CommandShell: Sendable {
  /// Runs one command to its end or until its time is over.
  ///
  /// - Throws: `CancellationError` when the whole check shall end, `ShellFailure` if the command
  ///   cannot be started.
  func run(_ request: CommandRequest) throws -> CommandOutcome
}

/// A command could not be started.
public struct ShellFailure: Error, Sendable, CustomStringConvertible {
  /// Why.
  public let description: String

  /// Creates a failure.
  public init(_ description: String) { self.description = description }
}
