import Foundation
import Testing

@testable import BanditExperiments

@Suite("Diagnostics")
struct DiagnosticTests {
  private func position(_ line: Int, _ column: Int, _ file: String = "f") -> SourcePosition {
    SourcePosition(file: file, line: line, column: column)
  }

  @Test("A diagnostic reads file:line:column: error: message at 'key.path'; hint")
  func format() {
    let one = Diagnostic(position(3, 7), "bad", at: "policies[0].c", hint: "mend it")
    #expect(one.description == "f:3:7: error: bad at 'policies[0].c'; mend it")
    let whole = Diagnostic(position(1, 1), "bad", at: "", hint: "mend it")
    #expect(whole.description == "f:1:1: error: bad; mend it")
  }

  @Test("Diagnostics come in the order of the file, each once")
  func order() {
    let late = Diagnostic(position(10, 1), "late", at: "", hint: "h")
    let early = Diagnostic(position(9, 5), "early", at: "", hint: "h")
    let second = Diagnostic(position(9, 5), "a second one there", at: "", hint: "h")
    let earlier = Diagnostic(position(9, 4), "earlier", at: "", hint: "h")
    let input = InvalidInput([late, early, late, second, earlier, early])
    #expect(input.diagnostics == [earlier, early, second, late])
  }

  @Test("A report prints fifty diagnostics and counts the others")
  func longReports() {
    let many = (1...60).map { Diagnostic(position($0, 1), "bad", at: "", hint: "h") }
    let lines = InvalidInput(many).description.split(separator: "\n")
    #expect(lines.count == 51)
    #expect(lines[49] == "f:50:1: error: bad; h")
    #expect(lines[50] == "… and 10 more errors")
    #expect(
      InvalidInput(Array(many.prefix(50))).description.hasSuffix("f:50:1: error: bad; h"))
  }

  @Test("Control characters and long words from the file do not reach the terminal")
  func sanitised() {
    let escape = diagnostics(of: Study.text(6, "\"a\\e[31m\\nb\": 1"))
    #expect(escape.count == 1)
    #expect(escape[0].hasPrefix("6:1: unknown key 'a\u{FFFD}[31m\u{FFFD}b' at 'a\u{FFFD}[31m"))
    let isClean = escape[0].unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control
    }
    #expect(isClean)
    let long = diagnostics(of: Study.text(6, String(repeating: "k", count: 900) + ": 1"))
    #expect(long[0].count < 600)
    let label = Study.text(
      5...6,
      "policies: [{kind: ucb1, label: \"a\\nb\"}]\nsweep: [{path: policies.c.ties, values: [1]}]")
    #expect(diagnostics(of: label).allSatisfy { !$0.contains("\n") })
  }

  @Test(
    "A misspelt word gets the nearest candidate within a third of its length",
    arguments: [
      ("horizn", "horizon"), ("hroizon", "horizon"), ("HORIZON", "horizon"), ("sed", nil),
      ("sede", "seed"),
      ("polices", "policies"), ("title", "title"), ("x", nil), ("", nil),
      ("environmnts", "environments"), ("environmen", "environment"), ("abcdef", nil),
      ("polxyzes", nil),
    ] as [(String, String?)])
  func suggestions(_ word: String, _ expected: String?) {
    let keys = ["name", "title", "seed", "horizon", "environment", "environments", "policies"]
    #expect(suggestion(for: word, among: keys) == expected)
  }

  @Test("Of three letters two may have changed places, and nothing else")
  func shortWords() {
    let kinds = ["ts", "tsc", "hts", "ucb", "uct"]
    #expect(suggestion(for: "tcs", among: kinds) == "tsc")
    #expect(suggestion(for: "ubc", among: kinds) == "ucb")
    #expect(suggestion(for: "st", among: kinds) == "ts")
    for word in ["tsx", "tss", "ht", "cst", "uc"] {
      #expect(suggestion(for: word, among: kinds) == nil, "\(word)")
    }
  }

  @Test("The edit distance counts insertions, deletions, changes and neighbours swapped")
  func distance() {
    #expect(editDistance("", "") == 0)
    #expect(editDistance("", "abc") == 3)
    #expect(editDistance("kitten", "sitting") == 3)
    #expect(editDistance("ab", "ba") == 1)
    #expect(editDistance("ca", "abc") == 3)
    #expect(editDistance("a cat", "an act") == 2)
    let long = String(repeating: "a", count: 100_000)
    #expect(editDistance(long, long + "b") == 0)
  }

  @Test("Without a near word a hint lists all candidates")
  func hints() {
    #expect(hint(for: "zz", among: ["one", "two"], what: "words") == "the words are one, two")
    #expect(hint(for: "twoo", among: ["one", "two"], what: "words") == "did you mean 'two'?")
    #expect(hint(for: "zz", among: [Term](), what: "words") == "there are no words")
  }

  @Test("Files that cannot be read say so in one line")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    func message(_ path: String) -> String {
      do {
        _ = try PlanReader().read(file: path)
        return "valid"
      } catch { return "\(error)" }
    }
    let hint = "'cluster-bandit list experiments' names those that are shipped"
    let missing = folder.url.path + "/none.yaml"
    #expect(
      message(missing)
        == "\(missing):1:1: error: the experiment cannot be read: no such file; \(hint)")
    #expect(
      message(folder.url.path)
        == "\(folder.url.path):1:1: error: the experiment cannot be read: it is a folder; "
        + "give a file in it")
    #expect(message("/dev/null").hasPrefix("/dev/null:1:1: error: the file is empty; "))
    for bytes in [Data([0, 1, 2]), Data("name: \u{0}".utf8), Data([0x6E, 0xFF, 0xFE])] {
      let file = folder.url.appendingPathComponent("binary.yaml")
      try bytes.write(to: file)
      #expect(
        message(file.path)
          == "\(file.path):1:1: error: the file is not text; an experiment is YAML in UTF-8")
    }
  }

  @Test("Every error of a file is reported at once, also where a sweep leads nowhere")
  func everythingAtOnce() {
    let text = """
      name: a b
      titel: x
      horizon: 0
      seed: -1
      environment: {kind: bernoulli, means: [0.4, 1.6]}
      policies: [{kind: thomson}, {kind: ucb, c: -1, c: 2}]
      sweep: [{path: environment.meens.x, values: [1]}]
      published: [{policy: x}]
      horizon: 7
      """
    let places = diagnostics(of: text).map {
      $0.split(separator: ":").prefix(2).joined(separator: ":")
    }
    #expect(
      places == [
        "1:7", "2:1", "3:10", "4:7", "5:45", "6:19", "6:44", "6:48", "7:16", "8:13", "8:13", "8:13",
        "8:13", "9:1",
      ])
  }

  @Test("A byte-order mark at the start is no part of the file")
  func byteOrderMark() throws {
    let experiment = try read("\u{FEFF}" + Study.text(6, "seed: 5"))
    #expect(experiment.plan.name == "study")
    #expect(experiment.plan.seed == 5)
    #expect(diagnostics(of: "\u{FEFF}nmae: x")[0].hasPrefix("1:1: unknown key 'nmae'"))
  }

  @Test("Windows line ends leave lines and columns as they are")
  func windowsLineEnds() {
    let text = Study.text(6, "seed: -1").replacing("\n", with: "\r\n")
    #expect(diagnostics(of: text).first?.hasPrefix("6:7: a seed cannot be '-1'") == true)
  }

  @Test("Deep nesting is refused and not followed")
  func nesting() {
    for (opening, closing) in [("[", "]"), ("{a: ", "}")] {
      let deep = String(repeating: opening, count: 100_000)
      #expect(diagnostics(of: "name: \(deep)")[0].contains("nesting level"))
      let closed = String(repeating: opening, count: 900) + String(repeating: closing, count: 900)
      #expect(!diagnostics(of: "name: \(closed)").isEmpty)
    }
  }

  @Test("Aliases that multiply are refused at once, as values and as keys", .timeLimit(.minutes(1)))
  func aliases() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(
      diagnostics(of: text) == [
        "17:12: there are more than 30 aliases; write the values where they belong"
      ])
    #expect(diagnostics(of: text + "? *a40\n: 1\n? *a39\n: 2\n").count == 1)
    let few = Study.text(4...5, "environment: {kind: bernoulli, means: &m [0.4, 0.6], label: *n}")
    #expect(diagnostics(of: few).count == 1)
  }
}
