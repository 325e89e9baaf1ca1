/// A fence whose content is written to a file before the commands below it run.
public struct FileFence: Sendable, Hashable {
  /// Where it is written, relative to the folder in which the commands run.
  public let file: String
  /// What is written, with a newline at the end of every line.
  public let content: String
  /// The lines from the opening to the closing fence, as positions in the file from 0.
  public let lines: Range<Int>
}
