import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A policy with a history is one that made those pulls.
@Suite("Policies with a history")
struct HistoryTests {
  /// Seven arms in three clusters.
  private let instance = problem([[0.25, 0.75, 0.5], [0.125], [0.6875, 0.375, 0.5625]])

  private func history(_ counts: [(arm: Int, pulls: Double, successes: Double)]) -> ParameterValue {
    .history(
      ArmHistory(
        entries: counts.map {
          ArmHistory.Entry(arm: $0.arm, pulls: $0.pulls, successes: $0.successes)
        }))
  }

  private func policy(
    _ name: String, _ values: [String: ParameterValue], on instance: BanditInstance? = nil,
    horizon: Int = 1000
  ) throws -> any ErasedPolicy {
    let instance = instance ?? self.instance
    let family = try #require(PolicyCatalogue.standard[name])
    var values = values
    if family.parameters.contains(where: { $0.name == "ties" }) { values["ties"] = .word("first") }
    let run = replication(of: instance, horizon: horizon)
    let make = try #require(prepared(name, values, for: instance).boxed)
    return make(run)
  }

  /// Plays on and says what was pulled.
  private func goOn(_ policy: any ErasedPolicy, from round: Int, rounds: Int = 90) -> [Int] {
    var (choices, rewards) = (testStream(11), testStream(12))
    return (0..<rounds).map { step in
      let arm = policy.selectArm(round: round + step, using: &choices)
      policy.update(arm: arm, reward: rewards.nextUnit() < instance.means[arm] ? 1 : 0)
      return arm
    }
  }

