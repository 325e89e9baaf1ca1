import Randomness
import Testing

@testable import ClusterBandit

@Suite("Posteriors and bonuses of rules")
struct RulePosteriorTests {
  private static let coins = BanditInstance(
    means: [0.3, 0.6, 0.8], clusters: [[0, 1], [2]], rewards: .bernoulli)

  /// What the policy holds of all arms after ten rounds.
  private func beliefs(
    _ kind: String, _ values: [String: ParameterValue] = [:], on instance: BanditInstance = coins
  ) throws -> [Belief] {
    let family = try #require(PolicyCatalogue.standard[kind])
    let policy = PolicyCase(family, values).prepared(for: instance)
    var beliefs: [Belief?] = []
    try #require(policy).watch(
      replication(of: instance, horizon: 10, test: "posterior"), rounds: 10
    ) { pull in
      if pull.round == 10 { beliefs = (0..<instance.armCount).map { pull.belief(of: $0) } }
    }
    return try beliefs.map { try #require($0) }
  }

  @Test("Rules with Beta priors hold Beta(α + s, β + f), flat, inner, in a tree and by classes")
  func beta() throws {
    let prior = ParameterValue.priors([BetaPrior(alpha: 2, beta: 5)])
    var count = 0
    for (kind, values) in [
      ("thompson", ["prior": prior]), ("bayes-ucb", ["prior": prior]),
      ("thompson", ["prior": prior, "search": .word("sublinear")]),
      ("bayes-ucb", ["prior": prior, "search": .word("sublinear")]),
    ] {
      for belief in try beliefs(kind, values) {
        let sum = (belief.mean ?? 0) * belief.pulls
        let (alpha, beta) = (2 + sum, 5 + belief.pulls - sum)
        let total = alpha + beta
        let posterior = try #require(belief.posterior)
        #expect((posterior.mean - alpha / total).magnitude < 1e-12)
        let variance = alpha * beta / (total * total * (total + 1))
        #expect((posterior.variance - variance).magnitude < 1e-12)
        count += 1
      }
    }
    #expect(count == 12)
    for kind in ["tsc", "ts-max", "hts"] {
      for belief in try beliefs(kind) {
        let sum = (belief.mean ?? 0) * belief.pulls
        #expect(
          ((belief.posterior?.mean ?? 0) - (1 + sum) / (2 + belief.pulls)).magnitude < 1e-12)
        count += 1
      }
    }
    #expect(count == 21)
  }

  @Test("Normal rewards have the normal posterior of the pulls, and a flat prior none without any")
  func normal() throws {
    let instance = BanditInstance(
      means: [-1, 0, 1], clusters: [[0, 1, 2]], rewards: .gaussian(standardDeviation: 2))
    for belief in try beliefs("thompson", on: instance) {
      #expect((belief.pulls > 0) == (belief.posterior != nil))
      #expect(belief.posterior?.mean == belief.mean)
      #expect(belief.posterior?.variance == 4 / belief.pulls)
    }
    let given: [String: ParameterValue] = [
      "prior-mean": .number(3), "prior-standard-deviation": .number(0.5),
    ]
    for belief in try beliefs("thompson", given, on: instance) {
      let precision = 4 + belief.pulls / 4
      let mean = (12 + (belief.mean ?? 0) * belief.pulls / 4) / precision
      #expect(((belief.posterior?.mean ?? 0) - mean).magnitude < 1e-12)
      #expect(((belief.posterior?.variance ?? 0) - 1 / precision).magnitude < 1e-12)
    }
  }

  @Test("Models have the posterior that they show, and what has none says so")
  func others() throws {
    for belief in try beliefs("hierarchical-thompson") {
      #expect(belief.posterior?.mean == belief.mean)
      #expect(belief.posterior?.variance == belief.standardDeviation.map { $0 * $0 })
    }
    for kind in ["ucb1", "kl-ucb", "ucbc"] {
      #expect(try beliefs(kind).allSatisfy { $0.posterior == nil })
    }
  }

  @Test("The bonus of UCB is c·b·sqrt(2 ln t / n), as printed 2 ln(t/n), and of others none")
  func bonus() throws {
    func bonus(_ kind: String, _ values: [String: ParameterValue] = [:]) throws -> Double? {
      let family = try #require(PolicyCatalogue.standard[kind])
      return PolicyCase(family, values).prepared(for: Self.coins)?.bonus?(9, 100)
    }
    let root = 1.0116180862567643
    for (kind, values, expected) in [
      ("ucb1", [:], root), ("ucb", ["c": .constant(3), "scale": .number(2)], 6 * root),
      ("ucb", ["c": .schedule("inverse-log")], root / 4.605170185988092),
      ("ucb1", ["initial-count": .number(16)], root * 3 / 5),
      ("ucb-as-printed", [:], 4.815891217303744),
    ] as [(String, [String: ParameterValue], Double)] {
      let value = try #require(try bonus(kind, values))
      #expect((value - expected).magnitude < 1e-12, "\(kind): \(value)")
    }
    for kind in ["thompson", "ucb1-tuned", "kl-ucb", "random", "tsc"] {
      #expect(try bonus(kind) == nil)
    }
  }
}
