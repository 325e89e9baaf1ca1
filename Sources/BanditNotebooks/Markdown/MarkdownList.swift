/// A list of a Markdown file.
public struct MarkdownList: Sendable, Hashable {
  /// The first number, or nothing for a list with bullets.
  public let start: Int?
  /// Whether the items stand without blank lines, so that their text is no paragraph.
  public let isTight: Bool
  /// The blocks of each item.
  public let items: [[MarkdownBlock]]
}
