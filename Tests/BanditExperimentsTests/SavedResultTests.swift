import ClusterBandit
import Foundation
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Saved results")
struct SavedResultTests {
  private func result() throws -> ExperimentResult {
    let text = """
      name: saved
      title: "A \\"title\\", / ε"
      seed: 18446744073709551615
      horizon: 30
      replications: 7
      checkpoints: {count: 2}
      environments:
        - {label: "x, \\"y\\" \\\\", kind: needle, arms: 6, clusters: 2}
        - {kind: gaussian, means: [0, 1], standard-deviation: 0.3}
      policies: [{kind: random}, {kind: epsilon-greedy, epsilon: 0.1, label: ε / 1}]
      """
    return try ExperimentRunner(jobs: 1).run(read(text))
  }

  /// The saved result without what is not read.
  private func slim() throws -> String {
    let whole = MachineReadableReport(try result()).json()
    let head = whole.components(separatedBy: "\"results\": ")
    let finals = whole.components(separatedBy: "\"finals\": ")
    #expect(head.count == 2 && finals.count == 2)
    return head[0] + "\"finals\": " + finals[finals.count - 1]
  }

  private func values(saved text: String) throws(InvalidInput) -> [FinalValues] {
    try SavedResultReader(file: "a.json").read(Data(text.utf8))
  }

  private func message(_ text: String) -> String {
    do {
      _ = try values(saved: text)
      return "valid"
    } catch {
      return error.description
    }
  }

  @Test("What is saved is read back to the last bit")
  func roundTrip() throws {
    let result = try result()
    #expect(try values(saved: MachineReadableReport(result).json()) == [FinalValues(result)])
    let list = MachineReadableReport.json([result, result])
    #expect(try values(saved: list) == [FinalValues(result), FinalValues(result)])
    #expect(FinalValues(result).rows.count == 4)
    #expect(FinalValues(result).rows[0].values.count == Metric.allCases.count)
  }

  @Test("Any finite numbers are written with digits that read back as the same bits")
  func numbers() throws {
    var stream = testStream()
    var numbers = [
      0, -0.0, 1, -1, 0.1, 1e15, 1e16, 123_456_789.5, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude, 1e22, -3e-7,
    ]
    while numbers.count < 500 {
      let number = Double(bitPattern: stream.next())
      if number.isFinite { numbers.append(number) }
    }
    let made = Finals.values([("p", numbers)])
    let cells = made.rows.map {
      ExperimentResult.Cell(
        environment: $0.environment, policy: $0.policy, horizon: $0.horizon, rounds: [100],
        final: [:], curves: [:], values: $0.values)
    }
    let result = ExperimentResult(
      name: "made-up", title: "Made up", seed: 3, horizon: 100, replications: numbers.count,
      streams: 1, cells: cells, comparisons: [])
    let text = MachineReadableReport(result).json()
    let back = try #require(values(saved: text).first?.rows.first?.values[.pseudoRegret])
    #expect(back.map(\.bitPattern) == numbers.map(\.bitPattern))
    #expect(text.contains("\"values\":[0,-0.0,1,-1,0.1,1000000000000000,1e+16,"))
  }

  @Test("Results are told from experiments by name or by their beginning")
  func detection() throws {
    let saved = Data(MachineReadableReport(try result()).json().utf8)
    #expect(SavedResultReader.isSaved(saved, file: "<stdin>"))
    #expect(SavedResultReader.isSaved(Data("[\n{\n\"experiment\" : 1".utf8), file: "x"))
    #expect(SavedResultReader.isSaved(Data(), file: "x.json"))
    #expect(!SavedResultReader.isSaved(Data("name: experiment".utf8), file: "x.yaml"))
    #expect(!SavedResultReader.isSaved(Data("{\"name\": \"x\"}".utf8), file: "x.yaml"))
  }

