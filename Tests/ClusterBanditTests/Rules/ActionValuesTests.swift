import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Where values start and how they move")
struct ActionValuesTests {
  private static let starts: [ParameterValue?] = [
    nil, .word("zero"), .number(5), .number(-2), .word("each-once"),
  ]
  private static let steps: [Double?] = [nil, 0.1, 1]

  private func arguments(
    _ epsilon: Double, _ start: ParameterValue?, _ step: Double?, ties: TieBreak = .first
  ) -> Arguments {
    var values: [String: ParameterValue] = [
      "epsilon": .constant(epsilon), "ties": .word(ties.rawValue),
    ]
    values["start"] = start
    values["step"] = step.map { .number($0) }
    return Arguments(values, defaultsOf: EpsilonGreedy.variant.parameters)
  }

  /// Arms with normal means, standard deviation 1, all moved by `shift`.
  private func instance(_ number: UInt64, shift: Double = 0) -> BanditInstance {
    var stream = testStream(number, of: "instances")
    return BanditInstance(
      means: (0..<10).map { _ in shift + stream.nextNormal(.shared) }, clustering: .singletons(10),
      rewards: .gaussian(standardDeviation: 1))
  }

  private func chosen(
    _ arguments: Arguments, _ instance: BanditInstance, _ number: UInt64
  ) -> [Int] {
    let run = replication(of: instance, horizon: 300, number: number, test: "choices")
    var policy = FlatSelector<EpsilonGreedy>(arguments: arguments, setting: run.setting)
    return transcript(&policy, in: run).arms
  }

  @Test("Pulling each arm once first makes choices that do not depend on where zero is")
  func shifts() {
    var count = 0
    var differences = 0
    for number in 0..<8 as Range<UInt64> {
      for (epsilon, step) in [(0, nil), (0.1, nil), (0, 0.25), (0.1, 0.1)] as [(Double, Double?)] {
        func arms(_ start: ParameterValue, _ shift: Double) -> [Int] {
          chosen(
            arguments(epsilon, start, step, ties: .uniform), instance(number, shift: shift), number)
        }
        for shift in [-128.0, 64] {
          #expect(arms(.word("each-once"), shift) == arms(.word("each-once"), 0))
          differences += arms(.word("zero"), shift) == arms(.word("zero"), 0) ? 0 : 1
          count += 1
        }
      }
    }
    #expect(count == 64)
    #expect(differences > 50, "starting at 0 does depend on it")
  }

  @Test("Pulling each arm once first, a greedy rule compares every arm before it commits")
  func eachOnce() {
    var count = 0
    for number in 0..<20 as Range<UInt64> {
      let first = chosen(arguments(0, .word("each-once"), nil), instance(number), number)
      #expect(Array(first.prefix(10)) == Array(0..<10), "ties first: in order")
      let random = chosen(
        arguments(0, .word("each-once"), nil, ties: .uniform), instance(number), number)
      #expect(random.prefix(10).sorted() == Array(0..<10))
      count += 1
    }
    #expect(count == 20)
  }

  @Test("Averages and steps from an optimistic start are what the formula gives by hand")
  func byHand() {
    // Candidate, reward; then the leader of three that start at 5, ties to the first.
    func leaders(_ step: Double?, _ rewards: [Double]) -> [Int] {
      let part = RuleCatalogue.standard.part(
        ("epsilon-greedy", arguments(0, .number(5), step)))
      let groups = Clustering.whole(3)
      let rule = part.entry.erased(
        .gaussian, part.arguments, groups, .arms, setting(groups))
      var statistics = ArmStatistics(count: 3, isBinary: false)
      var stream = testStream()
      return rewards.enumerated().map { clock, reward in
        let arm = rule.select(group: 0, clock: clock, using: &stream)
        rule.record(arm, group: 0, statistics.record(arm, reward: reward))
        return arm
      }
    }
    // Averages: 1; 3; 2; then arm 1 with 3, 0 → 1.5; arm 2 with 2, 0 → 1; arm 1.
    #expect(leaders(nil, [1, 3, 2, 0, 0, 0, 0]) == [0, 1, 2, 1, 2, 1, 0])
    // α = ½: 3; 4; 3; then arm 1 with 0 → 2; arm 0, the first of two with 3, with 0 → 1.5; arm 2.
    #expect(leaders(0.5, [1, 3, 1, 0, 0, 0, 9]) == [0, 1, 2, 1, 0, 2, 1])
  }

