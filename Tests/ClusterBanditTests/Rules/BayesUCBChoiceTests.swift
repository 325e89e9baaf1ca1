import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Choices of Bayes-UCB by bounds")
struct BayesUCBChoiceTests {
  static let worlds: [[Double]] = [
    [0.2, 0.4, 0.6, 0.61], Array(repeating: 0.5, count: 12), Array(repeating: 0, count: 6),
    Array(repeating: 1, count: 6), [0, 1, 0.5, 0.999, 1, 1],
  ]
  static let priors =
    [(1, 1), (1e-6, 1e-6), (0.01, 0.01), (0.3, 0.7), (1e9, 1e9)]
    as [(Double, Double)]

  private func rule(_ count: Int, _ prior: (Double, Double), _ ties: TieBreak) -> BayesUCB {
    BayesUCB(
      arguments: arguments(
        BayesUCB.variant,
        [
          "ties": .word(ties.rawValue),
          "prior": .priors([BetaPrior(alpha: prior.0, beta: prior.1)]),
        ]), groups: .whole(count), level: .arms, setting: setting(.whole(count)))
  }

  @Test(
    "They are the plain ones tie by tie and draw by draw, and bounds decide nearly all",
    arguments: worlds, priors)
  func plain(means: [Double], prior: (Double, Double)) throws {
    var (compared, decided) = (0, 0)
    for ties in [TieBreak.first, .uniform] {
      var rule = rule(means.count, prior, ties)
      var world = testStream(UInt64(means.count))
      var stream = testStream(99)
      var seen = Observations(count: means.count)
      var latest = 0
      for clock in 1...200 {
        let index = try #require(QuantileIndex(clock: clock, factor: 1))
        var plainStream = stream
        let plain = rule.highest(0..<means.count, index, from: latest, using: &plainStream)
        let before = stream
        let choice = rule.decided(0..<means.count, index, from: latest, using: &stream)
        if let choice {
          #expect(choice == plain && stream == plainStream, "clock \(clock)")
          decided += 1
        } else {
          #expect(stream == before, "nothing is drawn before it is decided")
        }
        stream = plainStream
        compared += 1
        latest = plain
        seen.pulls[plain] += 1
        if world.nextUnit() < means[plain] { seen.sums[plain] += 1 }
        rule.follow(
          plain,
          BetaDistribution(
            alpha: prior.0 + seen.sums[plain],
            beta: prior.1 + seen.pulls[plain] - seen.sums[plain], logPeak: .nan))
      }
    }
    #expect(compared == 400)
    // Logits of a small prior's quantiles are cut off.
    #expect(prior.0 < 0.1 || decided > compared * 9 / 10, "\(decided)")
  }
}
