import ClusterBandit
import SampleStatistics
import Testing

@testable import BanditExperiments

@Suite("Evidence in experiments")
struct EvidencePlanTests {
  private let text = """
    name: labels
    horizon: 40
    replications: 3
    checkpoints: [10, 40]
    environment: {kind: bernoulli, means: [0.2, 0.3, 0.7, 0.8], clusters: [[0, 1], [2, 3]]}
    policies: [{kind: tsc}]
    """

  @Test("With evidence a result has log-bayes-factor at every checkpoint, and all else is the same")
  func kept() throws {
    let plain = try read(text)
    let kept = try read(text + "\nevidence: true")
    #expect(plain.plan.evidence == nil && kept.plan.evidence == true)
    #expect(try read(text + "\nevidence: false").plan == plain.plan)
    #expect(try read(kept.plan.yaml).plan == kept.plan && kept.plan.yaml.contains("evidence: true"))
    #expect(!plain.plan.yaml.contains("evidence"))
    let (first, second) = (try plain.run(jobs: 1), try kept.run(jobs: 1))
    let (cell, other) = (first.cells[0], second.cells[0])
    #expect(cell.final[.logBayesFactor] == nil && cell.curves[.logBayesFactor] == nil)
    #expect(other.final[.logBayesFactor]?.mean.isFinite == true)
    #expect(other.curves[.logBayesFactor]?.map(\.count) == [3, 3])
    // A curve ends where the metric does, whichever it is; and the first 10 rounds are those of a
    // run of 10.
    for (metric, curve) in other.curves {
      #expect(curve.last?.mean == other.final[metric]?.mean, "\(metric)")
    }
    #expect(other.curves.count == 6)
    let short = try read(
      text.replacing("horizon: 40", with: "horizon: 10").replacing("[10, 40]", with: "[10]")
        + "\nevidence: true"
    ).run(jobs: 1)
    #expect(
      other.curves[.logBayesFactor]?.first?.mean == short.cells[0].final[.logBayesFactor]?.mean)
    #expect(other.final[.pseudoRegret] == cell.final[.pseudoRegret])
    #expect(other.values[.reward] == cell.values[.reward])
    #expect(second.csv().contains("log-bayes-factor") && !first.csv().contains("log-bayes-factor"))
  }

  @Test("Rewards other than 0 and 1 have none")
  func refused() {
    let normal = """
      name: labels
      horizon: 40
      environment: {kind: gaussian, means: [0, 1], standard-deviation: 1}
      policies: [{kind: ucb1}]
      evidence: true
      """
    let found = diagnostics(of: normal)
    #expect(found.count == 1)
    #expect(found.first?.contains("those of 'gaussian' are not at 'evidence'") == true, "\(found)")
  }
}
