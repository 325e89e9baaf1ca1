/// Reads lines into blocks.
struct MarkdownBlockParser {
  /// Beyond this many levels quotes and lists are text.
  static let deepest = 24

  private let lines: ArraySlice<MarkdownLine>
  private let depth: Int
  private var index: Int
  private var blocks: [MarkdownBlock] = []

  /// The blocks of lines that stand inside `depth` others.
  static func blocks(of lines: ArraySlice<MarkdownLine>, depth: Int) -> [MarkdownBlock] {
    var parser = MarkdownBlockParser(lines: lines, depth: depth)
    while parser.index < lines.endIndex { parser.readBlock() }
    return parser.blocks
  }

  private init(lines: ArraySlice<MarkdownLine>, depth: Int) {
    self.lines = lines
    self.depth = depth
    index = lines.startIndex
  }

  private mutating func readBlock() {
    let line = lines[index]
    let mayNest = depth < MarkdownBlockParser.deepest
    if line.isBlank {
      index += 1
    } else if line.indentation >= 4 {
      readIndentedCode()
    } else if let fence = line.fence {
      readCode(fence)
    } else if line.isComment {
      skipComment()
    } else if let level = line.headingLevel {
      readHeading(level)
    } else if line.isRule {
      blocks.append(.rule)
      index += 1
    } else if mayNest, line.isQuote {
      readQuote()
    } else if mayNest, let marker = ListMarker(line) {
      readList(marker)
    } else if let (table, count) = MarkdownTable.read(lines[index...]) {
      blocks.append(.table(table))
      index += count
    } else {
      readParagraph()
    }
  }

  private mutating func readIndentedCode() {
    var code: [String] = []
    while index < lines.endIndex, lines[index].isBlank || lines[index].indentation >= 4 {
      code.append(lines[index].dropping(4).text)
      index += 1
    }
    while code.last?.trimmed.isEmpty == true { code.removeLast() }
    blocks.append(.code("", code))
  }

  private mutating func readCode(_ fence: CodeFence) {
    var code: [String] = []
    index += 1
    while index < lines.endIndex, !fence.isClosed(by: lines[index].text) {
      code.append(fence.content(lines[index].text))
      index += 1
    }
    index += 1
    blocks.append(.code(fence.language, code))
  }

  private mutating func skipComment() {
    var text = lines[index].behind(lines[index].indentation + 4).text
    while text.firstRange(of: "-->") == nil, index + 1 < lines.endIndex {
      index += 1
      text = lines[index].text
    }
    let number = lines[index].number
    index += 1
    guard let end = text.firstRange(of: "-->") else { return }
    let rest = String(text[end.upperBound...]).trimmed
    if !rest.isEmpty {
      blocks.append(.paragraph(MarkdownInlineParser.parse(rest, line: number)))
    }
  }

  private mutating func readHeading(_ level: Int) {
    let line = lines[index]
    var text = line.behind(line.indentation + level).text.trimmed
    let body = text.unicodeScalars.reversed().drop { $0 == "#" }
    if body.first == nil || body.first == " " {
      text = String(String.UnicodeScalarView(body.reversed())).trimmed
    }
    blocks.append(.heading(level, MarkdownInlineParser.parse(text, line: line.number)))
    index += 1
  }

  /// A quote also takes lines without its sign that go on with a paragraph.
  private mutating func readQuote() {
    var inner: [MarkdownLine] = []
    while index < lines.endIndex {
      let line = lines[index]
      if line.isQuote {
        let rest = line.behind(line.indentation + 1)
        inner.append(rest.scalars.first == " " ? rest.behind(1) : rest)
      } else if let last = inner.last, !last.isBlank, !line.interruptsParagraph {
        inner.append(line)
      } else {
        break
      }
      index += 1
    }
    blocks.append(.quote(MarkdownBlockParser.blocks(of: inner[...], depth: depth + 1)))
  }

  private mutating func readList(_ first: ListMarker) {
    var items: [[MarkdownBlock]] = []
    var isTight = true
    var next: ListMarker? = first
    while let marker = next {
      let item = readItem(marker)
      let blocks = MarkdownBlockParser.blocks(of: item.lines[...], depth: depth + 1)
      items.append(blocks)
      next = index < lines.endIndex ? ListMarker(lines[index]) : nil
      if next.map({ !$0.continues(first) }) ?? true { next = nil }
      let hasGap = blocks.count > 1 && item.lines.contains(where: \.isBlank)
      isTight = isTight && !hasGap && !(item.endsBlank && next != nil)
    }
    blocks.append(.list(MarkdownList(start: first.number, isTight: isTight, items: items)))
  }

  /// The lines of an item without its indentation, and whether blank lines follow them.
  private mutating func readItem(
    _ marker: ListMarker
  ) -> (lines: [MarkdownLine], endsBlank: Bool) {
    var item = [lines[index].behind(marker.width)]
    index += 1
    while index < lines.endIndex {
      let line = lines[index]
      if line.isBlank || line.indentation >= marker.width {
        // An item that begins with a blank line has no second one.
        if item.count == 1, item[0].isBlank, line.isBlank { break }
        item.append(line.dropping(marker.width))
      } else if let last = item.last, !last.isBlank, !line.interruptsParagraph,
        ListMarker(line) == nil
      {
        item.append(line)
      } else {
        break
      }
      index += 1
    }
    let endsBlank = item.count > 1 && item[item.count - 1].isBlank
    while item.count > 1, item[item.count - 1].isBlank { item.removeLast() }
    return (item, endsBlank)
  }

  /// A paragraph, or a heading if a line of dashes or equals signs follows it.
  private mutating func readParagraph() {
    let start = index
    var texts: [String] = []
    repeat {
      texts.append(lines[index].dropping(lines[index].indentation).text)
      index += 1
      guard index < lines.endIndex else { break }
      if let level = lines[index].underlineLevel {
        index += 1
        let parts = MarkdownInlineParser.parse(
          texts.joined(separator: "\n").trimmed, line: lines[start].number)
        blocks.append(.heading(level, parts))
        return
      }
      if index + 1 < lines.endIndex, MarkdownTable.begins(lines[index], lines[index + 1]) { break }
    } while !lines[index].interruptsParagraph
    blocks.append(
      .paragraph(
        MarkdownInlineParser.parse(
          texts.joined(separator: "\n").trimmed, line: lines[start].number)))
  }
}
