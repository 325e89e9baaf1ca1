/// A line of a text with the ending that it has there, so that lines make up the text again.
struct TextLine: Sendable, Hashable {
  /// The line without its ending.
  let content: String
  /// A newline, a carriage return and a newline, or nothing at the end of the text.
  let ending: String

  /// The line as it stands in the text.
  var text: String { content + ending }

  /// The lines of a text; a newline at its end begins no further line.
  static func lines(of text: String) -> [TextLine] {
    let scalars = text.unicodeScalars
    var lines: [TextLine] = []
    var start = scalars.startIndex
    while start < scalars.endIndex {
      guard let newline = scalars[start...].firstIndex(of: "\n") else {
        lines.append(TextLine(content: String(scalars[start...]), ending: ""))
        break
      }
      // Scalars and not characters: a carriage return and a newline are one character.
      let hasReturn = newline > start && scalars[scalars.index(before: newline)] == "\r"
      let end = hasReturn ? scalars.index(before: newline) : newline
      let next = scalars.index(after: newline)
      lines.append(
        TextLine(content: String(scalars[start..<end]), ending: String(scalars[end..<next])))
      start = next
    }
    return lines
  }
}

extension String {
  /// Whether both have the same bytes; `==` holds composed and decomposed letters for equal.
  func isIdentical(to other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Whether the text begins with the same scalars, whatever combines with the last of them.
  func begins(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

  /// The text without its first scalars.
  func dropping(_ count: Int) -> String { String(unicodeScalars.dropFirst(count)) }

  /// The text without white space at both ends.
  var trimmed: String {
    let space = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !space($0) }),
      let last = scalars.lastIndex(where: { !space($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
