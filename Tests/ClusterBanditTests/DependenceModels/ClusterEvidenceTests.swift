import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Evidence for the clusters")
struct ClusterEvidenceTests {
  private func evidence(_ sizes: [Int], _ pulls: [Pull]) -> (
    clustered: Double, pooled: Double, independent: Double, logBayesFactor: Double
  ) {
    let evidence = ClusterEvidence(setting(Clustering(sizes: sizes)))
    for pull in pulls { evidence.update(arm: pull.arm, reward: pull.reward) }
    return (
      evidence.clustered, evidence.pooled, evidence.independent, evidence.logBayesFactor
    )
  }

  /// Pulls with these successes and failures, arm by arm.
  private func pulls(_ counts: [(Int, Int)]) -> [Pull] {
    counts.enumerated().flatMap { arm, count in
      Array(repeating: Pull(arm, 1), count: count.0)
        + Array(repeating: Pull(arm, 0), count: count.1)
    }
  }

  private func isNear(_ value: Double, _ expected: Double) -> Bool {
    (value - expected).magnitude < 6e-8
  }

  // Another program's values, printed to seven decimals.
  @Test("Six arms in two clusters, right and wrong")
  func sixArms() {
    let right = evidence([3, 3], pulls([(8, 2), (7, 3), (9, 1), (2, 8), (1, 9), (3, 7)]))
    #expect(isNear(right.clustered, -34.1555807))
    #expect(isNear(right.pooled, -38.7855961))
    #expect(isNear(right.independent, -36.1808503))
    #expect(isNear(right.logBayesFactor, 4.6300154))
    let wrong = evidence([3, 3], pulls([(8, 2), (2, 8), (7, 3), (1, 9), (9, 1), (3, 7)]))
    #expect(isNear(wrong.clustered, -39.7999484))
    #expect(isNear(wrong.logBayesFactor, -1.0143524))
    #expect(isNear(wrong.pooled, right.pooled))
  }

  @Test("One and two pulls")
  func firstPulls() {
    #expect(isNear(evidence([2], pulls([(1, 0)])).clustered, -0.6931471806))
    #expect(isNear(evidence([2], pulls([(1, 0), (1, 0)])).clustered, -1.0988564592))
    #expect(isNear(evidence([2], pulls([(1, 0), (0, 1)])).clustered, -1.7912713071))
    #expect(evidence([2, 1], []).clustered == 0)
  }

  // Beyond the pulls after which weights are scaled, and beyond those after which many are dropped.
  @Test("Many pulls in any order: the grid's marginal likelihood of the counts")
  func manyPulls() {
    var stream = testStream()
    let all = randomPulls(700, armCount: 3, using: &stream)
    let counts = counted(all, armCount: 3)
    let value = evidence([3], all).clustered
    #expect((value - GridReference(counts, by: .factorials).logMarginal).magnitude < 1e-9)
    #expect((evidence([3], all.reversed()).clustered - value).magnitude < 1e-9)
    // One cluster: pooled is clustered, to the bit.
    #expect(evidence([3], all).logBayesFactor == 0)
  }

  @Test(
    "A replication that keeps evidence is played as without, and its metric is that of its pulls",
    arguments: [1, 7])
  func metric(batch: Int) {
    let instance = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])
    let policy = prepared("tsc", for: instance)
    var run = replication(of: instance, horizon: 60, checkpoints: [10, 60], batch: batch)
    let plain = policy.play(run)
    #expect(!plain.has(.logBayesFactor) && plain.final(.logBayesFactor).isNaN)
    run.keepsEvidence = true
    let kept = policy.play(run)
    #expect(kept.has(.logBayesFactor) && kept.isComplete)
    for metric in Metric.allCases where !metric.isOptional {
      for checkpoint in 0..<2 {
        #expect(
          kept.value(metric, checkpoint: checkpoint) == plain.value(metric, checkpoint: checkpoint))
      }
    }
    let expected = ClusterEvidence(run.setting)
    var checked = 0
    policy.watch(run, rounds: 60) { pull in
      expected.update(arm: pull.arm, reward: pull.reward)
      guard let checkpoint = [10, 60].firstIndex(of: pull.round) else { return }
      #expect(kept.value(.logBayesFactor, checkpoint: checkpoint) == expected.logBayesFactor)
      checked += 1
    }
    #expect(checked == 2 && expected.logBayesFactor != 0)
  }
}
