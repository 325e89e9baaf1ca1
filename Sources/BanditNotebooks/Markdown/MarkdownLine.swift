/// A line of Markdown without its ending, the tabs before its text turned into spaces.
struct MarkdownLine {
  /// The number in the file, from 1.
  let number: Int
  let scalars: [Unicode.Scalar]
  /// The spaces before the text.
  let indentation: Int

  init(_ text: some Sequence<Unicode.Scalar>, number: Int) {
    self.number = number
    var scalars: [Unicode.Scalar] = []
    var isBlank = true
    for scalar in text {
      if isBlank, scalar == "\t" {
        scalars += [Unicode.Scalar](repeating: " ", count: 4 - scalars.count % 4)
      } else {
        isBlank = isBlank && scalar == " "
        scalars.append(scalar)
      }
    }
    self.scalars = scalars
    indentation = isBlank ? 0 : scalars.prefix { $0 == " " }.count
    self.isBlank = isBlank
  }

  let isBlank: Bool

  var text: String { String(String.UnicodeScalarView(scalars)) }

  /// The line without its first columns, of which only spaces are removed.
  func dropping(_ columns: Int) -> MarkdownLine {
    MarkdownLine(
      scalars.dropFirst(min(columns, isBlank ? scalars.count : indentation)), number: number)
  }

  /// The line behind its first scalars, whatever they are.
  func behind(_ count: Int) -> MarkdownLine {
    MarkdownLine(scalars.dropFirst(count), number: number)
  }

  /// The first scalar that is no space.
  var first: Unicode.Scalar? { isBlank ? nil : scalars[indentation] }

  /// Whether the line is a thematic break.
  var isRule: Bool {
    guard indentation < 4, let first, "-*_".unicodeScalars.contains(first) else { return false }
    let signs = scalars.filter { $0 != " " && $0 != "\t" }
    return signs.count > 2 && signs.allSatisfy { $0 == first }
  }

  /// The level of a heading that the line is.
  var headingLevel: Int? {
    guard indentation < 4 else { return nil }
    let rest = scalars.dropFirst(indentation)
    let level = rest.prefix { $0 == "#" }.count
    guard (1...6).contains(level) else { return nil }
    let next = rest.dropFirst(level).first
    return next == nil || next == " " || next == "\t" ? level : nil
  }

  /// The level of the heading that a line below a paragraph makes of it.
  var underlineLevel: Int? {
    guard indentation < 4, let first, first == "=" || first == "-" else { return nil }
    return text.trimmed.unicodeScalars.allSatisfy { $0 == first } ? (first == "=" ? 1 : 2) : nil
  }

  var fence: CodeFence? { indentation < 4 ? CodeFence(opening: text) : nil }

  var isQuote: Bool { indentation < 4 && first == ">" }

  var isComment: Bool {
    indentation < 4 && scalars.dropFirst(indentation).starts(with: "<!--".unicodeScalars)
  }

  /// Whether the line ends a paragraph above it.
  var interruptsParagraph: Bool {
    if isBlank || isQuote || isComment || isRule || headingLevel != nil || fence != nil {
      return true
    }
    guard let marker = ListMarker(self) else { return false }
    return !marker.isEmpty && (marker.number ?? 1) == 1
  }
}
