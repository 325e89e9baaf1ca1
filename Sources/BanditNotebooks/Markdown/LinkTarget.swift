/// The destination and the title in brackets behind the text of a link.
struct LinkTarget {
  let destination: String
  let title: String
  /// The position behind the closing bracket.
  let end: Int

  /// How long a destination or a title may be.
  private static let longest = 4_000

  /// Reads `(destination "title")` at a position, or gives nothing.
  init?(_ scalars: [Unicode.Scalar], at start: Int) {
    guard start < scalars.count, scalars[start] == "(" else { return nil }
    var position = LinkTarget.pastSpace(scalars, start + 1)
    guard let (destination, next) = LinkTarget.destination(scalars, position) else { return nil }
    let afterSpace = LinkTarget.pastSpace(scalars, next)
    var title = ""
    position = afterSpace
    if afterSpace > next, afterSpace < scalars.count,
      let (found, end) = LinkTarget.title(scalars, afterSpace)
    {
      title = found
      position = LinkTarget.pastSpace(scalars, end)
    }
    guard position < scalars.count, scalars[position] == ")" else { return nil }
    self.destination = destination
    self.title = title
    end = position + 1
  }

  private static func pastSpace(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
    scalars[start...].firstIndex { !$0.properties.isWhitespace } ?? scalars.count
  }

  private static func destination(
    _ scalars: [Unicode.Scalar], _ start: Int
  ) -> (String, Int)? {
    var text = String.UnicodeScalarView()
    var position = start
    let isBracketed = position < scalars.count && scalars[position] == "<"
    if isBracketed { position += 1 }
    var depth = 0
    while position < min(scalars.count, start + longest) {
      let scalar = scalars[position]
      if isBracketed {
        if scalar == ">" { return (String(text), position + 1) }
        if scalar == "\n" || scalar == "<" { return nil }
      } else {
        if scalar.properties.isWhitespace || (scalar == ")" && depth == 0) { break }
        depth += scalar == "(" ? 1 : scalar == ")" ? -1 : 0
      }
      let isEscape =
        scalar == "\\" && position + 1 < scalars.count
        && MarkdownInlineParser.isPunctuation(scalars[position + 1])
      if isEscape { position += 1 }
      text.append(scalars[position])
      position += 1
    }
    return isBracketed || depth > 0 || position >= start + longest ? nil : (String(text), position)
  }

  private static func title(_ scalars: [Unicode.Scalar], _ start: Int) -> (String, Int)? {
    let pairs: [Unicode.Scalar: Unicode.Scalar] = ["\"": "\"", "'": "'", "(": ")"]
    guard let end = pairs[scalars[start]] else { return nil }
    var text = String.UnicodeScalarView()
    var position = start + 1
    while position < min(scalars.count, start + longest), scalars[position] != end {
      if scalars[position] == "\\", position + 1 < scalars.count { position += 1 }
      text.append(scalars[position])
      position += 1
    }
    guard position < scalars.count, scalars[position] == end else { return nil }
    return (String(text), position + 1)
  }
}
