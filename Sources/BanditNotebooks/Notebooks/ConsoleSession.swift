/// A `console` fence: commands and what they are expected to print.
public struct ConsoleSession: Sendable, Hashable {
  /// What the comment above says.
  public let labels: FenceLabels
  /// The commands in the order in which they run.
  public let commands: [ConsoleCommand]
  /// The lines from the opening to the closing fence, as positions in the file from 0.
  public let lines: Range<Int>

  let fence: CodeFence
}
