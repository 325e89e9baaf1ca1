/// Text as it stands in HTML that is also XML.
enum HTMLText {
  /// A text with the signs of HTML escaped, also inside quotation marks.
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "\t", "\n": escaped.append(scalar)
      // No document may hold them.
      case "\u{FFFE}", "\u{FFFF}": escaped.append("\u{FFFD}")
      default:
        escaped.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
      }
    }
    return String(escaped)
  }
}
