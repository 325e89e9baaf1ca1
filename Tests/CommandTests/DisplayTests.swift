import Foundation
import Testing

@Suite("What tables show")
struct DisplayTests {
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "study.yaml",
      study().replacing("{kind: thompson}", with: "{label: \"a 時計\\u202E 🎰\", kind: thompson}"))
    try scratch.write(
      "two.yaml",
      study("two").replacing(
        "environment: {kind: bernoulli, means: [0.4, 0.6]}",
        with: """
          environments:
            - {label: coins, kind: bernoulli, means: [0.4, 0.6, 0.5], clusters: [[0, 1], [2]]}
            - {label: "coins, permuted", kind: bernoulli, means: [0.4, 0.6, 0.5], \
          clusters: [[0, 1], [2]], permute-labels: true}
          """))
    return scratch
  }

  private func run(_ arguments: String..., in scratch: Scratch, columns: String? = nil) throws
    -> [Substring]
  {
    let outcome = try Program.run(
      arguments, in: scratch.folder, environment: columns.map { ["COLUMNS": $0] } ?? [:])
    try #require(outcome.status == 0, "\(outcome.messages)")
    #expect(!outcome.output.unicodeScalars.contains("\u{202E}"))
    return outcome.output.split(separator: "\n")
  }

  @Test("At 60 columns policy, regret, its error and the median remain, and a line names the rest")
  func narrow() throws {
    let scratch = try folder()
    let rows = try run("run", "study.yaml", "--width", "60", in: scratch)
    #expect(rows.allSatisfy { $0.count <= 60 })
    let text = rows.joined(separator: "\n")
    #expect(text.contains("a 時計\u{FFFD} 🎰"))
    for word in ["policy", "pseudo", "regret", "± s.e.", "median"] { #expect(text.contains(word)) }
    #expect(text.contains("Not shown in 60 columns: "))
    #expect(text.contains("--wide"))
    #expect(try run("run", "study.yaml", in: scratch, columns: "60") == rows)
    let all = try run("run", "study.yaml", in: scratch)
    #expect(all.contains { $0.hasPrefix("policy") && $0.contains("95 %") })
    #expect(try run("run", "study.yaml", "--wide", in: scratch, columns: "60") == all)
    #expect(try run("run", "study.yaml", in: scratch, columns: "none") == all)
  }

  @Test("Columns are chosen by their keys, and unknown keys are refused with the list")
  func choice() throws {
    let scratch = try folder()
    let rows = try run("run", "study.yaml", "--columns", "stuck_fraction,median", in: scratch)
    #expect(rows[3].split(separator: " ") == ["policy", "stuck", "median"])
    let two = try run("run", "two.yaml", "--columns", "median", in: scratch)
    #expect(two.count { $0.split(separator: " ") == ["policy", "median"] } == 2)
    for (command, key, hint) in [
      ("run", "medain", "did you mean 'median'? the columns are policy, reward, "),
      ("compare", "x", "the columns are a, b, mean, interval, "),
      ("reproduce", "x", "the columns are check, measured, "),
      ("bounds", "x", "the columns are environment, instances, best_mean, "),
      ("trace", "x", "the columns are pulled, arm, theta, "),
    ] {
      let outcome = try Program.run(
        [command, "study.yaml", "--columns", key], in: scratch.folder)
      #expect(outcome.status == 64 && outcome.output.isEmpty)
      #expect(outcome.messages.hasPrefix("error: there is no column '\(key)': \(hint)"))
    }
    let csv = try Program.run(
      ["run", "study.yaml", "--columns", "median", "--format", "csv"], in: scratch.folder)
    #expect(csv.messages.hasPrefix("error: --columns is for tables: --format csv has all of them."))
    let none = try Program.run(["run", "study.yaml", "--columns", ","], in: scratch.folder)
    #expect(none.messages.hasPrefix("error: --columns ',' names none: the columns are policy"))
    let width = try Program.run(["run", "study.yaml", "--width", "3"], in: scratch.folder)
    #expect(width.messages.hasPrefix("error: --width 3 is out of range"))
  }

  @Test("Several environments begin with their summary; details are asked for")
  func details() throws {
    let scratch = try folder()
    let summary = try run("run", "two.yaml", in: scratch)
    #expect(summary[3].split(separator: " ") == ["policy", "coins", "permuted"])
    #expect(summary.last == "--details shows medians, quantiles and shares for each environment")
    #expect(!summary.contains { $0.contains("the oracle earns") })
    let details = try run("run", "two.yaml", "--details", in: scratch)
    #expect(details.count { $0.contains("the oracle earns") } == 2)
    #expect(details[3] == summary[3])
    let markdown = try run("run", "two.yaml", "--format", "markdown", in: scratch)
    #expect(markdown.contains { $0.hasPrefix("### Mean pseudo regret") })
    #expect(!markdown.contains { $0.contains("--details") })
  }
}
