/// A stretch of whole lines of a notebook.
public enum NotebookPiece: Sendable, Hashable {
  /// Prose, and fences that are neither run nor written.
  case text(Range<Int>)
  /// Commands that are run.
  case session(ConsoleSession)
  /// A file that is written.
  case file(FileFence)

  /// The lines, as positions in the file from 0.
  public var lines: Range<Int> {
    switch self {
    case .text(let lines): lines
    case .session(let session): session.lines
    case .file(let file): file.lines
    }
  }
}
