import Foundation

/// A Markdown file whose commands are executed and whose output is compared.
///
/// In a fence whose language is `console` a line `$ command` is run, lines `> ` directly below
/// continue it, and the rest until the next `$ ` or the end of the fence is what it is expected to
/// print, standard output and standard error together:
///
///     <!-- timeout=10 tolerance=1e-6 -->
///     ```console
///     $ cluster-bandit run study.yaml |
///     > head -n 2
///     ...
///     ```
///
/// Expected output is compared line by line and byte by byte. A line `...` stands for any number of
/// lines, also none, and `...` inside a line for any text, also none. Whether the output ends with
/// a newline is not compared.
///
/// Labels stand in an HTML comment directly above the fence: `skip`, `needs=COMMAND`, `timeout=S`,
/// `exit=N`, `tolerance=X`, `unordered`, `uses=PATH` and, for a fence of any language, `file=PATH`;
/// a value with spaces stands in double quotes. A comment that is no label has a blank line below
/// it. A fence with `needs` is passed over, and that is said, where its command does not end with
/// status 0 within ten seconds: what shows another program is compared where that is installed.
///
/// All commands of a notebook run in one empty folder that is removed afterwards, each in a shell
/// of its own (`bash -c`): files stay for the following commands; variables, the current folder and
/// processes in the background do not. `uses=PATH` copies a file or a folder, named relative to the
/// notebook, into that folder under its last name before the commands of its fence run. What
/// commands write into `figures/NAME/`, where NAME is the notebook's, are its figures; they are
/// kept in a folder of the same name beside the notebook, so that `![…](figures/NAME/file.svg)`
/// shows them.
public struct Notebook: Sendable {
  /// The file as the user named it.
  public let path: String
  /// The stretches of the file, in order and without gaps.
  public let pieces: [NotebookPiece]

  let lines: [TextLine]

  /// The name of the file without its extension.
  public var name: String { URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent }

  /// The file, byte for byte.
  public var text: String { lines.map(\.text).joined() }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The file, whole.
  ///   - path: The file as messages name it, beside which figures are kept.
  public init(_ text: String, path: String) throws(InvalidNotebook) {
    self.path = path
    lines = TextLine.lines(of: text)
    pieces = try NotebookParser.pieces(of: lines, path: path)
  }

  /// Reads a file.
  public init(file path: String) throws(InvalidNotebook) {
    try self.init(MarkdownFile.text(of: path), path: path)
  }

  /// The lines that a command is expected to print.
  func expected(_ command: ConsoleCommand, in session: ConsoleSession) -> [String] {
    lines[command.output].map { session.fence.content($0.content) }
  }

  /// The number of commands in all console fences.
  public var commandCount: Int {
    pieces.reduce(0) { count, piece in
      if case .session(let session) = piece { count + session.commands.count } else { count }
    }
  }

  /// The file with other expected outputs.
  ///
  /// - Parameter outputs: The new lines by the first line of the command; others stay.
  func text(outputs: [Int: [String]]) -> String {
    pieces.map { piece in
      guard case .session(let session) = piece else { return raw(piece.lines) }
      return text(of: session, outputs: outputs)
    }.joined()
  }

  private func raw(_ range: Range<Int>) -> String { lines[range].map(\.text).joined() }

  private func text(of session: ConsoleSession, outputs: [Int: [String]]) -> String {
    let fence = session.fence
    let opening = lines[session.lines.lowerBound]
    let closing = lines[session.lines.upperBound - 1]
    var text = ""
    var length = fence.length
    for command in session.commands {
      text += raw(command.lines)
      guard let output = outputs[command.lines.lowerBound] else {
        text += raw(command.output)
        continue
      }
      let indentation = String(repeating: " ", count: fence.indentation)
      for line in output {
        text += (line.isEmpty ? "" : indentation + line) + opening.ending
        // A printed fence must not close the one in which it stands.
        length = max(length, (fence.closingLength(of: line) ?? 0) + 1)
      }
    }
    guard length > fence.length else { return opening.text + text + closing.text }
    return CodeFence.lengthened(opening.content, to: length) + opening.ending + text
      + CodeFence.lengthened(closing.content, to: length) + closing.ending
  }
}
