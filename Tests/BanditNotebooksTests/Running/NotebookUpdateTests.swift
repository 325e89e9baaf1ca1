import Foundation
import Testing

@testable import BanditNotebooks

@Suite("Updating notebooks and their figures")
struct NotebookUpdateTests {
  private func check(_ file: URL) throws -> NotebookCheck {
    try NotebookRunner(programFolder: "/usr/bin").check(Notebook(file: file.path))
  }

  private func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

  @Test("A check after an update passes and a second update changes nothing")
  func idempotent() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("study.md")
      let markdown =
        "# A\r\n\r\n![a](figures/study/a.svg)\r\n\r\n"
        + session(
          "$ echo '<svg/>' > figures/study/a.svg",
          "$ mkdir figures/study/b; cp figures/*/a.svg figures/study/b",
          "$ printf '```\\n\\tx\\n'", "old"
        ).replacing("\n", with: "\r\n") + "end"
      try Data(markdown.utf8).write(to: file)
      let first = try check(file)
      #expect(first.failures.isEmpty)
      #expect(first.differences.map(\.line) == [1, 3, 8])
      #expect(first.figures.changed == ["a.svg", "b/a.svg"])
      #expect(try first.update().count == 3)
      #expect(try text(file).contains("````console\r\n"))
      #expect(try text(file).hasSuffix("```\r\n\tx\r\n````\r\nend"))
      let second = try check(file)
      #expect(second.passed, "\(second.differences) \(second.failures)")
      #expect(try second.update() == [])
      #expect(try text(folder.appendingPathComponent("figures/study/b/a.svg")) == "<svg/>\n")
    }
  }

  @Test(
    "A figure that differs is replaced and one that is no longer made goes, unless something failed"
  )
  func figures() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("n.md")
      let figures = folder.appendingPathComponent("figures/n")
      try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
      let kept = ["a.svg", "old.svg", ".hidden"].map { figures.appendingPathComponent($0) }
      for file in kept { try Data("old".utf8).write(to: file) }
      try Data(session("$ printf new > figures/n/a.svg; exit 1").utf8).write(to: file)
      let failed = try check(file)
      #expect(failed.failures.count == 1)
      #expect(
        failed.differences.map(\.message) == [
          "the figure 'figures/n/a.svg' is not the one that is kept",
          "the figure 'figures/n/old.svg' is kept but no command makes it",
        ])
      try failed.update()
      #expect(try text(kept[0]) == "new")
      #expect(FileManager.default.fileExists(atPath: kept[1].path))
      try Data(session("$ printf new > figures/n/a.svg").utf8).write(to: file)
      #expect(try check(file).update().count == 1)
      #expect(kept.map { FileManager.default.fileExists(atPath: $0.path) } == [true, false, true])
      #expect(try check(file).passed)
    }
  }

  @Test("Figures of a session that is passed over stay as they are kept")
  func skippedFigures() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("n.md")
      let kept = folder.appendingPathComponent("figures/n/a.svg")
      try FileManager.default.createDirectory(
        at: kept.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("old".utf8).write(to: kept)
      let command = "$ printf new > figures/n/a.svg"
      try Data((session(command, labels: "needs=false") + "![](figures/n/a.svg)\n").utf8)
        .write(to: file)
      #expect(try check(file).passed)
      #expect(try check(file).update().isEmpty)
      #expect(FileManager.default.fileExists(atPath: kept.path))
      try Data(session(command, labels: "needs=true").utf8).write(to: file)
      #expect(try check(file).differences.count == 1)
    }
  }

  @Test("An image that no command makes, that is missing or far away is a failure with its line")
  func images() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("n.md")
      try Data("x".utf8).write(to: folder.appendingPathComponent("there is.png"))
      let markdown = """
        ![](figures/n/made.svg) and
        [![](figures/n/not.svg)](https://example.org)

        - *![](<there is.png>)* ![](there%20is.png#part)
        - ![](missing.png)

        | a |
        |---|
        | ![](https://example.org/a.png) |

        `![](code.png)` \\![](escaped.png)


        """
      try Data((markdown + session("$ touch figures/n/made.svg")).utf8).write(to: file)
      let check = try check(file)
      #expect(check.failures.map(\.line) == [2, 5, 9])
      #expect(check.differences.map(\.line) == [1])
    }
  }

  @Test("A notebook that has changed meanwhile, or cannot be written, stays as it is")
  func refused() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("n.md")
      try Data(session("$ echo 1").utf8).write(to: file)
      let check = try check(file)
      try Data("changed".utf8).write(to: file)
      let error = #expect(throws: NotebookProblem.self) { try check.update() }
      #expect(error?.message == "the notebook has changed while its commands ran")
      #expect(try text(file) == "changed")
      try FileManager.default.removeItem(at: file)
      #expect(throws: NotebookProblem.self) { try check.update() }
    }
  }

  @Test("A file that is missing or is no UTF-8 is refused with its line")
  func unreadable() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("n.md")
      let missing = #expect(throws: InvalidNotebook.self) { try Notebook(file: file.path) }
      #expect(missing?.problems.map(\.message) == ["the file cannot be read"])
      try Data([0x61, 0x0A, 0xC3, 0xA9, 0xFF, 0x0A]).write(to: file)
      let wrong = #expect(throws: InvalidNotebook.self) { try Notebook(file: file.path) }
      #expect(wrong?.problems.map(\.line) == [2])
    }
  }

  @Test("An update through a link writes the file and keeps the link and its permissions")
  func link() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("real.md")
      let link = folder.appendingPathComponent("n.md")
      try Data(session("$ echo 1").utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      try check(link).update()
      #expect(try text(file) == session("$ echo 1", "1"))
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    }
  }
}