  /// Replaces in a good result, and what is then said.
  static let damages: [(old: String, new: String, message: String)] = [
    ("\"streams\": 1", "\"streams\": 2", "it has version 2 of the streams, and this program "),
    ("\"seed\": 18446744073709551615", "\"seed\": -1", "the file is not JSON, is cut, or has "),
    ("\"seed\": 18446744073709551615", "\"seed\": 1e99", "the file is not JSON, is cut, or has "),
    ("\"seed\": 18446744073709551615", "\"sed\": 1", "the result lacks 'seed' at 'seed'; a saved "),
    ("\"replications\": 7", "\"replications\": 8", "there are 7 values for 8 replications at "),
    (
      "\"replications\": 7", "\"replications\": 9223372036854775807",
      "9223372036854775807 is out of range at 'replications'; "
    ),
    ("\"replications\": 7", "\"replications\": 0", "0 is out of range at 'replications'; it was "),
    ("\"replications\": 7", "\"replications\": \"7\"", "that is not what a result holds here at "),
    ("\"horizon\": 30", "\"horizon\": -30", "-30 is out of range at 'horizon'; it was cut or "),
    ("\"finals\": [", "\"others\": [", "it holds no values of single replications at 'finals'; "),
    (
      "\"metric\":\"reward\",\"policy\":\"random\",\"round\":30,\"values\"",
      "\"metric\":\"rewards\",\"policy\":\"random\",\"round\":30,\"values\"",
      "'rewards' is not a metric at 'finals[2].metric'; did you mean 'reward'?"
    ),
    (
      "\"metric\":\"reward\",\"policy\":\"random\",\"round\":30,\"values\"",
      "\"metric\":\"pseudo-regret\",\"policy\":\"random\",\"round\":30,\"values\"",
      "'random' has its pseudo-regret twice at 'finals[2]'; it was cut or changed by hand: "
    ),
    (
      "\"metric\":\"reward\",\"policy\":\"random\",\"round\":30,\"values\"",
      "\"metric\":\"reward\",\"policy\":\"rand\",\"round\":30,\"values\"",
      "'random' lacks its reward at 'finals'; it was cut or changed by hand: run the experiment"
    ),
    (
      "\"metric\":\"reward\",\"policy\":\"random\",\"round\":30,\"values\"",
      "\"metric\":\"reward\",\"policy\":\"random\",\"round\":31,\"values\"",
      "'random' ends after two different rounds at 'finals[2].round'; it was cut or changed"
    ),
    (
      "\"policy\":\"random\",\"round\":30,\"values\":[",
      "\"policy\":\"random\",\"round\":30,\"values\":[\"nan\",",
      "that is not what a result holds here at 'finals[0].values[0]'; a saved result is what "
    ),
    (
      "\"policy\":\"random\",\"round\":30,\"values\":[",
      "\"policy\":\"random\",\"round\":30,\"values\":[1e999,",
      "the file is not JSON, is cut, or has a number out of range at '.'; a saved result is "
    ),
    (
      "\"policy\":\"random\",\"round\":30,\"values\":[",
      "\"policy\":\"random\",\"round\":30,\"values\":[null,",
      "that is not what a result holds here at 'finals[0].values[0]'; a saved result is what "
    ),
    (
      "\"environment\":\"gaussian", "\"environment\":\"\\u001b[31mgaussian",
      "'\u{FFFD}[31mgaussian' is not a label at 'finals[12].environment'; it was cut or changed"
    ),
  ]

  @Test("Each damage is named with its place and a hint", arguments: damages)
  func damage(_ damage: (old: String, new: String, message: String)) throws {
    let text = try slim()
    let changed = text.replacing(damage.old, with: damage.new, maxReplacements: 1)
    #expect(message(text) == "valid")
    #expect(changed != text)
    #expect(
      message(changed).hasPrefix("a.json:1:1: error: " + damage.message), "\(message(changed))")
  }

  @Test(
    "What is not JSON, is cut or is nested without end is refused",
    arguments: [
      "", " ", "{", "[", "[]", "null", "3", "\"x\"", "{}", "[{}]", "name: study", "\u{0}",
      String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
    ])
  func garbage(_ text: String) {
    #expect(message(text).hasPrefix("a.json:1:1: error: "))
    #expect(message(text).utf8.count < 400)
  }

  @Test("A result cut anywhere is refused")
  func cut() throws {
    let text = MachineReadableReport(try result()).json()
    let bytes = Array(text.utf8)
    for end in stride(from: 0, to: bytes.count - 2, by: 211) {
      let part = String(decoding: bytes[..<end], as: UTF8.self)
      #expect(message(part).hasPrefix("a.json:1:1: error: the file is not JSON, is cut, or has "))
    }
    #expect(message(String(decoding: bytes.dropLast(1), as: UTF8.self)) == "valid")
  }

  @Test("Damaged results are refused or compared, and never trap", arguments: 0..<6)
  func fuzz(_ index: Int) throws {
    var mutator = Mutator(stream: testStream(UInt64(index)))
    let bytes = Array(try slim().utf8)
    for _ in 0..<40 {
      let changed = mutator.mutate(bytes)
      let values = try? SavedResultReader(file: "a.json").read(Data(changed))
      for one in values ?? [] {
        let selection = Finals.selection(.realisedRegret)
        if selection.problems([ComparisonSelection.Layout(one)]).isEmpty {
          let comparison = ExperimentComparison(one, selection)
          #expect(!ComparisonReport(comparison).plain().isEmpty)
        }
      }
    }
  }
}
