import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// An index rule that has a sublinear form with the same choices.
struct SublinearCase: Sendable, CustomTestStringConvertible {
  let variant: Variant
  let values: [String: ParameterValue]
  var testDescription: String { variant.name + RuleCase.describe(values) }

  /// The arguments with a tie rule and a way to search.
  func arguments(_ ties: TieBreak, _ search: SearchMethod) -> Arguments {
    var all = values
    all["ties"] = .word(ties.rawValue)
    all["search"] = .word(search.rawValue)
    return Arguments(all, defaultsOf: variant.parameters)
  }

  func part(_ ties: TieBreak, _ search: SearchMethod) -> ParameterValue {
    .variant(variant.name, arguments(ties, search))
  }

  static let ucb1 = SublinearCase(variant: UpperConfidenceBound.ucb1, values: [:])

  static let bounds =
    [ucb1]
    + [.constant(0), .constant(0.1), .constant(7), .schedule("inverse-log")].map {
      SublinearCase(variant: UpperConfidenceBound.variant, values: ["c": $0])
    }
    + [
      SublinearCase(
        variant: UpperConfidenceBound.variant,
        values: ["c": .schedule("inverse-log"), "initial-count": .number(0.5)]),
      SublinearCase(
        variant: UpperConfidenceBound.ucb1, values: ["initial-count": .number(1)]),
      SublinearCase(variant: UpperConfidenceBound.ucb1, values: ["scale": .number(0.3)]),
    ]
  static let priors = [
    SublinearCase(variant: UpperConfidenceBound.ucb1, values: ["prior": .numbers([2, 1])]),
    SublinearCase(
      variant: UpperConfidenceBound.ucb1,
      values: ["initial-count": .number(1), "prior": .numbers([1, 1])]),
  ]
  static let starts = [
    ["start": .word("each-once")], ["start": .number(0.4)],
    ["start": .number(1.5), "step": .number(0.25)],
    ["start": .word("each-once"), "step": .number(0.1)],
  ].map { (values: [String: ParameterValue]) in
    SublinearCase(
      variant: EpsilonGreedy.variant, values: values.merging(["epsilon": .constant(0.1)]) { $1 })
  }
  static let tuned = [[:], ["scale": .number(0.25)], ["scale": .number(3)]].map {
    (values: [String: ParameterValue]) in
    SublinearCase(variant: UCB1Tuned.variant, values: values)
  }
  /// The index need not rise with the mean: all candidates are looked at.
  static let narrow = SublinearCase(variant: UCB1Tuned.variant, values: ["scale": .number(0.05)])
  static let greedy = [ParameterValue.constant(0.1), .constant(0), .schedule("inverse-sqrt")].map {
    SublinearCase(variant: EpsilonGreedy.variant, values: ["epsilon": $0])
  }
}

/// A clustering, its rewards and what is played on it.
struct SublinearProblem: Sendable, CustomTestStringConvertible {
  let sizes: [Int]
  let rewards: RewardDistribution
  let horizon: Int
  let batch: Int
  var testDescription: String { "\(sizes), \(rewards), T = \(horizon), batches of \(batch)" }

  func instance(_ stream: inout RandomStream) -> BanditInstance {
    let clustering = Clustering(sizes: sizes)
    return BanditInstance(
      means: (0..<clustering.armCount).map { _ in stream.nextUnit() }, clustering: clustering,
      rewards: rewards)
  }

  /// What is seen of a policy at every round.
  func play(
    _ kind: String, _ values: [String: ParameterValue], on instance: BanditInstance,
    test: String = #function
  ) throws -> Trajectory {
    let family = try #require(PolicyCatalogue.standard[kind])
    let arguments = Arguments(values, defaultsOf: family.parameters)
    #expect(family.allProblems(arguments, shape(of: instance)).isEmpty)
    let run = Replication(
      instance: instance, horizon: horizon, checkpoints: Array(1...horizon),
      seeds: SeedTree(test: test, root: 1), number: 0, tables: ClockTables(count: 500),
      batch: batch)
    return family.prepare(arguments, instance.rewards).play(run)
  }
}

extension SublinearProblem {
  /// One group, several groups, batches, and both kinds of rewards.
  static let flat = [
    SublinearProblem(sizes: [1], rewards: .bernoulli, horizon: 20, batch: 1),
    SublinearProblem(
      sizes: [9], rewards: .gaussian(standardDeviation: 0.5), horizon: 300, batch: 1),
    SublinearProblem(sizes: [70], rewards: .bernoulli, horizon: 500, batch: 1),
    SublinearProblem(sizes: [70], rewards: .bernoulli, horizon: 300, batch: 7),
    SublinearProblem(
      sizes: [100], rewards: .gaussian(standardDeviation: 0.5), horizon: 300, batch: 64),
  ]

