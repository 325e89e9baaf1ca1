/// A command of a session and where its output is expected.
public struct ConsoleCommand: Sendable, Hashable {
  /// What the shell is given: the lines without their `$ ` and `> `.
  public let text: String
  /// The lines of the command, as positions in the file from 0.
  public let lines: Range<Int>
  /// The lines of the expected output, as positions in the file from 0.
  public let output: Range<Int>
  /// The column of the `$`, from 1.
  public let column: Int
}
