/// A command and its surroundings.
public struct CommandRequest: Sendable, Hashable {
  /// The words of the shell.
  public let command: String
  /// The folder in which it runs.
  public let folder: String
  /// All its environment; nothing is inherited.
  public let environment: [String: String]
  /// How long it may take, in seconds.
  public let timeout: Double

  /// Creates a request.
  public init(command: String, folder: String, environment: [String: String], timeout: Double) {
    self.command = command
    self.folder = folder
    self.environment = environment
    self.timeout = timeout
  }
}
