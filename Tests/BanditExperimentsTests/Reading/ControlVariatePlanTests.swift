import ClusterBandit
import Foundation
import SampleStatistics
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Experiments with control variates")
struct ControlVariatePlanTests {
  private let text = """
    name: luck
    horizon: 200
    replications: 250
    checkpoints: [20, 200]
    environment: {kind: bernoulli, means: [0.2, 0.3, 0.7, 0.8], clusters: [[0, 1], [2, 3]]}
    policies: [{kind: ucb1}, {kind: tsc}, {kind: oracle}]
    """

  @Test("A result has the adjusted regret at every checkpoint, all else is the same")
  func kept() throws {
    let plain = try read(text)
    let kept = try read(text + "\ncontrol-variates: true")
    #expect(plain.plan.controlVariates == nil && kept.plan.controlVariates == true)
    #expect(try read(text + "\ncontrol-variates: false").plan == plain.plan)
    #expect(kept.plan.yaml.contains("control-variates: true"))
    #expect(try read(kept.plan.yaml).plan == kept.plan)
    let (first, second) = (try plain.run(jobs: 1), try kept.run(jobs: 2))
    for (cell, other) in zip(first.cells, second.cells) {
      #expect(cell.final[.adjustedRegret] == nil && cell.curves[.adjustedRegret] == nil)
      #expect(other.curves[.adjustedRegret]?.map(\.count) == [250, 250])
      #expect(other.curves[.adjustedRegret]?.last?.mean == other.final[.adjustedRegret]?.mean)
      #expect(other.values[.adjustedRegret]?.count == 250)
      #expect(other.final[.pseudoRegret] == cell.final[.pseudoRegret])
      #expect(other.values[.reward] == cell.values[.reward])
    }
    #expect(second.cells[2].final[.adjustedRegret]?.mean == 0)
    #expect(second.csv().contains("adjusted-regret") && !first.csv().contains("adjusted"))
    #expect(try kept.run(jobs: 1).cells == second.cells)
    // Both are estimates of one number, from the same replications.
    let cell = second.cells[0]
    let (adjusted, regret) = (try #require(cell.final[.adjustedRegret]), cell.final[.pseudoRegret])
    let errors = (try #require(adjusted.standardError), try #require(regret?.standardError))
    #expect(errors.0 < 0.6 * errors.1)
    #expect((adjusted.mean - (regret?.mean ?? .nan)).magnitude < 5 * errors.1)
  }

  @Test(
    "It is the exact expectation, with a fraction of the error",
    arguments: [
      ("ucb1", 2.466175734), ("kl-ucb", 2.106608326), ("thompson", 2.193487212),
      ("{kind: epsilon-greedy, epsilon: 0.1}", 2.371715242),
    ])
  func exact(policy: String, expected: Double) throws {
    // Exact expectations by forward propagation, as in experiments/exact-two-arms.yaml.
    let text = """
      name: exact
      seed: 3
      horizon: 60
      replications: 20000
      checkpoints: [60]
      control-variates: true
      environment: {kind: bernoulli, means: [0.5, 0.6]}
      policies: [\(policy)]
      """
    let cell = try read(text).run(jobs: 1).cells[0]
    let (adjusted, regret) = (
      try #require(cell.final[.adjustedRegret]), try #require(cell.final[.pseudoRegret])
    )
    let errors = (try #require(adjusted.standardError), try #require(regret.standardError))
    // 1e-6 of a normal distribution lies beyond 4.9; the errors are 0.1 to 0.7 % of the means.
    #expect((adjusted.mean - expected).magnitude < 4.9 * errors.0, "\(adjusted.mean) \(errors)")
    #expect(errors.0 < errors.1)
  }
}
