import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// Pulls one arm and notes what it is asked and told.
private struct Fixed: Policy {
  final class Log {
    var rounds: [Int] = []
    var updates: [[Double]] = []
    var anticipated: [Int] = []
  }
  let arm: Int
  let log = Log()
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    log.rounds.append(round)
    return arm
  }
  mutating func update(arm: Int, reward: Double) { log.updates.append([Double(arm), reward]) }
  mutating func anticipate(arm: Int) { log.anticipated.append(arm) }
}

@Suite("Policies over policies")
struct PolicySelectorTests {
  private let instance = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])

  /// UCB1 with ties first over policies that pull the arms 4 and 2.
  private func selector(shares: Bool) -> (PolicySelector, [Fixed.Log]) {
    let bases = [Fixed(arm: 4), Fixed(arm: 2)]
    let chooser = FlatSelector<UpperConfidenceBound>(
      arguments: Arguments(
        ["ties": .word("first")], defaultsOf: UpperConfidenceBound.ucb1.parameters),
      setting: setting(.whole(6)).flat(count: 2))
    return (
      PolicySelector(
        chooser: erased(chooser), bases: bases.map { erased($0) }, sharesPulls: shares,
        armCount: 6),
      bases.map(\.log)
    )
  }

  // After pulls that paid 1, 0 and 0: .5 + sqrt(ln 3) = 1.548 and sqrt(2 ln 3) = 1.482; after one
  // more 0: 1/3 + sqrt(2 ln 4/3) = 1.295 and sqrt(2 ln 4) = 1.665.
  @Test("UCB1 chooses between policies by what they earned", arguments: [true, false])
  func byHand(shares: Bool) {
    var (policy, logs) = selector(shares: shares)
    var stream = testStream(1)
    var arms: [Int] = []
    for (index, reward) in [1.0, 0, 0, 0, 1].enumerated() {
      let arm = policy.selectArm(round: index + 1, using: &stream)
      policy.update(arm: arm, reward: reward)
      arms.append(arm)
    }
    #expect(arms == [4, 2, 4, 4, 2])
    #expect(stream == testStream(1))
    let (first, second): ([[Double]], [[Double]]) = (
      [[4, 1], [4, 0], [4, 0]], [[2, 0], [2, 1]]
    )
    if shares {
      let all: [[Double]] = [[4, 1], [2, 0], [4, 0], [4, 0], [2, 1]]
      #expect(logs.map(\.updates) == [all, all])
      #expect(logs.map(\.rounds) == [[1, 3, 4], [2, 5]])
    } else {
      #expect(logs.map(\.updates) == [first, second])
      #expect(logs.map(\.rounds) == [[1, 2, 3], [1, 2]])
    }
  }

  @Test("A batch is handed on, and anticipated by those who learn of it", arguments: [true, false])
  func batch(shares: Bool) {
    var (policy, logs) = selector(shares: shares)
    var stream = testStream(2)
    var arms: [Int32] = [0, 0, 0]
    var places = arms.mutableSpan
    policy.selectArms(&places, firstRound: 1, using: &stream)
    // Pending pulls count: either was pulled once, both means are 0, and the first comes first.
    #expect(arms == [4, 2, 4])
    policy.update(arms: arms.span, rewards: [1, 0, 1].span)
    let all: [[Double]] = [[4, 1], [2, 0], [4, 1]]
    #expect(logs[0].updates == (shares ? all : [[4, 1], [4, 1]]))
    #expect(logs[1].updates == (shares ? all : [[2, 0]]))
    #expect(logs[0].anticipated == (shares ? [4, 2] : [4]))
    #expect(logs[1].anticipated == (shares ? [4, 2] : [2]))
    // What was told is settled: the next pull is the fourth.
    let next = policy.selectArm(round: 4, using: &stream)
    policy.update(arm: next, reward: 0)
    #expect(next == 4)
  }

  @Test(
    "Two of one kind that share their pulls are one, draw by draw",
    arguments: ["thompson", "tsc", "hierarchical-thompson", "mixture", "hts"], [1, 5])
  func twins(kind: String, batch: Int) throws {
    let family = try #require(PolicyCatalogue.standard[kind])
    let part = ParameterValue.variant(kind, Arguments(defaultsOf: family.parameters))
    // With ties first UCB1 draws nothing, so all draws are those of the policy it chose.
    let twins = prepared(
      "meta-ucb", ["policies": .list([part, part]), "ties": .word("first")], for: instance)
    let single = prepared(kind, [:], for: instance)
    let played = transcript(twins, on: instance, horizon: 400, batch: batch)
    #expect(played == transcript(single, on: instance, horizon: 400, batch: batch))
    #expect(Set(played.arms).count > 1)
  }

  @Test("A policy that cannot learn from others' pulls must not share them")
  func sharing() throws {
    let family = try #require(PolicyCatalogue.standard["d3rb"])
    func problems(_ values: [String: ParameterValue], _ instance: BanditInstance) -> [String] {
      family.allProblems(
        Arguments(values, defaultsOf: family.parameters), shape(of: instance)
      ).map { "\($0.path.joined(separator: ".")): \($0.message); \($0.hint)" }
    }
    let bases = ParameterValue.list(
      [.variant("tsc", Arguments(defaultsOf: [])), .variant("exp3-ix", Arguments())])
    #expect(
      problems(["policies": bases], instance) == [
        "policies.1: exp3-ix weighs pulls by its own probabilities and cannot learn from those of "
          + "other policies; write share: false beside 'policies'"
      ])
    #expect(problems(["policies": bases, "share": .flag(false)], instance).isEmpty)
    let normal = BanditInstance(
      means: [0, 1], clustering: .whole(2), rewards: .gaussian(standardDeviation: 1))
    #expect(problems([:], normal).contains { $0.hasPrefix(": d3rb compares mean rewards") })
  }

  @Test("A family that is added can be chosen, and none chooses among choosers")
  func catalogue() throws {
    let own = PolicyFamily(
      name: "own", summary: "the first arm", parameters: [],
      prepare: { _, rewards in PreparedPolicy(rewards: rewards) { _ in Fixed(arm: 0) } })
    for catalogue in [PolicyCatalogue.standard, PolicyCatalogue.standard.adding(own)] {
      let family = try #require(catalogue["meta-thompson"])
      let parameter = try #require(family.parameters.first { $0.name == "policies" })
      guard case .components(let variants) = parameter.type else {
        Issue.record("policies are components")
        return
      }
      let names = variants.map(\.name)
      #expect(names.contains("own") == (catalogue["own"] != nil))
      #expect(!names.contains("meta-ucb") && !names.contains("lin-ts"))
      #expect(names.contains("tsc") && names.contains("ids"))
    }
    #expect(PolicyCatalogue(families: [own]).families.map(\.name) == ["own"])
  }
}
