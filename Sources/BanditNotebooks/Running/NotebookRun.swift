import Foundation

/// What is known of a notebook while its commands run.
struct NotebookRun {
  private let notebook: Notebook
  /// New lines by the first line of their command.
  private var outputs: [Int: [String]] = [:]
  private var differences: [NotebookProblem] = []
  private var failures: [NotebookProblem] = []
  private var skipped: [String] = []

  /// Whether no session was passed over.
  var isWhole: Bool { skipped.isEmpty }

  init(_ notebook: Notebook) { self.notebook = notebook }

  /// Does what a fence needs, and keeps what goes wrong as a failure of its line.
  mutating func attempt(_ message: String, at line: Int, _ body: () throws -> Void) {
    do {
      try body()
    } catch {
      failures.append(
        NotebookProblem(
          path: notebook.path, line: line + 1, message,
          hint: "name a path that exists, or is free, beside the notebook (\(systemReason(error)))")
      )
    }
  }

  /// Notes a session that is passed over.
  mutating func skip(_ session: ConsoleSession, needs: String) {
    skipped.append(
      "\(notebook.path):\(session.lines.lowerBound + 1): not run, for \(needs.quoted) fails here")
  }

  /// Notes a failure of a command.
  mutating func fail(_ message: String, _ command: ConsoleCommand, hint: String) {
    failures.append(problem(message, command, hint: hint))
  }

  /// Compares what a command did with what the notebook says.
  mutating func record(
    _ outcome: CommandOutcome, of command: ConsoleCommand, in session: ConsoleSession
  ) {
    let lines = outcome.lines
    switch outcome.ending {
    case .timedOut:
      let last = lines.last.map { "its last line was \($0.quoted)" } ?? "it printed nothing"
      fail(
        "the command was stopped after \(seconds(session.labels)) seconds; \(last)", command,
        hint: "make it faster, or label the fence timeout=S")
      return
    case .exited(let status):
      if status != session.labels.exitStatus {
        fail(
          "the command ended with status \(status) and not \(session.labels.exitStatus)", command,
          hint: "mend it, or label the fence exit=\(status)")
      }
    }
    let expected = notebook.expected(command, in: session)
    let expectation = ExpectedOutput(expected, labels: session.labels)
    if expectation.matches(lines) { return }
    if let line = NotebookRun.firstAmbiguous(lines) {
      fail(
        "line \(line + 1) of the output, \(lines[line].quoted), would be read as a command",
        command,
        hint: "change it with sed, or label the fence skip")
      return
    }
    outputs[command.lines.lowerBound] = expectation.updated(for: lines)
    differences.append(
      problem("the output is not as expected", command, hint: "look at the difference"))
  }

  /// The result, once the figures are known.
  func check(with figures: NotebookFigures) -> NotebookCheck {
    let images = ImageCheck(notebook: notebook, figures: figures)
    return NotebookCheck(
      notebook: notebook, differences: NotebookRun.sorted(differences + images.differences),
      failures: NotebookRun.sorted(failures + images.failures),
      updatedText: notebook.text(outputs: outputs),
      figures: figures, skipped: skipped)
  }

  /// Problems in the order of the file.
  private static func sorted(_ problems: [NotebookProblem]) -> [NotebookProblem] {
    problems.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }

  /// The first line that the format would not take for output.
  private static func firstAmbiguous(_ lines: [String]) -> Int? {
    if let first = lines.first, ConsoleCommand.continuation(first) != nil { return 0 }
    return lines.firstIndex { $0.begins(with: "$ ") }
  }

  private func problem(
    _ message: String, _ command: ConsoleCommand, hint: String
  ) -> NotebookProblem {
    NotebookProblem(
      path: notebook.path, line: command.lines.lowerBound + 1, column: command.column, message,
      hint: hint)
  }

  private func seconds(_ labels: FenceLabels) -> String {
    let seconds = labels.timeout ?? NotebookRunner.defaultTimeout
    return seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
  }
}
