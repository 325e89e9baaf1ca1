/// A part of a paragraph.
public indirect enum MarkdownInline: Sendable, Hashable {
  /// Plain text.
  case text(String)
  /// A span of code.
  case code(String)
  /// Emphasis, mostly italic.
  case emphasis([MarkdownInline])
  /// Strong emphasis, mostly bold.
  case strong([MarkdownInline])
  /// A link and its text.
  case link(MarkdownReference, [MarkdownInline])
  /// An image and the text in its place.
  case image(MarkdownReference, String)
  /// A raw element of the few that are allowed.
  case element(String, [MarkdownInline])
  /// A line break that is kept.
  case lineBreak
  /// A line break of the source only.
  case softBreak

  /// The raw elements that are allowed beside `br`; all others are shown as text.
  static let elements = ["sub", "sup", "kbd", "small", "mark"]

  /// The letters without marks.
  public var plainText: String {
    switch self {
    case .text(let text), .code(let text), .image(_, let text): text
    case .emphasis(let parts), .strong(let parts), .link(_, let parts), .element(_, let parts):
      parts.map(\.plainText).joined()
    case .lineBreak, .softBreak: " "
    }
  }

  /// Links and images, in order.
  var references: [MarkdownReference] {
    switch self {
    case .link(let reference, let parts): [reference] + parts.flatMap(\.references)
    case .image(let reference, _): [reference]
    case .emphasis(let parts), .strong(let parts), .element(_, let parts):
      parts.flatMap(\.references)
    case .text, .code, .lineBreak, .softBreak: []
    }
  }
}
