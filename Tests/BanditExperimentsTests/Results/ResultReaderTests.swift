import ClusterBandit
import Foundation
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Saved results")
struct ResultReaderTests {
  static let study = """
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
    claims: [{claim: c, of: {environment: gaussian, policy: random}, to: {policy: ε / 1}, above: 1, source: s}]
    constants: [{environment: gaussian, bound: lai-robbins, value: 0.18, source: s}]
    """

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

  @Test("What is saved is read back to the last bit")
  func roundTrip() throws {
    let result = try result()
    #expect(try results(saved: ResultJSON.text([result])) == [result])
    let several = [result, try other(), result]
    #expect(try results(saved: ResultJSON.text(several)) == several)
    #expect(result.cells.count == 4)
    #expect(result.cells[0].values.count == Metric.allCases.count { !$0.isOptional })
    #expect(try results(saved: ResultJSON.text([result])).map(\.checks) == [result.checks])
    #expect(result.checks.count == 2)
  }

  /// Another result: several blocks, swept values, and notes of factorizations.
  private func other() throws -> ResultSet {
    try read(
      """
      name: other
      horizon: 12
      replications: 130
      checkpoints: {count: 3, spacing: logarithmic}
      environment: {label: twins, kind: correlated-clusters, arms: 6, clusters: 2, nugget: 0,
        kernel: {kind: squared-exponential, length-scale: 1e6}}
      policies: [{kind: random}, {kind: ucb, label: u}]
      sweep: [{path: policies.u.c, values: [0.5, 1]}, {path: environment.arms, values: [6, 8]}]
      """
    ).run(jobs: 2)
  }

  @Test("Sketched quantiles, single runs and partial results are read back, too")
  func roundTrips() throws {
    let text = """
      name: many
      horizon: 5
      replications: 1101
      checkpoints: {count: 2}
      environment: {kind: bernoulli, means: [0.4, 0.6]}
      policies: [{kind: random}]
      """
    let many = try read(text).run(jobs: 2)
    #expect(try results(saved: ResultJSON.text([many])) == [many])
    #expect(many.cells[0].quantiles.count == 2)
    let runs = try read(ResultReaderTests.study).run(jobs: 1, keepsRuns: true)
    #expect(runs.cells.map { $0.runs?.count } == [7, 7, 7, 7])
    #expect(try results(saved: ResultJSON.text([runs])) == [runs])
    let plan = runs.plan
    // The second environment was not reached.
    let partial = ResultSet(
      plan: plan, manifest: runs.manifest, cells: Array(runs.cells.prefix(2)),
      constants: runs.constants, notes: [])
    #expect(partial.isPartial && !runs.isPartial)
    #expect(try results(saved: ResultJSON.text([partial])) == [partial])
    #expect(ResultJSON.text([partial]).contains("\"partial\": true,"))
  }

  @Test("Any finite numbers are written with digits that read back as the same bits")
  func numbers() throws {
    var stream = testStream()
    var numbers = [
      0, -0.0, 1, -1, 0.1, 1e15, 1e16, 123_456_789.5, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude / 4, 1e22, -3e-7,
    ]
    while numbers.count < 500 {
      let number = Double(bitPattern: stream.next())
      // Larger ones have no mean.
      if number.magnitude < 1e300 { numbers.append(number) }
    }
    let text = ResultJSON.text([Finals.values([("p", numbers)])])
    let back = try #require(results(saved: text).first?.cells.first?.values[.pseudoRegret])
    #expect(back.map(\.bitPattern) == numbers.map(\.bitPattern))
    #expect(text.contains("\"values\":[0,-0.0,1,-1,0.1,1000000000000000,1e+16,"))
  }

  @Test("Results are told from experiments by name or by their beginning")
  func detection() throws {
    let saved = Data(ResultJSON.text([try result()]).utf8)
    #expect(ResultReader.isSaved(saved, file: "<stdin>"))
    #expect(ResultReader.isSaved(Data("[\n{\n\"experiment\" : 1".utf8), file: "x"))
    #expect(ResultReader.isSaved(Data(), file: "x.json"))
    #expect(!ResultReader.isSaved(Data("name: experiment".utf8), file: "x.yaml"))
    #expect(!ResultReader.isSaved(Data("{\"name\": \"x\"}".utf8), file: "x.yaml"))
  }

  @Test("An experiment in the place of a result names the command that runs it")
  func experiment() {
    let hint = "'cluster-bandit run FILE' runs it, and with --output it saves the result; "
    for text in [ResultReaderTests.study, "{\"name\": \"x\", \"horizon\": 5}"] {
      #expect(
        message(text).hasPrefix(
          "a.json:1:1: error: this is an experiment, not a saved result; " + hint))
    }
    #expect(message("a list of things").contains("the file is not JSON, is cut, or has "))
  }
}
