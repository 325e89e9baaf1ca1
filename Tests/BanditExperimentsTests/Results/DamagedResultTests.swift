import ClusterBandit
import Foundation
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Damaged results")
struct DamagedResultTests {
  private func result() throws -> ResultSet { try read(ResultReaderTests.study).run(jobs: 1) }

  private func results(saved text: String) throws(InvalidInput) -> [ResultSet] {
    try ResultReader(file: "a.json").read(Data(text.utf8))
  }

  private func message(_ text: String) -> String {
    do {
      _ = try results(saved: text)
      return "valid"
    } catch {
      return error.description
    }
  }

  /// Replaces in a good result, and what is then said.
  static let damages: [(old: String, new: String, message: String)] = [
    (
      "\"schema\": 2", "\"schema\": 3",
      "the result has schema 3, and this program reads schema 2 at 'schema'; read it with a newer"
    ),
    (
      "\"schema\": 2", "\"schema\": 1",
      "the result has schema 1, and this program reads schema 2 at 'schema'; run the experiment"
    ),
    (
      "\"schema\": 2, ", "",
      "the result has no schema: it is of version 0.1, and this program reads schema 2 at 'schema'; "
        + "run the experiment again with this program"
    ),
    (
      "\"streams\":\(StreamVersion.current),\"targets\"",
      "\"streams\":\(StreamVersion.current + 1),\"targets\"",
      "it has version \(StreamVersion.current + 1) of the streams, and this program draws version "
    ),
    (
      "\"seed\":18446744073709551615", "\"sed\":1",
      "the result lacks 'seed' at 'experiments[0].plan.seed'; a saved "
    ),
    (
      "\"seed\":18446744073709551615", "\"seed\":18446744073709551614",
      "the plan is not the one that was run: its SHA-256 is "
    ),
    (
      "\"replications\":7,\"seed\"", "\"replications\":8,\"seed\"",
      "the plan is not the one that was run: its SHA-256 is "
    ),
    (
      "\"replications\":7,\"seed\"", "\"replications\":\"7\",\"seed\"",
      "that is not what a result holds here at 'experiments[0].plan.replications'; a saved "
    ),
    (
      "\"horizon\":30", "\"horizon\":-30", "the plan is not the one that was run: its SHA-256 is "
    ),
    (
      "\"label\":\"gaussian\"", "\"label\":\"gauss\"",
      "the plan is not the one that was run: its SHA-256 is "
    ),
    (
      "\"plan_sha256\":\"", "\"plan_sha256\":\"0",
      "the plan is not the one that was run: its SHA-256 is "
    ),
    ("\"finals\": [", "\"others\": [", "the result lacks 'finals' at 'experiments[0].finals'; a "),
    (
      "\"metric\":\"reward\",\"values\"", "\"metric\":\"rewards\",\"values\"",
      "the curve of the reward of 'random' on 'x, \"y\" \\' does not end where it should at "
    ),
    (
      "\"metric\":\"reward\",\"values\"", "\"metric\":\"pseudo-regret\",\"values\"",
      "the pseudo-regret of 'random' on 'x, \"y\" \\' is not the mean of its replications at "
        + "'experiments[0].results'; it was cut or changed by hand: run the experiment again"
    ),
    (
      "\"policy\":\"random\",\"metric\":\"pseudo-regret\",\"values\":[",
      "\"policy\":\"random\",\"metric\":\"pseudo-regret\",\"values\":[1,",
      "the metrics of 'random' on 'x, \"y\" \\' have different numbers of replications at "
        + "'experiments[0].finals'; "
    ),
    (
      "\"policy\":\"random\",\"metric\":\"pseudo-regret\",\"values\":[",
      "\"policy\":\"random\",\"metric\":\"pseudo-regret\",\"values\":[\"x\",",
      "that is not what a result holds here at 'experiments[0].finals[0].values[0]'; a saved "
    ),
    (
      "\"policy\":\"random\",\"metric\":\"pseudo-regret\",\"values\":[",
      "\"policy\":\"random\",\"metric\":\"pseudo-regret\",\"values\":[null,",
      "that is not what a result holds here at 'experiments[0].finals[0].values[0]'; a saved "
    ),
    (
      "\"policy\":\"random\",\"metric\":\"pseudo-regret\",\"values\":[",
      "\"policy\":\"random\",\"metric\":\"pseudo-regret\",\"values\":[1e999,",
      "the file is not JSON, is cut, or has a number out of range; a saved result is "
    ),
    (
      "\"metric\":\"reward\",\"round\"", "\"metric\":\"prize\",\"round\"",
      "the reward of 'random' on 'x, \"y\" \\' is not the mean of its replications at "
    ),
    (
      "\"constants\": [", "\"constants\": [1,",
      "there are 2 values for 1 constants at 'experiments[0].constants'; "
    ),
    (
      "\"experiment\": \"saved\"", "\"experiment\": \"changed\"",
      "the file is not as it was saved: it has another SHA-256 at 'sha256'; it was cut or changed"
    ),
    (
      "\"verdict\":\"agrees\"", "\"verdict\":\"differs\"",
      "the file is not as it was saved: it has another SHA-256 at 'sha256'; it was cut or changed"
    ),
    ("\"sha256\": ", "\"md5\": ", "the result lacks 'sha256' at 'sha256'; a saved result is what "),
  ]

