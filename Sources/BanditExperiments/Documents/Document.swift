/// A report as a value: what stands in it, in which order, and nothing of how it looks.
///
/// A renderer turns it into text: ``TerminalText``, ``MarkdownText``. What machines read are single
/// tables: ``CSVText``, ``JSONText``.
public struct Document: Sendable, Equatable {
  /// A part of a document.
  public enum Block: Sendable, Equatable {
    /// A heading; 1 is the highest level.
    case heading(String, level: Int)
    /// A paragraph.
    case paragraph(String)
    /// A table, under its title if it has one.
    case table(Table)
    /// Remarks, each an item of its own.
    case list([String])
  }

  /// The parts in their order.
  public var blocks: [Block]

  /// A document of these parts; an empty list is none.
  public init(_ blocks: [Block]) { self.blocks = blocks.filter { $0 != .list([]) } }

  /// The tables in their order.
  public var tables: [Table] {
    blocks.compactMap { block in if case .table(let table) = block { table } else { nil } }
  }

  /// The document whose tables show these columns only, in this order; see ``Table/showing(_:)``.
  public func showing(_ keys: [String]) -> Document {
    Document(
      blocks.map { block in
        if case .table(let table) = block { .table(table.showing(keys)) } else { block }
      })
  }
}
