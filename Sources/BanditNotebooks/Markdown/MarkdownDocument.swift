/// A Markdown file as blocks.
///
/// What notebooks need of CommonMark with tables: headings, paragraphs, emphasis, code, lists,
/// quotes, tables, rules, links, images, and comments, which vanish. Other raw HTML is text, except
/// for `br` and a few elements without attributes. Links by reference and dollar signs are text.
/// No input is an error; beyond 24 levels blocks are no longer nested.
public struct MarkdownDocument: Sendable, Hashable {
  /// The blocks in order.
  public let blocks: [MarkdownBlock]

  /// Reads a text.
  public init(_ text: String) {
    let lines = TextLine.lines(of: text).enumerated().map { index, line in
      MarkdownLine(line.content.unicodeScalars, number: index + 1)
    }
    blocks = MarkdownBlockParser.blocks(of: lines[...], depth: 0)
  }

  /// The letters of the first heading.
  public var title: String? {
    blocks.flatMap(\.headings).first.map { $0.map(\.plainText).joined() }
  }

  /// All links and images, in order.
  public var references: [MarkdownReference] {
    blocks.flatMap(\.inlines).flatMap(\.references)
  }

  /// The identifiers of all headings, in order.
  var headingIdentifiers: [String] {
    var identifiers = HeadingIdentifiers()
    return blocks.flatMap(\.headings).map { identifiers.next(for: $0) }
  }
}
