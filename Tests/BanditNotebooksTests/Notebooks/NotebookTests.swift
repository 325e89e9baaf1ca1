import Testing

@testable import BanditNotebooks

/// A session with these lines between its fences.
func session(_ lines: String..., labels: String? = nil) -> String {
  let comment = labels.map { "<!-- \($0) -->\n" } ?? ""
  return comment + (["```console"] + lines + ["```", ""]).joined(separator: "\n")
}

@Suite("Notebooks")
struct NotebookTests {
  private let texts = [
    "", "\n", "no newline", "# a\r\n\r\n```console\r\n$ a\r\nb\r\n```\r\n",
    "```console\n$ a\n```", "a\n\n```yaml\n$ not run\n```\n\n~~~~console\n$ a\n> b\nc\n~~~\n~~~~\n",
    "   ```console\n   $ a\n  b\n   ```\n", "\t```console\n\t$ a\n",
    "a\rb\u{0}\u{301}\n$ \u{301}\n",
    "<!-- skip -->\n```console\nfree text\n```\n", "> ```console\n> $ quoted\n> ```\n",
    "<!--\n```console\n$ hidden\n```\n-->\n", "e\u{301}\u{E9}\n",
  ]

  @Test("The pieces cover every line once and print the text again, whatever its endings")
  func roundTrip() throws {
    var count = 0
    for text in texts {
      let notebook = try Notebook(text, path: "a.md")
      #expect(notebook.text.isIdentical(to: text))
      #expect(notebook.text(outputs: [:]).isIdentical(to: text))
      #expect(notebook.pieces.flatMap { Array($0.lines) } == Array(notebook.lines.indices))
      count += 1
    }
    #expect(count == 13)
  }

  private func sessions(_ text: String) throws -> [ConsoleSession] {
    try Notebook(text, path: "a.md").pieces.compactMap { piece in
      guard case .session(let session) = piece else { return nil }
      return session
    }
  }

  @Test("A command goes on while its lines begin with > and its output ends at the next command")
  func commands() throws {
    let text =
      "a\n\n" + session("$ one", "> two", ">", "out", "> not a continuation", "$ three", "")
    let notebook = try Notebook(text, path: "a.md")
    let session = try #require(try sessions(text).first)
    #expect(session.commands.map(\.text) == ["one\ntwo\n", "three"])
    #expect(session.commands.map(\.lines) == [3..<6, 8..<9])
    #expect(
      session.commands.map { notebook.expected($0, in: session) }
        == [["out", "> not a continuation"], [""]])
  }

  @Test(
    "Only console fences at the margin are sessions, and only outside comments and other fences")
  func fences() throws {
    let text = session("$ a")
    let cases = [
      (text, 1), ("~~~ console\n$ a\n~~~\n", 1), ("````\n" + text + "````\n", 0),
      ("````md\n" + text + "````\n\n" + text, 1), ("```sh\n$ a\n```\n", 0),
      ("<!-- no\n\n" + text + "-->\n", 0), ("``` `console`\n", 0),
      (session("$ a", labels: "skip"), 0),
      ("<!-- skip --> words\n" + text, 1), ("<!-- an ordinary comment -->\n\n" + text, 1),
    ]
    for (text, count) in cases { #expect(try sessions(text).count == count, "\(text)") }
    #expect(cases.count == 10)
  }

  @Test("New outputs keep endings, indentation and everything around them")
  func replacing() throws {
    let text = "  ```console\r\n  $ a\r\n  old\r\n  $ b\r\n  kept\r\n  ```\r\nlast"
    let notebook = try Notebook(text, path: "a.md")
    #expect(
      notebook.text(outputs: [1: ["new", "", " more"]]).isIdentical(
        to: "  ```console\r\n  $ a\r\n  new\r\n\r\n   more\r\n  $ b\r\n  kept\r\n  ```\r\nlast"))
  }

  @Test("A fence grows when an output would close it")
  func growing() throws {
    let notebook = try Notebook("```console x\n$ a\n```\n", path: "a.md")
    let text = notebook.text(outputs: [1: ["```", "`````", "```yaml"]])
    #expect(text == "``````console x\n$ a\n```\n`````\n```yaml\n``````\n")
    let again = try Notebook(text, path: "a.md")
    #expect(again.pieces.count == 1)
  }

  private func problems(_ text: String) -> [String] {
    do {
      _ = try Notebook(text, path: "a.md")
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test("What is wrong is said with line and column, all of it at once")
  func invalid() {
    let cases = [
      ("a\n```console\n$ a\n", "a.md:2:1: error: the fence is never closed; "),
      ("    ```console\n    $ a\n    ```\n", "a.md:1:5: error: a console fence behind 4 spaces"),
      (session("out", "$ a"), "a.md:2:1: error: output stands before the first command; "),
      ("a\n<!-- b\n", "a.md:2:1: error: the comment is never closed; "),
      (session("$ a\u{0}"), "a.md:2:1: error: a command cannot hold a zero byte; "),
    ]
    for (text, start) in cases {
      let found = problems(text)
      #expect(found.count == 1 && found[0].hasPrefix(start), "\(found)")
    }
    #expect(cases.count == 5)
    #expect(problems(session("x", labels: "wrong") + session("y")).count == 3)
  }
}
