import ClusterBandit
import Foundation
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

/// Damages files, the same way for the same stream.
struct Mutator {
  var stream: RandomStream

  /// Values that a careless or hostile hand might write.
  static let values = [
    "-1", "0", "-0", "1", "2", "1e308", "-1e308", "1e-308", "5e-324", "1.7976931348623157e308",
    "NaN", ".nan", ".inf", "-.inf", "9007199254740992", "9007199254740993",
    "99999999999999999999", "18446744073709551615", "2147483647", "2147483648", "''", "\"\"", "~",
    "null", "[]", "{}", "[[]]", "[{}]", "{a: b}", "true", "first", "0x10", "1_000", "1e4", "1e-9",
    "0.9999999999999999", "[1, 1]", "[0, 1]", "[1e-320, 1e308]", "[0.5]", "[[0], [1]]",
    "{schedule: auer, c: 1e300, d: 1e-300}", "{schedule: inverse-log}",
    "{kind: max, prior: [1, 1]}",
    "&a x", "*a", "!!int x", "!<tag> y", "|\n  text", ">\n  text", "'", "\"", "\\", "- -", "? :",
    "ε", "\u{0301}", "\u{202E}", "\u{FEFF}", "\u{2028}", "🎰", "\u{E000}", "\u{10FFFF}",
    "data/flights-plane.csv", "/dev/null", ".", "..", "needle", "two-level", "thompson", "table",
    "gaussian", "policies.*.epsilon", "environment.kind", "lai-robbins", "clustered",
    "realised-regret", "[{claim: c, of: {}, to: {}, above: 1, source: s}]",
  ]

  /// Pieces that may be put anywhere.
  static let pieces = [
    "[", "]", "{", "}", ":", ": ", ",", "- ", "#", "\t", "\n", "\r", "\r\n", "\u{1}", "\u{7F}",
    "\u{85}", "\u{0}", "&x ", "*x", "!!", "%", "@", "`", "|", ">", "---\n", "...\n", "<<: *x",
    "? ", "\u{FEFF}", "\u{2029}", " ", "  ", "'", "\"", "kind: ", "label: x", "-", ".", "*",
  ]

