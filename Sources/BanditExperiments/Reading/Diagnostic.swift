/// A place in a file that a user wrote.
public struct SourcePosition: Sendable, Hashable {
  /// The file as the user named it.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column in Unicode scalars, from 1.
  public let column: Int

  /// Creates a position.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

/// Something wrong with a user's input: where, what, and how to mend it.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
  /// Where it is.
  public let position: SourcePosition
  /// What is wrong.
  public let message: String
  /// The keys that lead there, or empty for the whole file.
  public let keyPath: String
  /// How to mend it.
  public let hint: String

  /// Creates a diagnostic.
  public init(_ position: SourcePosition, _ message: String, at keyPath: String, hint: String) {
    self.position = position
    self.message = message
    self.keyPath = keyPath
    self.hint = hint
  }

  /// `file:line:column: error: message at 'key.path'; hint`; what concerns the whole file has no
  /// key path.
  public var description: String {
    let place = "\(position.file):\(position.line):\(position.column)"
    let path = keyPath.isEmpty ? "" : " at '\(keyPath.shown(atMost: 200))'"
    return "\(place): error: \(message)\(path); \(hint.shown(atMost: 1000))"
  }
}

/// Everything that is wrong with one input, in the order of the file.
public struct InvalidInput: Error, Sendable, CustomStringConvertible {
  /// The diagnostics, at least one.
  public let diagnostics: [Diagnostic]

  /// Creates the error; a message is kept once at each place, a key in a line or else a position,
  /// with its first hint: what is wrong with a swept key is not told again for each value.
  public init(_ diagnostics: [Diagnostic]) {
    struct Told: Hashable {
      let file: String
      let line: Int
      let column: Int?
      let message: String
      let keyPath: String
    }
    var seen: Set<Told> = []
    self.diagnostics =
      diagnostics
      .filter {
        let told = Told(
          file: $0.position.file, line: $0.position.line,
          column: $0.keyPath.isEmpty ? $0.position.column : nil, message: $0.message,
          keyPath: $0.keyPath)
        return seen.insert(told).inserted
      }
      .enumerated()
      .sorted {
        ($0.element.position.file, $0.element.position.line, $0.element.position.column, $0.offset)
          < (
            $1.element.position.file, $1.element.position.line, $1.element.position.column,
            $1.offset
          )
      }
      .map(\.element)
  }

  /// The characters of a hint that is worth telling only once.
  private static let longHint = 100
  /// The most lines that one report prints.
  static let printed = 50

  /// One line for each diagnostic; a very long list is cut and says so.
  public var description: String {
    var told: Set<String> = []
    return description(besides: &told)
  }

  /// The description where others were printed before it: a long hint, such as a list of all kinds,
  /// is told once.
  package func description(besides told: inout Set<String>) -> String {
    let lines = diagnostics.prefix(InvalidInput.printed).map { diagnostic in
      guard diagnostic.hint.count > InvalidInput.longHint,
        !told.insert(diagnostic.hint).inserted
      else { return diagnostic.description }
      return Diagnostic(
        diagnostic.position, diagnostic.message, at: diagnostic.keyPath, hint: "see the list above"
      ).description
    }
    let rest = diagnostics.count - lines.count
    return (lines + (rest > 0 ? ["… and \(rest) more errors"] : [])).joined(separator: "\n")
  }
}

extension String {
  /// The text in single quotes, shortened and printable, for a message.
  var quoted: String { "'\(shown(atMost: 60))'" }

  /// At most `limit` scalars of the text, printable.
  func shown(atMost limit: Int) -> String {
    let shown = String(String.UnicodeScalarView(unicodeScalars.prefix(limit))).printable
    return unicodeScalars.count > limit ? shown + "…" : shown
  }
}
