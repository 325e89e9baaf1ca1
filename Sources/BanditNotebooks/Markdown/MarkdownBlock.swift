/// A block of a Markdown file.
public indirect enum MarkdownBlock: Sendable, Hashable {
  /// A heading of level 1 to 6.
  case heading(Int, [MarkdownInline])
  /// A paragraph.
  case paragraph([MarkdownInline])
  /// Code with its language, or an empty one, and its lines.
  case code(String, [String])
  /// A block quote.
  case quote([MarkdownBlock])
  /// A list.
  case list(MarkdownList)
  /// A table.
  case table(MarkdownTable)
  /// A thematic break.
  case rule

  /// The parts of paragraphs, headings and tables, in order.
  var inlines: [MarkdownInline] {
    switch self {
    case .heading(_, let parts), .paragraph(let parts): parts
    case .quote(let blocks): blocks.flatMap(\.inlines)
    case .list(let list): list.items.flatMap { $0.flatMap(\.inlines) }
    case .table(let table): ([table.header] + table.rows).flatMap { $0.flatMap(\.self) }
    case .code, .rule: []
    }
  }

  /// The headings, in order, also those in lists and quotes.
  var headings: [[MarkdownInline]] {
    switch self {
    case .heading(_, let parts): [parts]
    case .quote(let blocks): blocks.flatMap(\.headings)
    case .list(let list): list.items.flatMap { $0.flatMap(\.headings) }
    case .paragraph, .code, .table, .rule: []
    }
  }
}
