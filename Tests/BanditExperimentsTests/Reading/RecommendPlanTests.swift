import ClusterBandit
import Foundation
import SampleStatistics
import Testing

@testable import BanditExperiments

@Suite("Recommended arms in experiments")
struct RecommendPlanTests {
  private let text = """
    name: choosing
    horizon: 40
    replications: 3
    checkpoints: [10, 40]
    environment: {kind: bernoulli, means: [0.2, 0.3, 0.7, 0.8], clusters: [[0, 1], [2, 3]]}
    policies: [{kind: tsc}, {kind: random}]
    """

  @Test(
    "With recommend a result has simple-regret and error, and all else is the same",
    arguments: Recommendation.allCases)
  func kept(_ recommendation: Recommendation) throws {
    let plain = try read(text)
    let kept = try read(text + "\nrecommend: \(recommendation.rawValue)")
    #expect(plain.plan.recommend == nil && kept.plan.recommend == recommendation)
    #expect(try read(kept.plan.yaml).plan == kept.plan)
    #expect(!plain.plan.yaml.contains("recommend"))
    let (first, second) = (try plain.run(jobs: 1), try kept.run(jobs: 1))
    for (cell, other) in zip(first.cells, second.cells) {
      #expect(cell.final[.simpleRegret] == nil && cell.curves[.recommendationError] == nil)
      #expect(other.curves[.simpleRegret]?.map(\.count) == [3, 3])
      #expect(other.final[.recommendationError].map { (0...1).contains($0.mean) } == true)
      #expect(other.final[.pseudoRegret] == cell.final[.pseudoRegret])
      #expect(other.values[.reward] == cell.values[.reward])
    }
    #expect(second.csv().contains(",simple-regret,") && !first.csv().contains("simple-regret"))
    let table = ResultReport(second).plain()
    #expect(table.contains("simple regret") && table.contains("error"))
    #expect(!ResultReport(first).plain().contains("simple regret"))
    // What is saved reads back.
    let saved = ResultJSON.text([second])
    #expect(try ResultReader(file: "saved.json").read(.init(saved.utf8)) == [second])
    let simulation = Simulation(
      .bernoulli(means: [0.2, 0.3, 0.7, 0.8], clusters: [[0, 1], [2, 3]]),
      policies: [.tsc(), .random()], horizon: 40, replications: 3,
      checkpoints: try read(text).plan.checkpoints
    ).recommending(recommendation)
    #expect(try simulation.run(jobs: 1).cells[0].values == second.cells[0].values)
  }

  @Test("What recommend cannot be")
  func refused() {
    let wrong = diagnostics(of: text + "\nrecommend: most-pulls")
    #expect(wrong.count == 1 && wrong.first?.contains("most-pulled") == true, "\(wrong)")
    let contexts = """
      name: choosing
      horizon: 40
      environment: {kind: contextual-clusters}
      policies: [{kind: lin-ts}]
      recommend: most-pulled
      """
    let found = diagnostics(of: contexts)
    #expect(
      found.count == 1
        && found.first?.contains("has contexts: no arm is the best in all rounds") == true,
      "\(found)")
  }

  @Test("The mean of the worst twentieth is a column of tables, where it is asked for")
  func tails() throws {
    let result = try read(text.replacing("replications: 3", with: "replications: 60")).run(jobs: 1)
    let values = try #require(result.cells[0].values[.pseudoRegret]).sorted()
    let mean = values.suffix(3).reduce(0, +) / 3
    let tail = try #require(result.cells[0].final[.pseudoRegret]?.tail)
    #expect((tail.mean - mean).magnitude < 1e-9 && tail.standardError != nil)
    #expect(!ResultReport(result).plain().contains("worst 5 %"))
    let report = ResultReport(result, hasTails: true)
    #expect(report.plain().contains("worst 5 %"))
    #expect(result.csv().contains(",cvar95,cvar95_standard_error\n"))
    #expect(!result.curvesCSV().contains("cvar95"))
    #expect(ResultReport.columnKeys.contains("cvar95"))
  }

  @Test("A result without values of single replications keeps it, an older one has none")
  func withoutFinals() throws {
    let experiment = try read(text.replacing("replications: 3", with: "replications: 60"))
    let full = try experiment.run(jobs: 1)
    let blocks = MemorySink()
    try Engine(jobs: 1).run(experiment, sink: blocks)
    let result = ResultSet(
      plan: experiment.plan, blocks: blocks.blocks, constants: [], manifest: full.manifest,
      remarks: [], kept: KeptValues(finals: false))
    let tail = try #require(result.cells[0].final[.pseudoRegret]?.tail)
    #expect(tail == full.cells[0].final[.pseudoRegret]?.tail)
    let reward = try #require(result.cells[0].final[.reward]?.tail?.mean)
    let exact = try #require(full.cells[0].final[.reward]?.tail?.mean)
    #expect((reward / exact - 1).magnitude <= QuantileSketch.relativeError + 1e-12)
    let saved = ResultJSON.text([result])
    let again = try ResultReader(file: "saved.json").read(.init(saved.utf8))
    #expect(again[0].cells[0].final[.pseudoRegret]?.tail == tail)
  }
}