  @Test("Each damage is named with its place and a hint", arguments: damages)
  func damage(_ damage: (old: String, new: String, message: String)) throws {
    let text = ResultJSON.text([try result()])
    let changed = text.replacing(damage.old, with: damage.new, maxReplacements: 1)
    #expect(message(text) == "valid")
    #expect(changed != text)
    #expect(
      message(changed).hasPrefix("a.json:1:1: error: " + damage.message), "\(message(changed))")
  }

  @Test("Blanks between values may differ, blanks inside texts may not")
  func blanks() throws {
    let text = ResultJSON.text([try result()])
    #expect(message(text.replacing(",\n", with: " ,\r\n\t ")) == "valid")
    #expect(message(text.replacing("\"A \\\"", with: "\"A  \\\"")) != "valid")
    #expect(message(text.replacing("\\\"title\\\", /", with: "\\\"title\\\",/")) != "valid")
  }

  @Test("Labels with control characters are refused, and so are numbers beyond every limit")
  func plans() throws {
    let cell = ResultSet.Cell(
      "\u{1B}[31me", "p", horizon: 16, rounds: [16], values: [.reward: [1, 2]])
    let label = ResultSet(named: "n", title: "t", seed: 1, replications: 2, cells: [cell])
    #expect(
      message(ResultJSON.text([label])).hasPrefix(
        "a.json:1:1: error: '\u{FFFD}[31me' is not a label at 'experiments[0].plan.problems'; "))
    let good = ResultSet.Cell("e", "p", horizon: 16, rounds: [16], values: [.reward: [1, 2]])
    let result = ResultSet(named: "n", title: "t", seed: 1, replications: 2, cells: [good])
    #expect(message(ResultJSON.text([result])) == "valid")
    let changes: [(String, (inout Plan) -> Void)] = [
      ("replications", { $0.replications = 0 }), ("checkpoints", { $0.checkpoints.count = 0 }),
      ("problems", { $0.problems[0].horizon = -30 }),
    ]
    for (key, change) in changes {
      var plan = result.plan
      change(&plan)
      let text = ResultJSON.text([result]).replacing(
        result.plan.canonicalText, with: plan.canonicalText
      ).replacing(result.plan.sha256, with: plan.sha256)
      #expect(
        message(text).contains(" is out of range at 'experiments[0].plan.\(key)'; it was cut or"),
        "\(message(text))")
    }
  }

  @Test(
    "What is not JSON, is cut or is nested without end is refused",
    arguments: [
      "", " ", "{", "[", "[]", "null", "3", "\"x\"", "{}", "[{}]", "name: study", "\u{0}",
      "{\"schema\": 2}", "{\"schema\": 2, \"experiments\": [], \"sha256\": \"\"}",
      "{\"schema\": \"2\"}", "{\"schema\": 1e99}",
      String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
    ])
  func garbage(_ text: String) {
    #expect(message(text).hasPrefix("a.json:1:1: error: "))
    #expect(message(text).utf8.count < 400)
  }

  @Test("A result cut anywhere is refused")
  func cut() throws {
    let text = ResultJSON.text([try result()])
    let bytes = Array(text.utf8)
    var cuts = 0
    for end in stride(from: 0, to: bytes.count - 2, by: 211) {
      let part = String(decoding: bytes[..<end], as: UTF8.self)
      #expect(message(part).hasPrefix("a.json:1:1: error: the file is not JSON, is cut, or has "))
      cuts += 1
    }
    #expect(cuts > 50)
    #expect(message(String(decoding: bytes.dropLast(1), as: UTF8.self)) == "valid")
  }

  @Test(
    "A digit that is changed is found, wherever it stands",
    arguments: ["plan", "results", "curves", "checks", "constants", "finals", "runs", "manifest"])
  func digits(_ member: String) throws {
    let text = ResultJSON.text([
      try read(ResultReaderTests.study).run(jobs: 1, keepsRuns: true)
    ])
    let start = try #require(text.range(of: "\n\"\(member)\": "))
    let end = text.range(of: "\n\"", range: start.upperBound..<text.endIndex)?.lowerBound
    let part = text[start.upperBound..<(end ?? text.endIndex)]
    let digits = part.indices.filter { part[$0].isNumber }
    var changed = 0
    for index in stride(from: 0, to: digits.count, by: max(1, digits.count / 25)) {
      let digit = try #require(text[digits[index]].wholeNumberValue)
      var damaged = text
      let next = damaged.index(after: digits[index])
      damaged.replaceSubrange(digits[index]..<next, with: "\((digit + 1) % 10)")
      #expect(message(damaged).hasPrefix("a.json:1:1: error: "))
      changed += 1
    }
    #expect(changed >= min(digits.count, 25) && changed > 5)
  }

  @Test("Damaged results are refused or compared, and never trap", arguments: 0..<6)
  func fuzz(_ index: Int) throws {
    var mutator = Mutator(stream: testStream(UInt64(index)))
    let text = ResultJSON.text([try result()])
    let end = try #require(text.range(of: ",\n\"sha256\"")).lowerBound
    let bytes = Array(text[..<end].utf8)
    var refused = 0
    for _ in 0..<40 {
      // With the hash of what it is now, so that the rest is looked at.
      let changed = ResultJSON.sealed(String(decoding: mutator.mutate(bytes), as: UTF8.self))
      do throws(InvalidInput) {
        for one in try ResultReader(file: "a.json").read(Data(changed.utf8)) {
          let selection = Finals.selection(.realisedRegret)
          if selection.problems([ComparisonSelection.Layout(one)]).isEmpty {
            let comparison = ExperimentComparison(one, selection)
            #expect(!ComparisonReport(comparison).plain().isEmpty)
          }
          #expect(!one.csv().isEmpty && one.checks.count <= 2)
        }
      } catch {
        refused += 1
        #expect(error.diagnostics.count == 1)
      }
    }
    #expect(refused > 20)
  }
}