  private mutating func below(_ bound: Int) -> Int { stream.nextIndex(below: max(1, bound)) }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  /// One to four changes.
  mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
    var changed = bytes
    for _ in 0...below(4) { changed = below(3) == 0 ? damage(changed) : rewrite(changed) }
    return changed
  }

  /// Changes that know nothing of the format.
  private mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
    var changed = bytes
    let place = below(changed.count + 1)
    switch below(8) {
    case 0 where place < changed.count: changed[place] ^= 1 << UInt8(below(8))
    case 1 where place < changed.count: changed[place] = UInt8(below(256))
    case 2: changed.removeSubrange(place..<min(changed.count, place + below(20)))
    case 3: changed.removeSubrange(place...)
    case 4: changed.insert(contentsOf: Array(pick(Mutator.pieces).utf8), at: place)
    case 5: changed.insert(contentsOf: [pick([0x80, 0xC0, 0xE2, 0xF5, 0xFF])], at: place)
    case 6:
      let piece = Array(pick(Mutator.pieces).utf8)
      let count = pick([2, 10, 100, 1000, 5000])
      changed.insert(contentsOf: Array(repeating: piece, count: count).flatMap(\.self), at: place)
    default:
      let from = below(changed.count)
      let length = min(below(60), changed.count - from)
      changed.insert(contentsOf: Array(changed[from..<(from + length)]), at: place)
    }
    return changed
  }

  /// Changes to lines and tokens.
  private mutating func rewrite(_ bytes: [UInt8]) -> [UInt8] {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    let line = below(lines.count)
    switch below(9) {
    case 0: lines.insert(lines[line], at: below(lines.count))
    case 1: lines.remove(at: line)
    case 2: lines.swapAt(line, below(lines.count))
    case 3: lines[line].insert(contentsOf: Array(repeating: 32, count: below(6)), at: 0)
    case 4: return swapTokens(bytes)
    case 5:
      return replaceToken(bytes) { mutator in
        Array("\(5 * mutator.stream.nextUnit() - 2)".utf8)
      }
    default: return replaceToken(bytes) { mutator in Array(mutator.pick(Mutator.values).utf8) }
    }
    return Array(lines.joined(separator: [10]))
  }

  /// The words and numbers between separators.
  private func tokens(_ bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    for (index, byte) in bytes.enumerated() {
      if " \n,[]{}".utf8.contains(byte) {
        if let first = start { ranges.append(first..<index) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    return ranges
  }

  private mutating func swapTokens(_ bytes: [UInt8]) -> [UInt8] {
    let ranges = tokens(bytes)
    guard ranges.count > 1 else { return bytes }
    let one = pick(ranges)
    let other = pick(ranges)
    guard one.upperBound <= other.lowerBound else { return bytes }
    var changed = Array(bytes[..<one.lowerBound])
    changed += bytes[other]
    changed += bytes[one.upperBound..<other.lowerBound]
    changed += bytes[one]
    changed += bytes[other.upperBound...]
    return changed
  }

  private mutating func replaceToken(
    _ bytes: [UInt8], by make: (inout Mutator) -> [UInt8]
  ) -> [UInt8] {
    // Comments are long and changing them says little.
    let text = bytes.firstRange(of: Array("\nname:".utf8))?.lowerBound ?? 0
    let ranges = tokens(bytes).filter { $0.lowerBound >= text }
    guard !ranges.isEmpty else { return make(&self) }
    let range = pick(ranges)
    var changed = bytes
    changed.replaceSubrange(range, with: make(&self))
    return changed
  }
}

@Suite("Damaged files")
struct FuzzTests {
  /// The campaign of a test run; a longer one is asked for by the environment.
  static let mutations =
    ProcessInfo.processInfo.environment["CLUSTER_BANDIT_FUZZ"].flatMap { Int($0) } ?? 2400
  static let groups = 8

  /// The shipped experiments, beside short tables in the place of the long ones.
  private func corpus() throws -> (folder: TemporaryFolder, files: [[UInt8]]) {
    let folder = try TemporaryFolder()
    let table = (0..<12).map { "k\($0 % 4),a\($0),0.\($0 + 10)\n" }.joined()
    let data = shippedFolder.appendingPathComponent("data").path
    for name in try FileManager.default.contentsOfDirectory(atPath: data)
    where name.hasSuffix(".csv") {
      try folder.write("data/\(name)", "cluster,arm,theta\n" + table)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: shippedFolder.path)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    let files = try names.map {
      Array(try Data(contentsOf: shippedFolder.appendingPathComponent($0)))
    }
    return (folder, files)
  }

  /// Small enough to be played in a test.
  private func isSmall(_ experiment: Experiment) -> Bool {
    experiment.problems.count <= 12
      && experiment.problems.allSatisfy {
        $0.environment.shape.armCount <= 200 && $0.policies.count <= 12 && $0.horizon <= 40
          && $0.checkpoints.count <= 200
      }
  }

  @Test(
    "Every damaged experiment is read or refused with places and hints, and some are run",
    arguments: 0..<groups)
  func experiments(_ group: Int) throws {
    let (folder, files) = try corpus()
    var mutator = Mutator(stream: testStream(UInt64(group)))
    var (valid, refused, ran) = (0, 0, 0)
    for number in 0..<(FuzzTests.mutations / FuzzTests.groups) {
      let bytes = mutator.mutate(files[number % files.count])
      // Whoever looks for the input of a crash finds it in this file.
      if let keep = ProcessInfo.processInfo.environment["CLUSTER_BANDIT_FUZZ_KEEP"] {
        try Data(bytes).write(to: URL(fileURLWithPath: keep + "-\(group)"))
      }
      let start = ContinuousClock.now
      do throws(InvalidInput) {
        let overrides = ExperimentOverrides(replications: 2, horizon: 20)
        let experiment = try read(Data(bytes), overrides, folder: folder.url)
        valid += 1
        if isSmall(experiment), number % 2 == 0 {
          try play(experiment)
          ran += 1
        }
      } catch {
        refused += 1
        check(error, bytes)
      }
      #expect(
        ContinuousClock.now - start < .seconds(30),
        "slow: \(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(valid > 0)
    #expect(refused > 0)
    #expect(ran > 0)
  }

  private func play(_ experiment: Experiment) throws(InvalidInput) {
    guard let result = try? ExperimentRunner(jobs: 1).run(experiment) else { return }
    #expect(result.cells.count == experiment.problems.reduce(0) { $0 + $1.policies.count })
    #expect(!ResultReport(result).plain().isEmpty)
    #expect(!ResultReport(result).markdown().isEmpty)
    #expect(MachineReadableReport(result).csv().hasSuffix("\n"))
    #expect(MachineReadableReport(result).json().hasSuffix("}\n"))
    #expect(!Listing.size(of: experiment).isEmpty)
    #expect(!StudyReport(result).plain().isEmpty)
    // Published values may be of a round beyond the horizon of these tests.
    #expect(result.claims.count == experiment.claims.count)
    #expect(result.constants.count == experiment.constants.count)
    #expect(MachineReadableChecks(result).csv().hasSuffix("\n"))
    #expect(MachineReadableChecks(result).json().hasSuffix("}\n"))
    guard let problem = experiment.problems.first, let entry = problem.policies.last else { return }
    let trace = try? TraceReport(experiment, problem: problem, entry: entry, rounds: 3, number: 1)
    #expect(trace?.plain().isEmpty != true)
  }

  private func check(_ error: InvalidInput, _ bytes: [UInt8]) {
    let input = String(decoding: bytes, as: UTF8.self)
    #expect(!error.diagnostics.isEmpty, "nothing is said about \(input)")
    let lines = input.split(omittingEmptySubsequences: false) { $0.isNewline }.count
    for diagnostic in error.diagnostics.prefix(1000) {
      let isSound =
        diagnostic.position.line >= 1 && diagnostic.position.column >= 1
        && !diagnostic.hint.isEmpty && !diagnostic.message.isEmpty
        && (diagnostic.position.file != "study.yaml" || diagnostic.position.line <= lines)
      let text = diagnostic.description
      let isOneLine = text.unicodeScalars.allSatisfy {
        $0.properties.generalCategory != .control
      }
      if !isSound || !isOneLine || text.utf8.count > 10_000 {
        Issue.record("\(text.debugDescription) about \(input.debugDescription)")
      }
    }
  }

  @Test("Every damaged table is read or refused with places and hints", arguments: 0..<4)
  func tables(_ group: Int) throws {
    let names = ["cluster", "arm", "theta", "trials"]
    let rows = (0..<20).map { "\"k,\($0 % 3)\",a\($0),0.\($0 + 10),\($0)" }
    let table = Array(([names.joined(separator: ",")] + rows).joined(separator: "\r\n").utf8)
    var mutator = Mutator(stream: testStream(UInt64(group)))
    var (valid, refused) = (0, 0)
    for _ in 0..<(FuzzTests.mutations / 4) {
      let bytes = mutator.mutate(table)
      do throws(InvalidInput) {
        let table = try TableReader(file: "arms.csv").read(Data(bytes))
        #expect(table.means.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(Set(table.arms).count == table.arms.count)
        #expect(table.instance().armCount == table.means.count)
        valid += 1
      } catch {
        refused += 1
        check(error, bytes)
      }
    }
    #expect(valid > 0)
    #expect(refused > 0)
  }

  @Test("Mutations repeat themselves from the same stream and change the file")
  func deterministic() throws {
    let (_, files) = try corpus()
    var one = Mutator(stream: testStream())
    var two = Mutator(stream: testStream())
    var changed = 0
    for number in 0..<200 {
      let file = files[number % files.count]
      let first = one.mutate(file)
      #expect(first == two.mutate(file))
      changed += first == file ? 0 : 1
    }
    #expect(changed > 180)
  }
}
