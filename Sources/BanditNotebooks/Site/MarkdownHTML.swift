/// Writes a Markdown document as HTML that is also XML.
struct MarkdownHTML {
  /// Where a link or an image leads on the page; nothing makes it text.
  private let address: (MarkdownReference) -> String?
  private var identifiers = HeadingIdentifiers()

  /// The body of a page.
  static func body(
    of document: MarkdownDocument, address: @escaping (MarkdownReference) -> String?
  ) -> String {
    var writer = MarkdownHTML(address: address)
    return writer.text(document.blocks)
  }

  private init(address: @escaping (MarkdownReference) -> String?) { self.address = address }

  private mutating func text(_ blocks: [MarkdownBlock]) -> String {
    var text = ""
    for block in blocks { text += self.text(block) + "\n" }
    return text
  }

  private mutating func text(_ block: MarkdownBlock) -> String {
    switch block {
    case .heading(let level, let parts):
      let name = HTMLText.escaped(identifiers.next(for: parts))
      return "<h\(level) id=\"\(name)\">\(text(parts))</h\(level)>"
    case .paragraph(let parts): return "<p>\(text(parts))</p>"
    case .code(let language, let lines): return code(language, lines)
    case .quote(let blocks): return "<blockquote>\n\(text(blocks))</blockquote>"
    case .list(let list): return self.list(list)
    case .table(let table): return self.table(table)
    case .rule: return "<hr />"
    }
  }

  private func code(_ language: String, _ lines: [String]) -> String {
    let name = language.isEmpty ? "" : " class=\"language-\(HTMLText.escaped(language))\""
    var mayContinue = false
    let body = lines.map { line in
      let isCommand =
        line.begins(with: "$ ") || (mayContinue && ConsoleCommand.continuation(line) != nil)
      mayContinue = isCommand
      let text = HTMLText.escaped(line) + "\n"
      return language == "console" && isCommand ? "<span class=\"command\">\(text)</span>" : text
    }
    return "<pre tabindex=\"0\"><code\(name)>\(body.joined())</code></pre>"
  }

  private mutating func list(_ list: MarkdownList) -> String {
    var items = ""
    for blocks in list.items {
      var text = ""
      for block in blocks {
        if list.isTight, case .paragraph(let parts) = block {
          text += self.text(parts) + "\n"
        } else {
          text += self.text(block) + "\n"
        }
      }
      items += "<li>\(text.trimmed)</li>\n"
    }
    guard let start = list.start else { return "<ul>\n\(items)</ul>" }
    return "<ol\(start == 1 ? "" : " start=\"\(start)\"")>\n\(items)</ol>"
  }

  private func table(_ table: MarkdownTable) -> String {
    func row(_ cells: [[MarkdownInline]], _ name: String) -> String {
      let texts = zip(cells, table.alignments).map { cell, alignment in
        let style = alignment.map { " style=\"text-align: \($0.rawValue)\"" } ?? ""
        return "<\(name)\(style)>\(text(cell))</\(name)>"
      }
      return "<tr>\(texts.joined())</tr>\n"
    }
    let rows = table.rows.map { row($0, "td") }.joined()
    let body = rows.isEmpty ? "" : "<tbody>\n\(rows)</tbody>\n"
    return
      "<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n\(row(table.header, "th"))</thead>\n"
      + "\(body)</table></div>"
  }

  private func text(_ parts: [MarkdownInline]) -> String { parts.map(text).joined() }

  private func text(_ part: MarkdownInline) -> String {
    switch part {
    case .text(let text): return HTMLText.escaped(text)
    case .code(let text): return "<code>\(HTMLText.escaped(text))</code>"
    case .emphasis(let parts): return "<em>\(text(parts))</em>"
    case .strong(let parts): return "<strong>\(text(parts))</strong>"
    case .element(let name, let parts): return "<\(name)>\(text(parts))</\(name)>"
    case .lineBreak: return "<br />\n"
    case .softBreak: return "\n"
    case .link(let reference, let parts):
      guard let address = address(reference) else { return text(parts) }
      return "<a href=\"\(HTMLText.escaped(address))\"\(title(reference))>\(text(parts))</a>"
    case .image(let reference, let alternative):
      guard let address = address(reference) else { return HTMLText.escaped(alternative) }
      return "<img src=\"\(HTMLText.escaped(address))\" alt=\"\(HTMLText.escaped(alternative))\""
        + "\(title(reference)) />"
    }
  }

  private func title(_ reference: MarkdownReference) -> String {
    reference.title.isEmpty ? "" : " title=\"\(HTMLText.escaped(reference.title))\""
  }
}
