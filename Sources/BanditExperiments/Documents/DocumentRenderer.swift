/// Where a document is read, which decides what has to be told in it.
public enum Medium: Sendable {
  /// A terminal, where a hint tells how to see more.
  case terminal
  /// A file of plain text.
  case file
  /// A page of a paper or of a browser: what is best is bold, and the numbers' origin is told.
  case page
}

/// Turns documents into text of one format.
public protocol DocumentRenderer: Sendable {
  /// Where the text is read.
  var medium: Medium { get }
  /// What stands before the first of several documents; empty is nothing.
  var preamble: String { get }
  /// The document, without a line break after its last line.
  func text(of document: Document) -> String
}

extension DocumentRenderer {
  /// Nothing.
  public var preamble: String { "" }
}
