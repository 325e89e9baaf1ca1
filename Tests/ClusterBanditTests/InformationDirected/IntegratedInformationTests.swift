import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Regret and information of independent arms by quadrature")
struct IntegratedInformationTests {
  /// The table of arms with Beta(a, b) posteriors of whole numbers, and the probabilities that they
  /// are the best.
  private func integrated(
    _ posteriors: [(Double, Double)], _ measure: InformationMeasure, horizon: Int = 20
  ) -> (regrets: [Double], gains: [Double], optimality: [Double]) {
    var source = IntegratedInformation(
      armCount: posteriors.count, horizon: horizon, measure: measure)
    for (arm, (a, b)) in posteriors.enumerated() {
      // Failures and successes mixed.
      for step in 0..<Int(max(a, b)) - 1 {
        if step < Int(b) - 1 { source.update(arm: arm, reward: 0) }
        if step < Int(a) - 1 { source.update(arm: arm, reward: 1) }
      }
    }
    var table = InformationTable(count: posteriors.count)
    var stream = testStream()
    source.fill(&table, using: &stream)
    return (table.regrets.array, table.gains.array, source.optimality.array)
  }

  private func isNear(_ values: [Double], _ expected: [Double], _ tolerance: Double) -> Bool {
    values.count == expected.count
      && zip(values, expected).allSatisfy { ($0 - $1).magnitude <= tolerance }
  }

  struct Known: Sendable {
    let posteriors: [(Double, Double)]
    let optimality: [Double]
    let regrets: [Double]
    let information: [Double]
    let variances: [Double]
  }

  /// Values of another program, and fractions by hand where they are simple.
  static let known = [
    Known(
      posteriors: [(1, 1), (1, 1)], optimality: [0.5, 0.5], regrets: [1.0 / 6, 1.0 / 6],
      information: [0.0566330, 0.0566330], variances: [1.0 / 36, 1.0 / 36]),
    Known(
      posteriors: [(2, 1), (1, 1)], optimality: [2.0 / 3, 1.0 / 3], regrets: [1.0 / 12, 0.25],
      information: [0.03057501, 0.06465997], variances: [1.0 / 72, 1.0 / 32]),
    Known(
      posteriors: [(3, 2), (2, 3), (1, 1)], optimality: [0.5, 1.0 / 7, 5.0 / 14],
      regrets: [0.12142857, 0.32142857, 0.22142857],
      information: [0.02429608, 0.01863461, 0.09132153],
      variances: [0.01158531, 0.00912998, 0.04369728]),
    Known(
      posteriors: [(10, 5), (2, 1)], optimality: [0.45833333, 0.54166667],
      regrets: [0.10784314, 0.10784314], information: [0.00294121, 0.0749048],
      variances: [0.00130127, 0.03253187]),
  ]

  @Test("Known states have known regrets, information and variances", arguments: known)
  func knownStates(known: Known) {
    let entropy = integrated(known.posteriors, .entropy)
    #expect(isNear(entropy.optimality, known.optimality, 6e-9))
    #expect(isNear(entropy.regrets, known.regrets, 6e-9))
    #expect(isNear(entropy.gains, known.information, 5.1e-8))
    let variance = integrated(known.posteriors, .variance)
    #expect(isNear(variance.gains, known.variances, 6e-9))
    #expect(variance.regrets == entropy.regrets)
  }

  @Test("The first of two arms is the best as often as the closed form says, also after many pulls")
  func closedForm() {
    for (a, b, c, d) in [(3.0, 2.0, 2.0, 3.0), (30, 12, 21, 9), (1, 40, 1, 30), (80, 1, 120, 2)] {
      let optimality = integrated([(a, b), (c, d)], .variance, horizon: 200).optimality
      #expect((optimality[0] - ExactPlay.beats(a, b, c, d)).magnitude < 1e-11)
      #expect((optimality[0] + optimality[1] - 1).magnitude < 1e-11)
    }
  }

  @Test("An arm that wins after long bad luck is as good as one whose luck was mixed")
  func luckTurns() {
    var source = IntegratedInformation(armCount: 3, horizon: 9000, measure: .entropy)
    for _ in 0..<1500 {
      for arm in 0..<2 { source.update(arm: arm, reward: 0) }
      for reward in [1.0, 0, 1] { source.update(arm: 2, reward: reward) }
    }
    for _ in 0..<3000 { source.update(arm: 0, reward: 1) }
    var table = InformationTable(count: 3)
    var stream = testStream()
    source.fill(&table, using: &stream)
    #expect(isNear(source.optimality.array, [0.5, 0, 0.5], 1e-7))
    #expect((table.regrets[0] - table.regrets[2]).magnitude < 1e-9)
    // Half the difference of two normal variables' larger one: σ/√π for Beta(3001, 1501).
    #expect((table.regrets[0] - 0.00396367).magnitude < 1e-6)
    #expect(table.regrets[1] > 0.66)
  }

  // Thompson sampling pulls an arm with the probability that it is the best, and the regret of ten
  // such pulls is known to ten digits.
  @Test("As Thompson sampling the probabilities lose what another program found")
  func thompson() {
    let outcome = ExactPlay([0.5, 0.6]).outcome(rounds: 5) { counts in
      let posteriors = counts.map { (1 + $0.s, 1 + $0.n - $0.s) }
      return integrated(posteriors, .variance, horizon: 5).optimality
    }
    #expect((outcome.regret - 0.2365402778).magnitude < 1e-10)
  }

  @Test("An arm that is certainly the best has no regret left, and is pulled")
  func certain() {
    let state = integrated([(60, 1), (1, 60), (2, 40)], .entropy, horizon: 130)
    #expect(state.optimality[0] > 1 - 1e-12 && state.regrets[0] < 1e-12)
    #expect(state.gains.allSatisfy { $0 >= 0 && $0 < 1e-10 })
  }
}
