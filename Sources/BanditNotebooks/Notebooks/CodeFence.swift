/// The opening line of a fenced block of code.
struct CodeFence: Sendable, Hashable {
  /// The sign that the fence is made of, a backtick or a tilde.
  let marker: Unicode.Scalar
  /// How many of them there are, at least three.
  let length: Int
  /// The spaces before them.
  let indentation: Int
  /// What stands behind them.
  let information: String

  /// The first word of the information.
  var language: String {
    String(information.prefix { !$0.isWhitespace })
  }

  /// Reads an opening line, or gives nothing for another line.
  init?(opening line: String) {
    guard let run = CodeFence.run(in: line) else { return nil }
    let rest = line.dropping(run.indentation + run.length)
    // A backtick behind the run makes it a span of code in a paragraph.
    guard run.marker == "~" || !rest.unicodeScalars.contains("`") else { return nil }
    (marker, length, indentation) = run
    information = rest.trimmed
  }

  /// Whether a line closes the block.
  func isClosed(by line: String) -> Bool { closingLength(of: line).map { $0 >= length } ?? false }

  /// How long a fence of the same sign the line would close at most, or nothing for another line.
  func closingLength(of line: String) -> Int? {
    guard let run = CodeFence.run(in: line), run.marker == marker, run.indentation < 4,
      line.dropping(run.indentation + run.length).trimmed.isEmpty
    else { return nil }
    return run.length
  }

  /// A line of the block without the indentation of the fence.
  func content(_ line: String) -> String {
    line.dropping(line.unicodeScalars.prefix(indentation).prefix { $0 == " " }.count)
  }

  /// The line of a fence, opening or closing, with a run of another length.
  static func lengthened(_ line: String, to length: Int) -> String {
    guard let run = run(in: line) else { return line }
    return String(repeating: " ", count: run.indentation)
      + String(repeating: String(run.marker), count: length)
      + line.dropping(run.indentation + run.length)
  }

  private static func run(
    in line: String
  ) -> (marker: Unicode.Scalar, length: Int, indentation: Int)? {
    let scalars = line.unicodeScalars
    let rest = scalars.drop { $0 == " " }
    guard let marker = rest.first, marker == "`" || marker == "~" else { return nil }
    let length = rest.prefix { $0 == marker }.count
    return length < 3 ? nil : (marker, length, scalars.count - rest.count)
  }
}
