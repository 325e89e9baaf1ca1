/// Reads the text of a paragraph into its parts.
struct MarkdownInlineParser {
  private struct Bracket {
    let piece: Int
    let isImage: Bool
    let line: Int
  }

  private let scalars: [Unicode.Scalar]
  private let elementDepth: Int
  private var line: Int
  private var index = 0
  private var pieces: [InlinePiece] = []
  private var text = String.UnicodeScalarView()
  private var brackets: [Bracket] = []
  /// Closing signs of which there are no more, so that none is looked for twice.
  private var missing: Set<String> = []

  /// The parts of a text that begins on a line of the file.
  static func parse(_ text: String, line: Int) -> [MarkdownInline] {
    parse(Array(text.unicodeScalars), line: line, elementDepth: 0)
  }

  private static func parse(
    _ scalars: [Unicode.Scalar], line: Int, elementDepth: Int
  ) -> [MarkdownInline] {
    var parser = MarkdownInlineParser(scalars: scalars, elementDepth: elementDepth, line: line)
    while parser.index < scalars.count { parser.readPiece() }
    parser.endText()
    return InlinePiece.nodes(InlinePiece.emphasized(parser.pieces))
  }

  private init(scalars: [Unicode.Scalar], elementDepth: Int, line: Int) {
    self.scalars = scalars
    self.elementDepth = elementDepth
    self.line = line
  }

  private mutating func readPiece() {
    switch scalars[index] {
    case "\\": readEscape()
    case "`": readCode()
    case "*", "_": readDelimiter()
    case "!" where scalar(at: index + 1) == "[": openBracket(isImage: true)
    case "[": openBracket(isImage: false)
    case "]": closeBracket()
    case "<": readElement()
    case "&": readEntity()
    case "\n": readBreak()
    default: readText(1)
    }
  }

  private func scalar(at position: Int) -> Unicode.Scalar? {
    scalars.indices.contains(position) ? scalars[position] : nil
  }

  private mutating func readText(_ count: Int) {
    text.append(contentsOf: scalars[index..<(index + count)])
    index += count
  }

  private mutating func endText() {
    if !text.isEmpty { pieces.append(.text(String(text))) }
    text = String.UnicodeScalarView()
  }

  private mutating func add(_ node: MarkdownInline, depth: Int = 0) {
    endText()
    pieces.append(InlinePiece(content: .node(node), depth: depth))
  }

  private mutating func readEscape() {
    guard let next = scalar(at: index + 1) else { return readText(1) }
    if next == "\n" {
      add(.lineBreak)
      line += 1
      index += 2
      skipSpaces()
    } else if MarkdownInlineParser.isPunctuation(next) {
      index += 1
      readText(1)
    } else {
      readText(1)
    }
  }

  private mutating func readBreak() {
    let spaces = text.reversed().prefix { $0 == " " }.count
    text.removeLast(spaces)
    add(spaces > 1 ? .lineBreak : .softBreak)
    line += 1
    index += 1
    skipSpaces()
  }

  private mutating func skipSpaces() {
    while scalar(at: index) == " " { index += 1 }
  }

  private mutating func readCode() {
    let length = scalars[index...].prefix { $0 == "`" }.count
    guard let close = closingRun(length) else { return readText(length) }
    var code = scalars[(index + length)..<close].map { $0 == "\n" ? " " : $0 }
    let lines = scalars[index..<close].count { $0 == "\n" }
    if code.count > 1, code.first == " ", code.last == " ", code.contains(where: { $0 != " " }) {
      code = Array(code.dropFirst().dropLast())
    }
    add(.code(String(String.UnicodeScalarView(code))))
    line += lines
    index = close + length
  }

  /// Where the next run of exactly so many backticks begins.
  private mutating func closingRun(_ length: Int) -> Int? {
    let key = String(repeating: "`", count: length)
    guard !missing.contains(key) else { return nil }
    var position = index + length
    while let start = scalars[position...].firstIndex(of: "`") {
      position = scalars[start...].firstIndex { $0 != "`" } ?? scalars.count
      if position - start == length { return start }
    }
    missing.insert(key)
    return nil
  }

