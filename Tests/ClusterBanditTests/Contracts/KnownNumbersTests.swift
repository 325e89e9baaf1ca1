import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A policy and the mean reward that independent runs found for it on the arms (.4, .6, .8) over
/// 10 000 rounds, each with a standard error of 1.2.
struct KnownReward: Sendable, CustomTestStringConvertible {
  let rule: RuleCase
  let reward: Double
  /// Replications here.
  let runs: Int
  var testDescription: String { "\(rule.testDescription): \(reward)" }

  init(_ rule: RuleCase, _ reward: Double, runs: Int = 60) {
    self.rule = rule
    self.reward = reward
    self.runs = runs
  }
}

extension RuleCase {
  static func greedy(_ epsilon: ParameterValue) -> RuleCase {
    RuleCase(EpsilonGreedy.variant, ["epsilon": epsilon], ties: .first)
  }

  static func thompson(_ priors: [(Double, Double)]) -> RuleCase {
    RuleCase(
      BetaThompson.variant,
      ["prior": .priors(priors.map { BetaPrior(alpha: $0.0, beta: $0.1) })])
  }
}

@Suite("Numbers that are known from independent runs")
struct KnownNumbersTests {
  /// The mean of the draws agrees with a reference that has a standard error of its own.
  private func agrees(
    _ draws: [Double], with reference: Double, error: Double
  ) -> (verdict: Verdict, mean: Double) {
    let n = Double(draws.count)
    let mean = draws.reduce(0, +) / n
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    return (
      Verdict.mean(
        mean, sampleDeviation: (variance + n * error * error).squareRoot(), count: draws.count,
        is: reference), mean
    )
  }

  // The pseudo-regret has the same expectation as 8000 minus the reward and a far smaller spread.
  // Power: with the s.d. per run and the standard error below, a policy that is off by ten standard
  // errors is missed once in a million: 15 to 35 units of 8000.
  @Test(
    "Three arms over 10 000 rounds",
    arguments: [
      KnownReward(.greedy(.constant(0.1)), 7781.7), KnownReward(.greedy(.constant(0.5)), 6996.9),
      KnownReward(.greedy(.constant(0.9)), 6200.5),
      KnownReward(.greedy(.schedule("inverse-sqrt")), 7946.6), KnownReward(.ucb(1), 7901.2),
      KnownReward(.ucb(5), 7145.7), KnownReward(.ucb(10), 6670.4),
      KnownReward(.thompson([(1, 1)]), 7983.4, runs: 40),
      KnownReward(.thompson([(2, 4), (3, 6), (1, 2)]), 7990.8, runs: 40),
    ])
  func threeArms(known: KnownReward) {
    let instance = problem([[0.4, 0.6, 0.8]])
    let policy = prepared(known.rule.name, known.rule.arguments.values, for: instance)
    let regrets = finalRegrets(policy, on: instance, horizon: 10_000, count: known.runs)
    let (verdict, mean) = agrees(regrets.map { 8000 - $0 }, with: known.reward, error: 1.2)
    #expect(verdict.holds, "\(verdict), mean \(mean)")
  }

  // Pseudo-regrets of 1500 runs of a plain implementation that bisects every index, each with a
  // standard error of 0.2; the asymptotic constant of these arms is 2.96, 2.96 ln 2000 = 22.5.
  // Power: with a standard deviation of 7 per run a regret that is off by 5.5 is missed once in a
  // million; the weights c = 0 and c = 3 are 10.6 apart.
  @Test(
    "Three arms over 2000 rounds under the rules of logarithmic regret",
    arguments: [
      KnownReward(RuleCase(KLUCB.variant), 16.22),
      KnownReward(RuleCase(KLUCB.variant, ["c": .number(3)]), 26.84),
      KnownReward(RuleCase(BayesUCB.variant), 11.92),
      KnownReward(RuleCase(BayesUCB.variant, ["c": .number(1)]), 15.28),
    ])
  func threeArmsLogarithmic(known: KnownReward) {
    let instance = problem([[0.4, 0.6, 0.8]])
    let policy = prepared(known.rule.name, known.rule.arguments.values, for: instance)
    let regrets = finalRegrets(policy, on: instance, horizon: 2000, count: known.runs)
    let (verdict, mean) = agrees(regrets, with: known.reward, error: 0.2)
    #expect(verdict.holds, "\(verdict), mean \(mean)")
  }

  // Flat Thompson sampling 497.2, TSC 165.1 with standard deviations 43 and 42 over 50 runs each.
  // Power: a mean that is off by 140 (Thompson) or 110 (TSC) is missed once in a million; playing
  // one in the other's place is off by 332.
  @Test(
    "Strong dominance: 100 arms in 10 clusters, w = d = 0.1, over 3000 rounds",
    arguments: [("thompson", 497.2, 43.0, 5), ("tsc", 165.1, 42.0, 12)])
  func strongDominance(name: String, regret: Double, deviation: Double, runs: Int) throws {
    let family = StrongDominance.family
    let environment = try family.make(Arguments(defaultsOf: family.parameters)).get()
    var stream = testStream()
    var total = 0.0
    for number in 0..<UInt64(runs) {
      let instance = environment.drawInstance(using: &stream)
      total +=
        finalRegrets(
          prepared(name, for: instance), on: instance, horizon: 3000, count: 1, from: number)[0]
    }
    let n = Double(runs)
    let verdict = Verdict.mean(
      total / n, trueDeviation: deviation * (1 + n / 50).squareRoot(), count: runs, is: regret)
    #expect(verdict.holds, "\(verdict)")
  }

  // Pseudo-regret of other programs' 4,000 runs on arms of uniform means, with its standard error.
  // Power: the standard deviation of a run is 63 times that error, so of 300 runs a deviation of
  // 33 of those errors is missed once in a million.
  @Test(
    "Ten arms of uniform means over 1,000 rounds",
    arguments: [
      ("thompson", [:], 27.68, 0.22), ("thompson", ["optimistic": .flag(true)], 26.20, 0.23),
      ("ucb1-tuned", [:], 35.68, 0.16), ("imed", [:], 31.79, 0.19),
      ("kl-ucb", ["exploration": .word("plus")], 31.49, 0.19),
      ("kl-ucb", ["exploration": .word("plus-plus")], 32.92, 0.2),
      ("moss", [:], 48.27, 0.16), ("moss", ["horizon": .word("anytime")], 46.29, 0.16),
      ("knowledge-gradient", [:], 50.26, 1.09),
      ("boltzmann", ["temperature": .number(0.1)], 55.61, 0.52),
      ("boltzmann-gumbel", [:], 93.86, 0.2),
      ("explore-then-commit", ["pulls": .integer(10)], 76.39, 1.04),
      ("optimistic-gittins", [:], 18.30, 0.55),
      ("optimistic-gittins", ["c": .number(1)], 19.1, 0.5),
      ("tsallis-inf", [:], 84.47, 0.23), ("exp3-ix", [:], 137.34, 0.39),
    ] as [(String, [String: ParameterValue], Double, Double)])
  func tenUniformArms(
    kind: String, values: [String: ParameterValue], regret: Double, error: Double
  ) {
    let regrets = (0..<300 as Range<UInt64>).map { number in
      var draws = testStream(number)
      let instance = problem((0..<10).map { _ in [draws.nextUnit()] })
      let policy = prepared(kind, values, for: instance)
      return finalRegrets(policy, on: instance, horizon: 1000, count: 1, from: number)[0]
    }
    let (verdict, mean) = agrees(regrets, with: regret, error: error)
    #expect(verdict.holds, "\(verdict), mean \(mean)")
  }
}
