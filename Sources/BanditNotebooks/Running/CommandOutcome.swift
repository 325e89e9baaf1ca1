/// What a command printed and how it ended.
public struct CommandOutcome: Sendable, Hashable {
  /// How a command ended.
  public enum Ending: Sendable, Hashable {
    /// By itself with a status; 128 and the signal's number for one that a signal ended.
    case exited(Int)
    /// It was stopped because its time was over.
    case timedOut
  }

  /// Standard output and standard error in the order in which they came.
  public let bytes: [UInt8]
  /// Whether it printed more than is kept.
  public let isCut: Bool
  /// How it ended.
  public let ending: Ending

  /// Creates an outcome.
  public init(bytes: [UInt8], isCut: Bool = false, ending: Ending) {
    self.bytes = bytes
    self.isCut = isCut
    self.ending = ending
  }

  /// The lines as a notebook shows them.
  ///
  /// What is no UTF-8 and control characters other than tabs become U+FFFD, and carriage returns
  /// before newlines vanish: a Markdown file cannot hold them.
  var lines: [String] {
    var kept = bytes[...]
    if isCut, let newline = kept.lastIndex(of: 0x0A) { kept = kept[...newline] }
    if kept.last == 0x0A { kept.removeLast() }
    var lines =
      bytes.isEmpty
      ? []
      : kept.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
        CommandOutcome.text(of: line.last == 0x0D ? line.dropLast() : line)
      }
    if isCut { lines.append("[the output is cut after \(bytes.count) bytes]") }
    return lines
  }

  private static func text(of line: ArraySlice<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control && scalar != "\t"
      text.append(isControl ? "\u{FFFD}" : scalar)
    }
    return String(text)
  }
}