  /// A flat rule makes the choices of the scan, pull by pull.
  ///
  /// All means differ, so equal regrets at every round are equal choices.
  func check(_ rule: SublinearCase) throws {
    var world = testStream(UInt64(batch), of: "flat(rule:problem:)")
    let instance = self.instance(&world)
    for ties in TieBreak.allCases {
      let (name, scan) = (rule.variant.name, rule.arguments(ties, .scan).values)
      let expected = try play(name, scan, on: instance)
      let found = try play(name, rule.arguments(ties, .sublinear).values, on: instance)
      #expect(found == expected, "ties \(ties)")
    }
  }

  /// With thousands of arms both searches play alike.
  static func checkLarge(_ rule: SublinearCase, _ rewards: RewardDistribution) throws {
    let problem = SublinearProblem(sizes: [1500], rewards: rewards, horizon: 2100, batch: 1)
    var world = testStream(of: "large(rule:rewards:)")
    let instance = problem.instance(&world)
    let name = rule.variant.name
    let expected = try problem.play(name, rule.arguments(.uniform, .scan).values, on: instance)
    let found = try problem.play(name, rule.arguments(.uniform, .sublinear).values, on: instance)
    #expect(found == expected)
  }

  /// Outside and inside clusters both searches play alike.
  static func checkTwoLevels(_ rule: SublinearCase, batch: Int) throws {
    let problem = SublinearProblem(
      sizes: [1, 40, 3, 70, 8] + Array(repeating: 4, count: 20), rewards: .bernoulli, horizon: 450,
      batch: batch)
    var world = testStream(of: "twoLevel(rule:batch:)")
    let instance = problem.instance(&world)
    for (ties, strategy) in zip(TieBreak.allCases, [MeanStrategy.variant, MaxStrategy.variant]) {
      let trajectories = try [SearchMethod.scan, .sublinear].map {
        try problem.play(
          "two-level",
          [
            "strategy": .part(strategy), "outer": rule.part(ties, $0),
            "inner": rule.part(ties, $0),
          ], on: instance)
      }
      #expect(trajectories[0] == trajectories[1], "ties \(ties)")
    }
  }
}

extension SublinearCase {
  /// Means that make ties, or many pulls of few arms, and how many pulls.
  static let nastyProblems: [(means: [Double], rounds: Int)] = [
    (Array(repeating: 0, count: 40), 900), (Array(repeating: 1, count: 40), 900),
    (Array(repeating: 0.5, count: 40), 900), ((0..<40).map { $0 < 20 ? 0 : 1 }, 900),
    ((0..<40).map { Double($0 % 4) / 3 }, 900), ([0.5, 0.5], 20_000), ([0.1, 0.9, 1], 3000),
    (Array(repeating: 0.25, count: 2000), 6000),
  ]

  /// Every decision and every word drawn is the scan's, whoever is pulled.
  ///
  /// - Parameter starts: the pulls and successes that candidates begin with.
  func checkDecisions(
    _ means: [Double], rounds: Int, starts: [(pulls: Double, sum: Double)] = [], of test: String
  ) {
    let groups = Clustering.whole(means.count)
    for ties in TieBreak.allCases {
      let (scan, other) = (
        rule(variant.name, .scan, values, ties: ties, groups: groups),
        rule(variant.name, .sublinear, values, ties: ties, groups: groups)
      )
      var world = testStream(UInt64(means.count), of: test)
      var (stream, reference) = (world, world)
      var seen = Observations(count: means.count)
      for (candidate, start) in starts.enumerated() {
        for rule in [scan, other] {
          _ = rule.select(group: 0, clock: 0, using: &stream)
          rule.record(candidate, group: 0, estimate(pulls: start.pulls, sum: start.sum))
          stream = reference
        }
        seen.pulls[candidate] = start.pulls
        seen.sums[candidate] = start.sum
      }
      let clock = starts.reduce(0) { $0 + Int($1.pulls) }
      var equal = 0
      for round in 0..<rounds {
        let expected = scan.select(group: 0, clock: clock + round, using: &reference)
        let chosen = other.select(group: 0, clock: clock + round, using: &stream)
        guard chosen == expected, stream == reference else {
          Issue.record("ties \(ties), round \(round): \(chosen) instead of \(expected)")
          break
        }
        equal += 1
        seen.pulls[chosen] += 1
        seen.sums[chosen] += world.nextUnit() < means[chosen] ? 1 : 0
        let news = estimate(pulls: seen.pulls[chosen], sum: seen.sums[chosen])
        scan.record(chosen, group: 0, news)
        other.record(chosen, group: 0, news)
      }
      #expect(equal == rounds)
    }
  }
}
