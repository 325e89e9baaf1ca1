import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Experiments in which arms die")
struct MortalPlanTests {
  private let text = """
    name: dying
    horizon: 60
    replications: 230
    checkpoints: [10, 60]
    environments:
      - {label: plain, kind: mortal, arms: 6, clusters: 2, cohesion: 5, death: 0.05}
      - {label: control, kind: mortal, arms: 6, clusters: 2, cohesion: 5, death: 0.05, permute-labels: true}
    policies: [{kind: tsc}, {kind: thompson}, {kind: hierarchical-thompson}, {kind: oracle}]
    """

  @Test("The numbers are the same for any number of workers, also in batches", arguments: [1, 7])
  func workers(batch: Int) throws {
    let experiment = try read(text + "\nbatch: \(batch)")
    let (one, three) = (try experiment.run(jobs: 1), try experiment.run(jobs: 3))
    #expect(one.cells.count == 8)
    for (cell, other) in zip(one.cells, three.cells) {
      #expect(cell.values == other.values && cell.curves == other.curves)
    }
    // Births are common to all policies: every policy's reward and realised regret add up to what
    // the best of the living paid.
    let oracle = try #require(one.cell("plain", "oracle"))
    let best = zip(oracle.values[.reward] ?? [], oracle.values[.realisedRegret] ?? []).map(+)
    for label in ["tsc", "thompson", "hierarchical-thompson"] {
      let cell = try #require(one.cell("plain", label))
      let sums = zip(cell.values[.reward] ?? [], cell.values[.realisedRegret] ?? []).map(+)
      #expect(zip(sums, best).allSatisfy { abs($0 - $1) < 1e-9 } && sums.count == 230)
      #expect(cell.final[.stuckFraction]?.mean == 0)
      #expect((cell.final[.pseudoRegret]?.mean ?? 0) > 1)
    }
    #expect(oracle.final[.pseudoRegret]?.mean == 0)
  }

  @Test("A plan with them reads back, and says what regret is against")
  func plan() throws {
    let experiment = try read(text)
    #expect(try read(experiment.plan.yaml).plan == experiment.plan)
    #expect(experiment.remarks.contains { $0.text.hasPrefix("arms die: regret is against") })
  }

  @Test("There are no lower bounds, no evidence and no fixed instance")
  func refused() throws {
    let experiment = try read(text)
    #expect(throws: NoLowerBound.self) { try ExperimentBounds(experiment) }
    #expect(ExperimentBounds.ofFixedInstance("plain", in: experiment) == nil)
    let problem = experiment.problems[0]
    let report = try #require(
      try TraceReport(
        experiment, problem: problem, policy: 0, rounds: 3, number: 0, showsEvidence: true))
    #expect(!report.plain().contains("ln likelihood"))
  }

  @Test("A simulation of a drawn instance plays its deaths")
  func simulation() throws {
    let experiment = try read(text)
    let instance = try experiment.replication(0, of: experiment.problems[0]).instance
    let simulation = Simulation(
      .instance(instance, label: "drawn"), policies: [.random()], horizon: 60, replications: 3,
      seed: 0)
    let result = try simulation.run(jobs: 1)
    let best = zip(
      result.cells[0].values[.reward] ?? [], result.cells[0].values[.realisedRegret] ?? [])
    // One instance for all: what the best of the living paid is the same, and not 60 μ*.
    #expect(Set(best.map { (($0 + $1) * 1e9).rounded() }).count == 1)
    let total =
      (result.cells[0].values[.reward]?[0] ?? 0)
      + (result.cells[0].values[.realisedRegret]?[0] ?? 0)
    #expect(abs(total - 60 * instance.oracle.mean) > 1e-6)
  }
}
