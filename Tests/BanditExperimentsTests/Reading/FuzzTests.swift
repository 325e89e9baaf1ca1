import ClusterBandit
import Foundation
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Damaged files")
struct FuzzTests {
  /// The campaign of a test run; a longer one is asked for by the environment.
  static let mutations =
    ProcessInfo.processInfo.environment["CLUSTER_BANDIT_FUZZ"].flatMap { Int($0) } ?? 960
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
        let overrides = PlanOverrides(replications: 2, horizon: 20)
        let experiment = try read(Data(bytes), overrides, folder: folder.url)
        valid += 1
        if isSmall(experiment) {
          ran += try play(experiment) ? 1 : 0
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

  /// False if there is not the memory for it.
  private func play(_ experiment: Experiment) throws(InvalidInput) -> Bool {
    guard let result = try? experiment.run(jobs: 1) else { return false }
    #expect(result.cells.count == experiment.problems.reduce(0) { $0 + $1.policies.count })
    #expect(!ResultReport(result).plain().isEmpty)
    #expect(!ResultReport(result).markdown().isEmpty)
    #expect(result.csv().hasSuffix("\n"))
    #expect(ResultJSON.text([result]).hasSuffix("}\n"))
    #expect(!Listing.size(of: experiment.plan).isEmpty)
    #expect(!StudyReport(result).plain().isEmpty)
    // Published values may be of a round beyond the horizon of these tests.
    for kind in [Target.Kind.claim, .constant] {
      let wanted = experiment.plan.targets.count { $0.kind == kind }
      #expect(result.checks.count { $0.kind == kind } == wanted)
    }
    #expect(StudyReport(result).csv().hasSuffix("\n"))
    #expect(StudyReport(result).jsonObject().hasSuffix("}"))
    guard let problem = experiment.problems.first else { return true }
    let trace = try? TraceReport(
      experiment, problem: problem, policy: problem.policies.count - 1, rounds: 3,
      number: 1)
    #expect(trace?.plain().isEmpty != true)
    return true
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
        let pairs = zip(table.clusters, table.arms).map { [$0, $1] }
        #expect(Set(pairs).count == pairs.count)
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