  @Test(
    "Policies that pull nothing first go on as if the pulls had been their own",
    arguments: eagerCases.indices)
  func eager(number: Int) throws {
    let (name, values) = HistoryTests.eagerCases[number]
    // A constant step weighs pulls by their order, which a history does not have.
    guard values["step"] == nil else { return }
    let counts: [(arm: Int, pulls: Double, successes: Double)] = [
      (1, 6, 4), (0, 3, 0), (6, 2, 2), (5, 1, 0), (3, 4, 1),
    ]
    let taught = try policy(name, values.merging(["history": history(counts)]) { $1 })
    // T counts the pulls of the history, too.
    let grown = try policy(name, values, horizon: 1016)
    for (arm, pulls, successes) in counts {
      for place in 0..<Int(pulls) {
        grown.update(arm: arm, reward: Double(place) < successes ? 1 : 0)
      }
    }
    for arm in 0..<7 { #expect(taught.belief(of: arm) == grown.belief(of: arm)) }
    for cluster in 0..<3 {
      #expect(taught.belief(ofCluster: cluster) == grown.belief(ofCluster: cluster))
    }
    let found = goOn(taught, from: 1)
    #expect(found == goOn(grown, from: 17))
    #expect(found != goOn(try policy(name, values), from: 1))
    #expect(Set(found).count > 1)
  }

  /// Index policies, some of which know the horizon.
  private static let patientCases: [(name: String, values: [String: ParameterValue])] =
    ForgettingTests.patient + [("kl-ucb", ["exploration": .word("plus-plus")])]

  /// Policies that pull nothing first, one of which knows the horizon.
  private static let eagerCases: [(name: String, values: [String: ParameterValue])] =
    ForgettingTests.eager + [("bayes-ucb", ["c": .number(5)])]

  @Test(
    "Index policies too: what has a history is not pulled first, what has none is",
    arguments: patientCases.indices)
  func patient(number: Int) throws {
    let (name, values) = HistoryTests.patientCases[number]
    // Six arms once by the queue, and more pulls of some; arm 6 was never pulled.
    let grown = try policy(name, values, horizon: 1009)
    var stream = testStream()
    for round in 1...6 {
      let arm = grown.selectArm(round: round, using: &stream)
      #expect(arm == round - 1)
      grown.update(arm: arm, reward: Double(arm % 2))
    }
    for arm in [1, 1, 4] { grown.update(arm: arm, reward: 1) }
    let counts: [(arm: Int, pulls: Double, successes: Double)] = [
      (0, 1, 0), (1, 3, 3), (2, 1, 0), (3, 1, 1), (4, 2, 1), (5, 1, 1),
    ]
    let taught = try policy(name, values.merging(["history": history(counts)]) { $1 })
    let found = goOn(taught, from: 1)
    #expect(found == goOn(grown, from: 10))
    #expect(found[0] == 6)
  }

  @Test("UCB1 and UCBC with a history, by hand")
  func byHand() throws {
    // Arms 0 (4, 3) and 1 (2, 1): t = 6 pulls, none of them the policy's own.
    let two = problem([[0.5, 0.25]])
    let flat = try policy("ucb1", ["history": history([(0, 4, 3), (1, 2, 1)])], on: two)
    var (stream, scores) = (testStream(), DecisionScores())
    let arm = flat.selectArm(round: 1, using: &stream, telling: &scores)
    let log = 2 * Elementary.log(6)
    // .75 + .946 = 1.696 and .5 + 1.338 = 1.838.
    let expected = [0.75 + (log / 4).squareRoot(), 0.5 + (log / 2).squareRoot()]
    #expect(zip(scores.arms?.values ?? [], expected).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(scores.arms?.values.count == 2 && arm == 1)
    // It paid 0: 1/3 + sqrt(2 ln 7 / 3) = 1.472 against .75 + sqrt(2 ln 7 / 4) = 1.736.
    flat.update(arm: 1, reward: 0)
    #expect(flat.selectArm(round: 2, using: &stream) == 0)
    // Two levels: clusters {0, 1} and {2} with 6 and 3 pulls.
    let three = problem([[0.5, 0.25], [0.375]])
    let clustered = try policy(
      "ucbc",
      [
        "history": history([(0, 4, 3), (1, 2, 1), (2, 3, 1)]),
        "strategy": .part(MeanStrategy.variant, ["prior": .numbers([0, 0])]),
      ], on: three)
    _ = clustered.selectArm(round: 1, using: &stream, telling: &scores)
    let root = 2 * Elementary.log(9)
    let bounds = [4.0 / 6 + (root / 6).squareRoot(), 1.0 / 3 + (root / 3).squareRoot()]
    #expect(zip(scores.clusters?.values ?? [], bounds).allSatisfy { abs($0 - $1) < 1e-12 })
    // Cluster 1 is picked, 1.544 against 1.523.
    #expect(bounds[1] > bounds[0] && scores.arms?.first == 2)
  }

  @Test("Arms are numbered as the user numbers them")
  func numbering() throws {
    let listed = BanditInstance(
      means: [0.5, 0.25, 0.75], clusters: [[2, 0], [1]], rewards: .bernoulli)
    let policy = try policy("thompson", ["history": history([(2, 7, 3), (1, 2, 2)])], on: listed)
    // Places: arm 2, arm 0, arm 1.
    #expect((0..<3).map { policy.belief(of: $0)?.pulls } == [7, 0, 2])
  }

  @Test("Large groups with a history are scanned, and choose what they would have chosen")
  func large() throws {
    let many = problem([(0..<300).map { Double($0) / 512 }])
    let counts: [(arm: Int, pulls: Double, successes: Double)] = (0..<300).map { ($0, 2, 1) }
    let taught = try policy("kl-ucb", ["history": history(counts)], on: many)
    let fresh = try policy("kl-ucb", ["search": .word("scan")], on: many, horizon: 1600)
    var stream = testStream()
    for round in 1...300 {
      let arm = fresh.selectArm(round: round, using: &stream)
      fresh.update(arm: arm, reward: 1)
    }
    for arm in 0..<300 { fresh.update(arm: arm, reward: 0) }
    for round in 1...50 {
      let (one, other) = (
        taught.selectArm(round: round, using: &stream),
        fresh.selectArm(round: round + 600, using: &stream)
      )
      #expect(one == other)
      taught.update(arm: one, reward: Double(round % 2))
      fresh.update(arm: other, reward: Double(round % 2))
    }
  }

  @Test("What a history cannot be for is refused, with the reason")
  func refused() throws {
    func complaints(
      _ name: String, _ values: [String: ParameterValue], _ shape: ProblemShape
    ) throws -> [String] {
      let family = try #require(PolicyCatalogue.standard[name])
      return family.allProblems(Arguments(values, defaultsOf: family.parameters), shape).map {
        $0.path.joined(separator: ".") + ": " + $0.message
      }
    }
    let some = history([(0, 1, 1)])
    let binary = shape(of: instance)
    var drawn = binary
    drawn.drawsArms = true
    let gaussian = ProblemShape(
      armCount: 7, clusterCount: 3, rewards: .gaussian(standardDeviation: 1))
    #expect(try complaints("ucb1", ["history": some], binary).isEmpty)
    #expect(try complaints("tsc", ["history": some], drawn)[0].hasSuffix("and these are drawn"))
    #expect(
      try complaints("ucb1", ["history": some], gaussian)
        == ["history: a history counts successes, and these rewards are Gaussian"])
    #expect(
      try complaints("ucbc", ["history": history([(7, 1, 1)])], binary)
        == ["history: there is no arm 7"])
    #expect(
      try complaints(
        "thompson",
        ["history": some, "model": .part(ModelEntry.hierarchical.variant)], binary)
        == ["history: the model 'hierarchical' keeps a posterior, and a history is counts"])
    #expect(
      try complaints("ucbc", ["history": some, "strategy": .part(PMaxStrategy.variant)], binary)
        == [])
    let gumbel = ParameterValue.part(BoltzmannGumbel.variant)
    #expect(
      try complaints("two-level", ["history": some, "inner": gumbel], binary)
        == ["history: 'boltzmann-gumbel' cannot begin with counts that it did not see grow"])
    #expect(
      try complaints("kl-ucb", ["history": some, "search": .word("sublinear")], binary).count == 1)
    let stepped = Arguments(["step": .number(0.1), "epsilon": .constant(0.1)])
    let ordered = "a constant step weighs pulls by their order, which a history does not have"
    #expect(
      try complaints("epsilon-greedy", stepped.values.merging(["history": some]) { $1 }, binary)
        == ["step: \(ordered)"])
    #expect(
      try complaints(
        "two-level",
        ["history": some, "inner": .part(EpsilonGreedy.variant, stepped.values)], binary)
        == ["inner.step: \(ordered)"])
    // Rules that cannot begin with counts have no such key.
    for (name, hasHistory) in [("boltzmann-gumbel", false), ("moss", true), ("imed", true)] {
      let family = try #require(PolicyCatalogue.standard[name])
      #expect(family.parameters.contains { $0.name == "history" } == hasHistory)
    }
  }
}
