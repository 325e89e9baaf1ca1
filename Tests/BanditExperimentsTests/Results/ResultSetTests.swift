import ClusterBandit
import Foundation
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Results of blocks")
struct ResultSetTests {
  private func experiment(_ replications: Int) throws -> Experiment {
    try read(
      """
      name: merged
      seed: 8
      horizon: 40
      replications: \(replications)
      checkpoints: {count: 4}
      environments:
        - {label: hay, kind: needle, arms: 9, clusters: 3}
        - {label: twins, kind: correlated-clusters, arms: 4, clusters: 2, nugget: 0,
           kernel: {kind: squared-exponential, length-scale: 1e6}}
      policies: [{kind: thompson}, {kind: ucb, c: 0.5}]
      """)
  }

  private func blocks(_ experiment: Experiment, keepsCurves: Bool = false) throws -> [BlockResult] {
    let sink = MemorySink()
    var engine = Engine(jobs: 2)
    engine.keepsCurves = keepsCurves
    try engine.run(experiment, sink: sink)
    return sink.blocks
  }

  private func result(_ experiment: Experiment, _ blocks: [BlockResult]) -> ResultSet {
    ResultSet(
      plan: experiment.plan, blocks: blocks, constants: experiment.constants,
      manifest: Manifest(experiment), remarks: experiment.remarks)
  }

  @Test("A metric that some blocks did not measure is absent, whichever they are", arguments: 0...1)
  func unequalMetrics(_ older: Int) throws {
    let experiment = try experiment(250)
    let blocks = try blocks(experiment).map { block in
      guard block.id.block == older else { return block }
      return BlockResult(
        block.id, replications: block.replications, expected: block.expected,
        policies: block.policies.map { part in
          BlockResult.PolicyBlock(
            curves: part.curves.filter { $0.key != .bestArmShare },
            finals: part.finals.filter { ![.bestArmShare, .stuckFraction].contains($0.key) },
            regret: part.regret, notes: part.notes)
        }, instanceNotes: block.instanceNotes)
    }
    let merged = result(experiment, blocks)
    let whole = try experiment.run(jobs: 1)
    #expect(!merged.isPartial)
    for (cell, full) in zip(merged.cells, whole.cells) {
      for metric in Metric.allCases where full.final[metric] != nil {
        let isGone = [.bestArmShare, .stuckFraction].contains(metric)
        #expect(cell.final[metric] == (isGone ? nil : full.final[metric]))
        #expect(cell.values[metric] == (isGone ? nil : full.values[metric]))
        #expect(cell.curves[metric] == (isGone ? nil : full.curves[metric]))
      }
    }
  }

  @Test("The order of the blocks and where they were played do not matter")
  func anyOrder() throws {
    let experiment = try experiment(530)
    let blocks = try blocks(experiment)
    #expect(blocks.count == 12)
    let expected = try experiment.run(jobs: 1)
    #expect(!expected.isPartial && !expected.notes.isEmpty)
    var stream = testStream()
    var order = blocks
    var shuffled = 0
    for _ in 0..<8 {
      stream.shuffle(&order)
      shuffled += order == blocks ? 0 : 1
      #expect(result(experiment, order) == expected)
      // As they come back from another machine.
      let sent = try JSONDecoder().decode(
        [BlockResult].self, from: JSONEncoder().encode(order))
      #expect(result(experiment, sent) == expected)
    }
    #expect(shuffled >= 7)
  }

  @Test("What stands behind a gap is left out, problem by problem")
  func gaps() throws {
    let experiment = try experiment(430)
    let blocks = try blocks(experiment)
    var gaps = 0
    for missing in 0..<5 {
      let left = blocks.filter { $0.id != BlockID(problem: 0, block: missing) }
      let found = result(experiment, left)
      #expect(found.isPartial)
      // The first problem is as far as the gap, the second is whole.
      let count = 100 * missing
      #expect(found.cells(of: "hay").map(\.replications) == (missing == 0 ? [] : [count, count]))
      #expect(found.cells(of: "twins").map(\.replications) == [430, 430])
      #expect(found.cells(of: "twins") == result(experiment, blocks).cells(of: "twins"))
      if missing > 0 {
        let short = try experiment.with(replications: count).run(jobs: 1)
        #expect(found.cells(of: "hay") == short.cells(of: "hay"))
      }
      gaps += 1
    }
    #expect(gaps == 5)
    #expect(result(experiment, []).cells.isEmpty && result(experiment, []).isPartial)
    let foreign = blocks.filter { $0.id.problem == 1 }
    #expect(result(experiment, foreign).environments == ["twins"])
  }

  @Test("A block that comes twice counts once")
  func twice() throws {
    let experiment = try experiment(230)
    let blocks = try blocks(experiment)
    #expect(result(experiment, blocks + blocks) == result(experiment, blocks))
    #expect(MemorySink(blocks + blocks).blocks == blocks)
  }

  @Test(
    "Up to a thousand replications quantiles are those of the sorted values", arguments: [3, 1000])
  func exactQuantiles(_ replications: Int) throws {
    let result = try experiment(replications).run(jobs: 2, keepsRuns: true)
    let plain = try experiment(replications).run(jobs: 2)
    var compared = 0
    for (cell, other) in zip(result.cells, plain.cells) {
      let runs = try #require(cell.runs)
      #expect(other.runs == nil && other.quantiles == cell.quantiles)
      #expect(runs.count == replications)
      for (index, quantiles) in cell.quantiles.enumerated() {
        let sorted = runs.map { $0[index] }.sorted()
        #expect(quantiles == CurveQuantiles { quantile(sorted, $0) })
        compared += 1
      }
      #expect(runs.map { $0[cell.rounds.count - 1] } == cell.values[.pseudoRegret])
      #expect(cell.quantiles.last == cell.final[.pseudoRegret]?.quantiles)
    }
    #expect(compared == 16)
  }

  @Test("Beyond a thousand replications quantiles are within the error of the sketch")
  func sketchedQuantiles() throws {
    let sketched = try experiment(1230).run(jobs: 2)
    let exact = try experiment(1230).run(jobs: 2, keepsRuns: true)
    var (compared, different) = (0, 0)
    for (cell, other) in zip(sketched.cells, exact.cells) {
      #expect(cell.runs == nil && other.runs?.count == 1230)
      #expect(cell.values == other.values && cell.curves == other.curves)
      for (index, found) in cell.quantiles.enumerated() {
        let sorted = try #require(other.runs).map { $0[index] }.sorted()
        let true1 = CurveQuantiles { quantile(sorted, $0) }
        #expect(other.quantiles[index] == true1)
        for quantile in [\CurveQuantiles.q05, \.q25, \.median, \.q75, \.q95] {
          let difference = (found[keyPath: quantile] - true1[keyPath: quantile]).magnitude
          #expect(difference <= 0.005_000_001 * true1[keyPath: quantile])
          different += difference > 0 ? 1 : 0
          compared += 1
        }
      }
    }
    #expect(compared == 80 && different > 0)
  }

  @Test("A result finds its cells by their labels")
  func cells() throws {
    let result = try experiment(2).run(jobs: 1)
    #expect(result.environments == ["hay", "twins"])
    #expect(result.cells(of: "hay").map(\.policy) == ["thompson", "ucb (c = 0.5)"])
    #expect(result.cell("twins", "thompson")?.environment == "twins")
    #expect(result.cell("twins", "ucb") == nil && result.cells(of: "none").isEmpty)
  }
}
