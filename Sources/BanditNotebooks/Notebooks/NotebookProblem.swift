/// Something wrong with a notebook: where, what, and how to mend it.
public struct NotebookProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file as the user named it.
  public let path: String
  /// The line, from 1.
  public let line: Int
  /// The column in Unicode scalars, from 1.
  public let column: Int
  /// What is wrong.
  public let message: String
  /// How to mend it.
  public let hint: String

  /// Creates a problem.
  public init(path: String, line: Int, column: Int = 1, _ message: String, hint: String) {
    self.path = path
    self.line = line
    self.column = column
    self.message = message
    self.hint = hint
  }

  /// `file:line:column: error: message; hint`.
  public var description: String { "\(path):\(line):\(column): error: \(message); \(hint)" }
}

extension String {
  /// At most 60 scalars of the text in single quotes, control characters replaced, for a message.
  var quoted: String {
    let shown = unicodeScalars.prefix(60).map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
    }
    return "'\(shown.joined())\(unicodeScalars.count > 60 ? "…" : "")'"
  }
}