  @Test("Every choice is that of the plain rule with plain values")
  func plainRule() {
    var count = 0
    for start in Self.starts {
      for step in Self.steps {
        for epsilon in [0, 0.1] {
          let arguments = arguments(epsilon, start, step)
          let instance = instance(3)
          let run = replication(of: instance, horizon: 400)
          var policy = FlatSelector<EpsilonGreedy>(arguments: arguments, setting: run.setting)
          let found = transcript(&policy, in: run)
          let expected = plainChoices(epsilon, start, step, found.rewards, run)
          #expect(found.arms == expected, "\(epsilon) \(start ?? .word("")) \(step ?? 0)")
          count += 1
        }
      }
    }
    #expect(count == 30)
  }

  /// The choices of the rule as the book writes it, paid `rewards` round by round.
  private func plainChoices(
    _ epsilon: Double, _ start: ParameterValue?, _ step: Double?, _ rewards: [Double],
    _ run: Replication
  ) -> [Int] {
    var stream = run.seeds.stream(replication: run.number, role: .policy)
    var initial = 0.0
    if case .number(let number)? = start { initial = number }
    let isEachOnce = start == .word("each-once")
    var values = Array(repeating: initial, count: 10)
    var pulls = Array(repeating: 0.0, count: 10)
    var sums = pulls
    return rewards.map { reward in
      var arm = 0
      if isEachOnce, let next = pulls.firstIndex(of: 0) {
        arm = next
      } else if stream.nextUnit() < epsilon {
        arm = stream.nextIndex(below: 10)
      } else {
        for other in 1..<10 where values[other] > values[arm] { arm = other }
      }
      pulls[arm] += 1
      sums[arm] += reward
      if let step, !isEachOnce || pulls[arm] > 1 {
        values[arm] += step * (reward - values[arm])
      } else {
        values[arm] = sums[arm] / pulls[arm]
      }
      return arm
    }
  }

  @Test("An outer rule has no values of its own, but may pull every cluster once first")
  func clusters() {
    func problems(_ start: ParameterValue?, _ step: Double?) -> [[String]] {
      ruleProblems(
        "epsilon-greedy", arguments(0.1, start, step), level: .clusters,
        shape: ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
      ).map(\.path)
    }
    #expect(problems(nil, nil) == [])
    #expect(problems(.word("each-once"), nil) == [])
    #expect(problems(.number(1), 0.5) == [["start"], ["step"]])
  }

  @Test("An outer rule that pulls every cluster once first does so")
  func outerEachOnce() {
    let instance = BanditInstance(
      means: [0.9, 0.8, 0.5, 0.4, 0.3, 0.2], clustering: Clustering(sizes: [2, 2, 2]),
      rewards: .bernoulli)
    func clusters(_ start: ParameterValue?) -> [Int] {
      let rule = ParameterValue.variant("epsilon-greedy", arguments(0, start, nil))
      let policy = prepared(
        "two-level",
        ["strategy": .part(MeanStrategy.variant), "outer": rule, "inner": rule], for: instance)
      return transcript(policy, on: instance, horizon: 3).arms.map {
        Int(instance.clustering.clusterOfArm[$0])
      }
    }
    #expect(clusters(.word("each-once")) == [0, 1, 2])
    #expect(clusters(nil) != [0, 1, 2])
  }
}
