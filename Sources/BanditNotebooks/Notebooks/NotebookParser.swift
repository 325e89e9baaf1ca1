/// Cuts the lines of a Markdown file into prose, sessions and files.
struct NotebookParser {
  private let path: String
  private let lines: [TextLine]
  private var pieces: [NotebookPiece] = []
  private var problems: [NotebookProblem] = []
  /// Where the prose begins that is no piece yet.
  private var proseStart = 0

  /// The pieces of the lines, in order and without gaps.
  static func pieces(of lines: [TextLine], path: String) throws(InvalidNotebook) -> [NotebookPiece]
  {
    var parser = NotebookParser(path: path, lines: lines)
    parser.parse()
    guard parser.problems.isEmpty else { throw InvalidNotebook(parser.problems) }
    return parser.pieces
  }

  private init(path: String, lines: [TextLine]) {
    self.path = path
    self.lines = lines
  }

  private mutating func parse() {
    var index = 0
    var comment: Range<Int>?
    while index < lines.count {
      if let end = endOfComment(from: index) {
        comment = index..<end
        index = end
      } else if let fence = CodeFence(opening: lines[index].content) {
        index = read(fence, at: index, comment: comment)
        comment = nil
      } else {
        comment = nil
        index += 1
      }
    }
    endProse(at: lines.count)
  }

  /// The line behind a comment that begins on a line and has nothing behind it.
  private mutating func endOfComment(from start: Int) -> Int? {
    let scalars = lines[start].content.unicodeScalars
    let rest = scalars.drop { $0 == " " }
    guard scalars.count - rest.count < 4, String(rest).begins(with: "<!--") else { return nil }
    for index in start..<lines.count {
      let content = index == start ? String(rest.dropFirst(4)) : lines[index].content
      if let end = content.firstRange(of: "-->") {
        // Words behind a comment on one line are prose; behind a longer one they stay hidden.
        let isAlone = String(content[end.upperBound...]).trimmed.isEmpty
        return isAlone || index > start ? index + 1 : nil
      }
    }
    report(start, "the comment is never closed", hint: "end it with -->")
    return lines.count
  }

  /// Reads a fence and gives the line behind it.
  private mutating func read(_ fence: CodeFence, at start: Int, comment: Range<Int>?) -> Int {
    let isConsole = fence.language == "console"
    if fence.indentation > 3 {
      // It may be part of a list or of indented code, where nothing would run it.
      if isConsole {
        report(
          start, column: fence.indentation + 1,
          "a console fence behind \(fence.indentation) spaces is not run",
          hint: "indent it by three at most, or show it in a fence of four backticks")
      }
      return start + 1
    }
    guard let end = lines[(start + 1)...].firstIndex(where: { fence.isClosed(by: $0.content) })
    else {
      report(
        start, column: fence.indentation + 1, "the fence is never closed",
        hint:
          "end it with a line of \(String(repeating: String(fence.marker), count: fence.length))")
      return lines.count
    }
    let labels = labels(above: start, in: comment, isConsole: isConsole)
    if labels.isSkipped { return end + 1 }
    if let file = labels.file {
      let content = lines[(start + 1)..<end].map { fence.content($0.content) + "\n" }.joined()
      add(.file(FileFence(file: file, content: content, lines: start..<(end + 1))))
    } else if isConsole {
      let commands = commands(in: (start + 1)..<end, of: fence)
      add(
        .session(
          ConsoleSession(
            labels: labels, commands: commands, lines: start..<(end + 1), fence: fence)))
    }
    return end + 1
  }

  private mutating func labels(
    above start: Int, in comment: Range<Int>?, isConsole: Bool
  ) -> FenceLabels {
    guard let comment, comment.upperBound == start else { return FenceLabels() }
    let words = LabelWord.words(of: lines[comment], from: comment.lowerBound + 1)
    let (labels, found) = LabelReader.read(words, isConsole: isConsole, path: path)
    problems += found
    return labels
  }

  private mutating func commands(in range: Range<Int>, of fence: CodeFence) -> [ConsoleCommand] {
    let contents = lines[range].map { fence.content($0.content) }
    func isCommand(_ index: Int) -> Bool { contents[index].begins(with: "$ ") }
    if let first = contents.first, !first.begins(with: "$ ") {
      report(
        range.lowerBound, column: fence.indentation + 1, "output stands before the first command",
        hint: "begin the fence with '$ ' and a command, or label it skip")
    }
    var commands: [ConsoleCommand] = []
    var index = contents.firstIndex { $0.begins(with: "$ ") } ?? contents.count
    while index < contents.count {
      let start = index
      var words = [contents[index].dropping(2)]
      index += 1
      while index < contents.count, let more = ConsoleCommand.continuation(contents[index]) {
        words.append(more)
        index += 1
      }
      let output = index
      while index < contents.count, !isCommand(index) { index += 1 }
      let first = range.lowerBound
      let text = words.joined(separator: "\n")
      if text.utf8.contains(0) {
        report(first + start, "a command cannot hold a zero byte", hint: "remove it")
      }
      commands.append(
        ConsoleCommand(
          text: text, lines: (first + start)..<(first + output),
          output: (first + output)..<(first + index), column: fence.indentation + 1))
    }
    return commands
  }

  private mutating func add(_ piece: NotebookPiece) {
    endProse(at: piece.lines.lowerBound)
    pieces.append(piece)
    proseStart = piece.lines.upperBound
  }

  private mutating func endProse(at end: Int) {
    if proseStart < end { pieces.append(.text(proseStart..<end)) }
    proseStart = end
  }

  private mutating func report(_ line: Int, column: Int = 1, _ message: String, hint: String) {
    problems.append(
      NotebookProblem(path: path, line: line + 1, column: column, message, hint: hint))
  }
}

extension ConsoleCommand {
  /// The rest of a line that continues a command, or nothing for another line.
  static func continuation(_ line: String) -> String? {
    // Editors remove the space from an empty continuation.
    if line.isIdentical(to: ">") { return "" }
    return line.begins(with: "> ") ? line.dropping(2) : nil
  }
}
