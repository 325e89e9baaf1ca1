import Foundation
import Testing

@testable import BanditNotebooks

/// A shell that answers without a process.
private struct ScriptedShell: CommandShell {
  let answer: @Sendable (CommandRequest) throws -> CommandOutcome

  func run(_ request: CommandRequest) throws -> CommandOutcome { try answer(request) }
}

@Suite("Running notebooks")
struct NotebookRunnerTests {
  private let runner = NotebookRunner(programFolder: "/usr/bin")

  private func check(_ text: String) throws -> NotebookCheck {
    try runner.check(Notebook(text, path: "/nowhere/a.md"))
  }

  @Test("A notebook whose outputs are as expected passes and would stay as it is")
  func passing() throws {
    let check = try check(
      "# Title\n\n" + session("$ echo a; echo b >&2", "a", "b", "$ seq 5", "1", "...", "5")
        + session("$ exit 3", labels: "exit=3")
        + session("$ printf '2\\n1\\n'", "1", "2", labels: "unordered")
        + session("$ echo 1.001", "1.0", labels: "tolerance=0.01")
        + session("anything", labels: "skip"))
    #expect(check.passed, "\(check.failures) \(check.differences)")
    #expect(check.diff.isEmpty)
    #expect(check.updatedText == check.notebook.text)
  }

  @Test("A session whose need is not met is passed over and named; a met one is compared")
  func needs() throws {
    let check = try check(
      session("$ echo a > made; echo b", "old", labels: "needs=\"exit 3\"")
        + session("$ echo b", "old", labels: "needs=true")
        + session("$ ls made", "...", labels: "exit=2"))
    #expect(check.skipped == ["/nowhere/a.md:2: not run, for 'exit 3' fails here"])
    #expect(check.differences.map(\.line) == [8])
    #expect(check.failures.isEmpty)
  }

  @Test("A different output is a difference with its line, and the notebook as it would be passes")
  func differing() throws {
    let text = "# Title\n\n" + session("$ echo new", "old", "$ echo same", "same")
    let check = try check(text)
    #expect(check.failures.isEmpty)
    #expect(check.differences.map(\.line) == [4])
    #expect(check.updatedText == text.replacing("old", with: "new"))
    #expect(check.diff.description.contains("\n-old\n+new\n"))
    #expect(try self.check(check.updatedText).passed)
  }

  @Test("Files are written, commands share a folder and nothing else, and the folder vanishes")
  func folder() throws {
    let check = try check(
      "<!-- file=sub/a.txt -->\n```text\n$ hello\n```\n\n"
        + session(
          "$ cat sub/a.txt; A=1; cd sub", "$$ hello", "$ echo ${A-none}; ls", "none", "figures",
          "sub",
          "$ pwd > where; ls figures", "a", "$ cat where", "..."))
    // The first output begins like a command, which no notebook can hold.
    #expect(check.failures.map(\.line) == [7])
    #expect(check.differences.isEmpty)
    let found = try runner.check(Notebook(session("$ pwd", ""), path: "a.md"))
    let path = try #require(found.updatedText.split(separator: "\n").dropFirst(2).first)
    #expect(path.hasSuffix("/work"))
    #expect(!FileManager.default.fileExists(atPath: String(path)))
  }

  @Test("The environment is fixed and the folder of the program comes first")
  func environment() throws {
    let recorded = try runner.check(Notebook(session("$ env | sort"), path: "a.md")).updatedText
    let lines = recorded.split(separator: "\n")
    for line in ["COLUMNS=100", "LC_ALL=C", "NO_COLOR=1", "OPENBLAS_NUM_THREADS=1", "TZ=UTC"] {
      #expect(lines.contains(Substring(line)))
    }
    #expect(lines.contains { $0.hasPrefix("PATH=/usr/bin:") })
    #expect(lines.contains { $0.hasPrefix("HOME=") && $0.hasSuffix("/home") })
    #expect(!lines.contains { $0.hasPrefix("USER=") })
    let relative = NotebookRunner(programFolder: "bin").environment(home: "/h")["PATH"] ?? ""
    #expect(relative.hasPrefix(FileManager.default.currentDirectoryPath + "/bin:"))
  }

  @Test("A wrong status and a time that is over are failures, and the commands below still run")
  func failing() throws {
    let text =
      session("$ echo before; sleep 100", "old", labels: "timeout=1.5")
      + session("$ echo why; exit 2", "$ echo after", "after")
    let check = try check(text)
    #expect(check.failures.map(\.line) == [3, 7])
    #expect(
      check.failures[0].message
        == "the command was stopped after 1.5 seconds; its last line was 'before'")
    #expect(check.failures[1].message == "the command ended with status 2 and not 0")
    #expect(check.updatedText == text.replacing("exit 2\n", with: "exit 2\nwhy\n"))
  }

  @Test("Files are copied from beside the notebook before the commands run")
  func uses() throws {
    try withFolder { folder in
      let notebooks = folder.appendingPathComponent("notebooks")
      for sub in ["notebooks", "data/deep"] {
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent(sub), withIntermediateDirectories: true)
      }
      try Data("1\n".utf8).write(to: folder.appendingPathComponent("data/deep/x.csv"))
      try Data("2\n".utf8).write(to: notebooks.appendingPathComponent("y.csv"))
      let text =
        session(
          "$ cat data/deep/x.csv y.csv; echo 3 > y.csv", "1", "2",
          labels: "uses=../data uses=y.csv")
        + session("$ cat y.csv", "2", labels: "uses=./y.csv")
        + session("$ true", labels: "uses=missing")
      let path = notebooks.appendingPathComponent("a.md").path
      let check = try runner.check(Notebook(text, path: path))
      #expect(check.differences.isEmpty, "\(check.diff)")
      #expect(check.failures.map(\.line) == [13])
      #expect(
        try String(contentsOf: notebooks.appendingPathComponent("y.csv"), encoding: .utf8) == "2\n")
    }
  }

  @Test("A file in the place of a folder is a failure with the line of its fence")
  func unwritable() throws {
    let check = try check(
      "<!-- file=a -->\n```\n```\n\n<!-- file=a/b -->\n```\n```\n")
    #expect(check.failures.map(\.line) == [6])
  }

  @Test("Another shell can take the place of bash, and what ends it ends the check")
  func injected() throws {
    let text = session("$ one", "ONE", "$ two", "...") + session("$ three", labels: "timeout=7")
    let notebook = try Notebook(text, path: "a.md")
    let shell = ScriptedShell { request in
      let text = "\(request.command.uppercased()) \(request.timeout)"
      return CommandOutcome(bytes: Array(text.utf8), ending: .exited(0))
    }
    let check = try NotebookRunner(programFolder: "/", shell: shell).check(notebook)
    #expect(check.updatedText.contains("$ one\nONE 120.0\n$ two\n...\n"))
    #expect(check.updatedText.contains("$ three\nTHREE 7.0\n"))
    let cancelled = ScriptedShell { _ in throw CancellationError() }
    #expect(throws: CancellationError.self) {
      try NotebookRunner(programFolder: "/", shell: cancelled).check(notebook)
    }
    let broken = ScriptedShell { _ in throw ShellFailure("no") }
    #expect(
      try NotebookRunner(programFolder: "/", shell: broken).check(notebook).failures.count == 3)
  }
}
