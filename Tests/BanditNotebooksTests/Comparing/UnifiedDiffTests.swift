import Foundation
import Testing

@testable import BanditNotebooks

/// A folder for the time of a test.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "notebook-test-\(UUID().uuidString)", isDirectory: true)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

@Suite("Unified differences")
struct UnifiedDiffTests {
  private func diff(_ old: String, _ new: String) -> UnifiedDiff {
    UnifiedDiff(path: "a b.md", from: old, to: new, note: "new")
  }

  @Test("A change is shown with three lines around it")
  func context() {
    let old = (1...12).map { "\($0)\n" }.joined()
    let diff = diff(old, old.replacing("6\n", with: "six\n"))
    #expect(
      diff.description
        == "--- a b.md\n+++ a b.md\t(new)\n@@ -3,7 +3,7 @@\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n 9\n")
    #expect(self.diff(old, old).isEmpty)
    #expect(self.diff("e\u{301}\n", "\u{E9}\n").isEmpty == false)
  }

  @Test("patch makes the new text of the old one")
  func patch() throws {
    let lines = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"].map { $0 + "\n" }
    let text = lines.joined()
    var cases = [
      ("", text), (text, ""), (text, String(text.dropLast())), (String(text.dropLast()), text),
      ("x", "y"), (text, "x\n" + text), (text, text + "x"), ("a\r\nb\r\n", "a\r\nc\r\n"),
      ("a\nb\n", "a\r\nb\n"), ("a\n\n\n", "a\n\n"),
    ]
    // Every choice of removed and doubled lines among the first six, with a steady end.
    for choice in 0..<64 {
      let changed = lines.enumerated().map { index, line in
        index < 6 && choice >> index & 1 == 1 ? (index % 2 == 0 ? "" : line + "new\n") : line
      }.joined()
      if changed != text { cases.append((text, changed)) }
    }
    #expect(cases.count == 73)
    try withFolder { folder in
      for (old, new) in cases {
        let file = folder.appendingPathComponent("a b.md")
        let patch = folder.appendingPathComponent("a.diff")
        try Data(old.utf8).write(to: file)
        try Data(diff(old, new).description.utf8).write(to: patch)
        let outcome = try BashShell().run(
          CommandRequest(
            command: "patch --binary --fuzz=0 -p0 < a.diff", folder: folder.path,
            environment: ["PATH": "/usr/bin:/bin"], timeout: 20))
        #expect(outcome.ending == .exited(0), "\(String(decoding: outcome.bytes, as: UTF8.self))")
        let patched = (try? Data(contentsOf: file)) ?? Data()
        #expect(patched == Data(new.utf8), "\(diff(old, new))")
      }
    }
  }

  @Test("Texts with nothing in common and many lines are compared at once")
  func large() {
    let old = (0..<20_000).map { "a\($0)\n" }.joined()
    let new = (0..<20_000).map { "b\($0)\n" }.joined()
    #expect(
      diff(old, new).description.hasPrefix("--- a b.md\n+++ a b.md\t(new)\n@@ -1,20000 +1,20000 @@")
    )
  }
}
