import Foundation
import Testing

@testable import BanditExperiments

/// A small valid experiment that tests change line by line.
enum Study {
  static let lines = [
    "name: study",
    "horizon: 100",
    "replications: 2",
    "environment: {kind: bernoulli, means: [0.4, 0.6]}",
    "policies: [{kind: random}]",
  ]

  /// The study with the lines `range` (from 1) replaced by `text`; the line after the last adds.
  static func text(_ range: ClosedRange<Int>, _ text: String) -> String {
    var changed = lines
    let end = min(range.upperBound, lines.count)
    changed.replaceSubrange((range.lowerBound - 1)..<max(range.lowerBound - 1, end), with: [text])
    return changed.joined(separator: "\n") + "\n"
  }

  /// The study with one line replaced or added.
  static func text(_ line: Int, _ text: String) -> String { self.text(line...line, text) }
}

/// The folder with the shipped experiments.
let shippedFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("experiments")

/// The experiment in a text that is called study.yaml.
func read(
  _ text: String, _ overrides: PlanOverrides = PlanOverrides(),
  folder: URL = URL(fileURLWithPath: ".")
) throws(InvalidInput) -> Experiment {
  try read(Data(text.utf8), overrides, folder: folder)
}

/// The experiment in some bytes that are called study.yaml.
func read(
  _ bytes: Data, _ overrides: PlanOverrides = PlanOverrides(),
  folder: URL = URL(fileURLWithPath: ".")
) throws(InvalidInput) -> Experiment {
  var reader = PlanReader()
  reader.overrides = overrides
  return try reader.prepare(
    reader.read(bytes, named: "study.yaml", folder: folder), folder: folder)
}

/// The plan in a text that is called study.yaml.
func readPlan(
  _ text: String, _ overrides: PlanOverrides = PlanOverrides(),
  folder: URL = URL(fileURLWithPath: ".")
) throws(InvalidInput) -> Plan {
  var reader = PlanReader()
  reader.overrides = overrides
  return try reader.read(Data(text.utf8), named: "study.yaml", folder: folder)
}

/// The printed diagnostics of a text without the file's name and the word error.
func diagnostics(of text: String) -> [String] {
  do {
    _ = try read(text)
    return ["valid"]
  } catch {
    return error.diagnostics.map(shortened)
  }
}

/// `line:column: message at 'key.path'; hint`.
func shortened(_ diagnostic: Diagnostic) -> String {
  diagnostic.description
    .replacing(diagnostic.position.file + ":", with: "", maxReplacements: 1)
    .replacing(": error: ", with: ": ", maxReplacements: 1)
}

/// A bad file and all that is to be said about it.
struct BadFile: Sendable, CustomTestStringConvertible {
  let text: String
  let expected: [String]
  let testDescription: String

  /// The cases of a table.
  static func parse(_ table: String) -> [BadFile] {
    table.split(separator: "== ", omittingEmptySubsequences: true).map { block in
      let halves = block.split(separator: "\n--\n", omittingEmptySubsequences: false)
      let head = halves[0].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let change = head.count > 1 ? String(head[1]) : ""
      let numbers = head[0].split(separator: "-").compactMap { Int($0) }
      let text =
        numbers.isEmpty
        ? change : Study.text(numbers[0]...(numbers.last ?? numbers[0]), change)
      return BadFile(
        text: text, expected: halves[1].split(separator: "\n").map(String.init),
        testDescription: change)
    }
  }
}

/// A folder that is removed with its owner.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("cluster-bandit-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}
