import Testing

@testable import BanditNotebooks

@Suite("Labels of fences")
struct FenceLabelTests {
  private func labels(_ text: String) throws -> FenceLabels? {
    for piece in try Notebook(text, path: "a.md").pieces {
      if case .session(let session) = piece { return session.labels }
    }
    return nil
  }

  @Test("Every label is read, on one line or several, with quoted values")
  func all() throws {
    let found = try #require(
      try labels(
        "<!-- timeout=0.5\n  exit=3 tolerance=1e-3 unordered\tuses=a uses=\"../b c\"\n"
          + "needs=\"R -s\"-->\n"
          + session("$ a")))
    #expect(found.timeout == 0.5)
    #expect(found.exitStatus == 3)
    #expect(found.tolerance == 0.001)
    #expect(found.isUnordered)
    #expect(found.uses == ["a", "../b c"])
    #expect(found.needs == "R -s")
    #expect(try labels(session("$ a")) == FenceLabels())
  }

  @Test("A fence of any language with a file is that file")
  func file() throws {
    let text = "<!-- file=\"a b/c.yaml\" -->\n  ```yaml\r\n  $ x: 1\r\n    y: 2\r\n  ```\r\n"
    let pieces = try Notebook(text, path: "a.md").pieces
    #expect(
      pieces == [
        .text(0..<1),
        .file(FileFence(file: "a b/c.yaml", content: "$ x: 1\n  y: 2\n", lines: 1..<5)),
      ])
    #expect(try labels("<!--file=x-->\n" + session("$ a")) == nil)
  }

  @Test(
    "A label that is unknown, repeated, in the wrong place or without sense is refused where it is")
  func refused() throws {
    let console = session("$ a")
    let yaml = "```yaml\na: 1\n```\n"
    let cases = [
      ("<!-- skp -->\n" + console, 1, 6), ("<!-- exit=1 exit=1 -->\n" + console, 1, 13),
      ("<!--\n  timeout=0 -->\n" + console, 2, 3), ("<!-- timeout=nan -->\n" + console, 1, 6),
      ("<!-- timeout -->\n" + console, 1, 6), ("<!-- exit=256 -->\n" + console, 1, 6),
      ("<!-- exit=1.5 -->\n" + console, 1, 6), ("<!-- tolerance=-1 -->\n" + console, 1, 6),
      ("<!-- skip=yes -->\n" + console, 1, 6), ("<!-- uses= -->\n" + console, 1, 6),
      ("<!-- needs= -->\n" + console, 1, 6), ("<!-- needs -->\n" + console, 1, 6),
      ("<!-- timeout=3 -->\n" + yaml, 1, 6), ("<!-- file=x timeout=3 -->\n" + yaml, 1, 13),
      ("<!-- file=../x -->\n" + yaml, 1, 6), ("<!-- file=/x -->\n" + yaml, 1, 6),
      ("<!-- file= -->\n" + yaml, 1, 6), ("<!-- file=a//b -->\n" + yaml, 1, 6),
    ]
    for (text, line, column) in cases {
      let error = #expect(throws: InvalidNotebook.self) { try Notebook(text, path: "a.md") }
      let problems = try #require(error).problems
      #expect(problems.map(\.line) == [line], "\(text)")
      #expect(problems.map(\.column) == [column], "\(text)")
    }
    #expect(cases.count == 18)
  }
}