  private mutating func readDelimiter() {
    let sign = scalars[index]
    let count = scalars[index...].prefix { $0 == sign }.count
    let before = scalar(at: index - 1) ?? " "
    let after = scalar(at: index + count) ?? " "
    let spaceBefore = before.properties.isWhitespace
    let spaceAfter = after.properties.isWhitespace
    let signBefore = MarkdownInlineParser.isSign(before)
    let signAfter = MarkdownInlineParser.isSign(after)
    let opens = !spaceAfter && (!signAfter || spaceBefore || signBefore)
    let closes = !spaceBefore && (!signBefore || spaceAfter || signAfter)
    endText()
    // An underscore inside a word is a letter.
    let canOpen = opens && (sign == "*" || !closes || signBefore)
    let canClose = closes && (sign == "*" || !opens || signAfter)
    pieces.append(
      InlinePiece(
        content: .delimiter(sign, canOpen: canOpen, canClose: canClose), count: count))
    index += count
  }

  private mutating func openBracket(isImage: Bool) {
    endText()
    brackets.append(Bracket(piece: pieces.count, isImage: isImage, line: line))
    pieces.append(.text(isImage ? "![" : "["))
    index += isImage ? 2 : 1
  }

  private mutating func closeBracket() {
    guard let bracket = brackets.popLast(), let target = LinkTarget(scalars, at: index + 1) else {
      return readText(1)
    }
    endText()
    let inner = InlinePiece.emphasized(pieces[(bracket.piece + 1)...])
    let depth = (inner.map(\.depth).max() ?? 0) + 1
    guard depth <= InlinePiece.deepest else {
      brackets = []
      return readText(1)
    }
    pieces.removeSubrange(bracket.piece...)
    let reference = MarkdownReference(
      destination: target.destination, title: target.title, isImage: bracket.isImage,
      line: bracket.line)
    let nodes = InlinePiece.nodes(inner)
    line += scalars[index..<target.end].count { $0 == "\n" }
    index = target.end
    if bracket.isImage {
      add(.image(reference, nodes.map(\.plainText).joined()), depth: depth)
    } else {
      add(.link(reference, nodes), depth: depth)
      // A link holds no link.
      brackets.removeAll { !$0.isImage }
    }
  }

  /// An address in angle brackets, a comment, or one of the allowed elements.
  private mutating func readElement() {
    if scalars[index...].starts(with: "<!--".unicodeScalars) {
      guard let end = position(of: "-->", from: index + 4) else { return readText(1) }
      endText()
      line += scalars[index..<end].count { $0 == "\n" }
      index = end + 3
      return
    }
    guard let end = scalars[index...].prefix(2_000).firstIndex(of: ">") else { return readText(1) }
    let tag = String(String.UnicodeScalarView(scalars[(index + 1)..<end]))
    if ["br", "br/", "br /"].contains(tag) {
      add(.lineBreak)
      index = end + 1
    } else if MarkdownInline.elements.contains(tag), elementDepth < 4,
      let close = position(of: "</\(tag)>", from: end + 1)
    {
      let inner = MarkdownInlineParser.parse(
        Array(scalars[(end + 1)..<close]), line: line, elementDepth: elementDepth + 1)
      add(.element(tag, inner))
      line += scalars[index..<close].count { $0 == "\n" }
      index = close + tag.unicodeScalars.count + 3
    } else if ["https://", "http://", "mailto:"].contains(where: tag.hasPrefix),
      !tag.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0 == "<" })
    {
      let reference = MarkdownReference(destination: tag, title: "", isImage: false, line: line)
      add(.link(reference, [.text(tag)]), depth: 1)
      index = end + 1
    } else {
      readText(1)
    }
  }

  private mutating func position(of sign: String, from start: Int) -> Int? {
    guard !missing.contains(sign) else { return nil }
    let sought = Array(sign.unicodeScalars)
    var position = start
    while let found = scalars[position...].firstIndex(of: sought[0]) {
      if scalars[found...].starts(with: sought) { return found }
      position = found + 1
    }
    missing.insert(sign)
    return nil
  }

  private mutating func readEntity() {
    let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "nbsp": "\u{A0}"]
    guard let end = scalars[index...].prefix(8).firstIndex(of: ";"),
      let letter = names[String(String.UnicodeScalarView(scalars[(index + 1)..<end]))]
    else { return readText(1) }
    text.append(contentsOf: letter.unicodeScalars)
    index = end + 1
  }
}
