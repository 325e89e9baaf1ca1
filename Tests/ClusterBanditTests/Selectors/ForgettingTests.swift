import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A policy that has forgotten an arm is one that never saw it.
@Suite("Policies that forget an arm")
struct ForgettingTests: MortalDriving {
  /// Seven arms in three clusters.
  private let instance = problem([[0.25, 0.75, 0.5], [0.125], [0.6875, 0.375, 0.5625]])

  /// Policies that pull nothing first, with arguments.
  static let eager: [(String, [String: ParameterValue])] = [
    ("thompson", [:]), ("bayes-ucb", [:]), ("epsilon-greedy", ["epsilon": .constant(0.1)]),
    ("epsilon-greedy", ["epsilon": .constant(0.1), "start": .number(2), "step": .number(0.25)]),
    ("ucb", ["initial-count": .number(1), "prior": .numbers([1, 1]), "c": .constant(1)]),
    ("tsc", [:]), ("ts-max", [:]), ("ts-max", ["observed-only": .flag(true)]),
    ("two-level", ["inner": .part(BayesUCB.variant), "outer": .part(BetaThompson.variant)]),
    ("two-level", ["inner": .part(BayesUCB.variant), "outer": .part(BayesUCB.variant)]),
    ("ucbc", ["counts-from-one": .flag(true)]),
    ("two-level", ["strategy": .part(PMaxStrategy.variant)]),
    ("two-level", ["strategy": .part(PMaxStrategy.variant, ["prior": .numbers([0.7, 2])])]),
  ]

  /// Index policies that pull everything once first.
  static let patient: [(String, [String: ParameterValue])] = [
    ("ucb1", [:]), ("ucb1-tuned", [:]), ("kl-ucb", [:]), ("imed", [:]), ("moss", [:]),
    ("moss", ["horizon": .word("anytime")]),
    ("epsilon-greedy", ["epsilon": .constant(0), "start": .word("each-once")]),
  ]

  private func policy(_ number: (String, [String: ParameterValue])) throws -> any ErasedPolicy {
    let family = try #require(PolicyCatalogue.standard[number.0])
    var values = number.1
    if family.parameters.contains(where: { $0.name == "ties" }) { values["ties"] = .word("first") }
    let prepared = prepared(number.0, values, for: instance)
    #expect(prepared.forgetsArms)
    let run = replication(of: instance, horizon: 1000)
    let make = try #require(prepared.boxed)
    return make(run)
  }

  /// Plays on and says what was pulled.
  private func goOn(_ policy: any ErasedPolicy, from round: Int, rounds: Int = 80) -> [Int] {
    var (choices, rewards) = (testStream(11), testStream(12))
    return (0..<rounds).map { step in
      let arm = policy.selectArm(round: round + step, using: &choices)
      policy.update(arm: arm, reward: rewards.nextUnit() < instance.means[arm] ? 1 : 0)
      return arm
    }
  }

  /// Pulls of all arms, with rewards.
  private let pulls: [(arm: Int, reward: Double)] = {
    var stream = testStream(3)
    return (0..<60).map { _ in
      (stream.nextIndex(below: 7), stream.nextUnit() < 0.6 ? 1 : 0)
    }
  }()

  @Test("It goes on as one that was told of the other arms alone", arguments: eager.indices, 0..<7)
  func eagerly(number: Int, arm: Int) throws {
    let (forgetful, ignorant) = (try policy(Self.eager[number]), try policy(Self.eager[number]))
    for pull in pulls {
      forgetful.update(arm: pull.arm, reward: pull.reward)
      if pull.arm != arm { ignorant.update(arm: pull.arm, reward: pull.reward) }
    }
    forgetful.forget(arm: arm)
    #expect(forgetful.belief(of: arm) == ignorant.belief(of: arm))
    for cluster in 0..<3 {
      #expect(forgetful.belief(ofCluster: cluster) == ignorant.belief(ofCluster: cluster))
    }
    let found = goOn(forgetful, from: 61)
    #expect(found == goOn(ignorant, from: 61))
    #expect(Set(found).count > 1)
  }

  @Test("What is pulled first is pulled first again", arguments: patient.indices)
  func patiently(number: Int) throws {
    let (forgetful, ignorant) = (try policy(Self.patient[number]), try policy(Self.patient[number]))
    // With ties first the last arm comes last: the other policy has not come to it yet.
    var stream = testStream()
    for round in 1...7 {
      let arm = forgetful.selectArm(round: round, using: &stream)
      #expect(arm == round - 1)
      forgetful.update(arm: arm, reward: Double(arm % 2))
      guard round < 7 else { continue }
      ignorant.update(
        arm: ignorant.selectArm(round: round, using: &stream), reward: Double(arm % 2))
    }
    for pull in pulls {
      forgetful.update(arm: pull.arm, reward: pull.reward)
      if pull.arm != 6 { ignorant.update(arm: pull.arm, reward: pull.reward) }
    }
    forgetful.forget(arm: 6)
    let found = goOn(forgetful, from: 68)
    #expect(found == goOn(ignorant, from: 68))
    #expect(found[0] == 6)
    // Two that died wait together, the first before the second.
    forgetful.forget(arm: 5)
    forgetful.forget(arm: 2)
    forgetful.forget(arm: 5)
    let pulled = goOn(forgetful, from: 200, rounds: 12)
    #expect(pulled.prefix(2) == [2, 5])
  }

  @Test("UCBC after a death: what it compares, by hand")
  func byHand() throws {
    let policy = try policy(("ucbc", [:]))
    var stream = testStream()
    // 24 rounds in which everything is pulled once at least; then all that was seen is forgotten
    // and the counts are these: (n, s) of arms 0 to 6.
    for round in 1...24 {
      policy.update(arm: policy.selectArm(round: round, using: &stream), reward: 1)
    }
    for arm in 0..<7 {
      policy.forget(arm: arm)
      policy.update(arm: arm, reward: 0)
    }
    let counts = [(4, 3), (2, 1), (1, 0), (5, 1), (2, 1), (5, 1), (2, 1)]
    for (arm, (n, s)) in counts.enumerated() {
      for place in 1..<max(n, 2) where n > 1 { policy.update(arm: arm, reward: place <= s ? 1 : 0) }
    }
    // The queue of clusters is asked until it is empty.
    for round in 25...60 { _ = policy.selectArm(round: round, using: &stream) }
    policy.forget(arm: 5)
    let sums = [(7.0, 4.0), (5.0, 1.0), (4.0, 2.0)]
    var scores = DecisionScores()
    _ = policy.selectArm(round: 61, using: &stream, telling: &scores)
    let root = 2 * Elementary.log(60)
    // A cluster is the mean of Beta(1 + s, 1 + n − s).
    let expected = sums.map { n, s in (1 + s) / (2 + n) + (root / n).squareRoot() }
    let found = try #require(scores.clusters)
    #expect(
      zip(found.values, expected).allSatisfy { abs($0 - $1) < 1e-12 } && found.values.count == 3)
    #expect(policy.belief(ofCluster: 2)?.pulls == 4)
    #expect(policy.belief(of: 5) == Belief(pulls: 0, mean: nil, standardDeviation: nil))
  }

  @Test(
    "Inside a batch pending pulls of the dead are forgotten, those of others stay",
    arguments: ["ucb1-tuned", "kl-ucb", "imed", "moss", "thompson", "ucbc", "ts-max", "pmax"])
  func pending(name: String) throws {
    let pmax = ("ucbc", ["strategy": ParameterValue.part(PMaxStrategy.variant)])
    let kind = name == "pmax" ? pmax : (name, [:])
    let (forgetful, ignorant) = (try policy(kind), try policy(kind))
    var stream = testStream()
    for round in 1...30 {
      let arm = forgetful.selectArm(round: round, using: &stream)
      forgetful.update(arm: arm, reward: Double(round % 2))
      _ = ignorant.selectArm(round: round, using: &stream)
      ignorant.update(arm: arm, reward: Double(round % 2))
    }
    for arm in [1, 4, 4, 1, 5] { forgetful.anticipate(arm: arm) }
    forgetful.forget(arm: 4)
    for arm in [1, 5, 4] { forgetful.anticipate(arm: arm) }
    let (arms, rewards): ([Int32], [Double]) = ([1, 1, 5, 1, 5, 4], [1, 0, 1, 1, 0, 1])
    forgetful.update(arms: arms.span, rewards: rewards.span)
    ignorant.forget(arm: 4)
    for (arm, reward) in zip(arms, rewards) { ignorant.update(arm: Int(arm), reward: reward) }
    for arm in 0..<7 { #expect(forgetful.belief(of: arm) == ignorant.belief(of: arm)) }
    for cluster in 0..<3 {
      #expect(forgetful.belief(ofCluster: cluster) == ignorant.belief(ofCluster: cluster))
    }
    // The scores are those of the same state.
    var (one, other) = (DecisionScores(), DecisionScores())
    var (first, second) = (testStream(8), testStream(8))
    _ = forgetful.selectArm(round: 40, using: &first, telling: &one)
    _ = ignorant.selectArm(round: 40, using: &second, telling: &other)
    #expect(one.clusters == other.clusters)
  }

  @Test("Under the hierarchical model a newborn has the cluster's law, which the dead taught")
  func hierarchical() throws {
    let policy = try policy(("hierarchical-thompson", [:]))
    for pull in pulls { policy.update(arm: pull.arm, reward: pull.reward) }
    policy.forget(arm: 1)
    // The grid by hand: each pull of the cluster {0, 1, 2} multiplies by its probability.
    var (mean, total) = (0.0, 0.0)
    for row in 0..<16 {
      let nu = Elementary.exp(Double(row) / 15 * Elementary.log(1000))
      for column in 0..<32 {
        let pi = (Double(column) + 0.5) / 32
        var (weight, n, s) = (1.0, [0.0, 0, 0], [0.0, 0, 0])
        for pull in pulls where pull.arm < 3 {
          let p = (pi * nu + s[pull.arm]) / (nu + n[pull.arm])
          weight *= pull.reward == 1 ? p : 1 - p
          n[pull.arm] += 1
          s[pull.arm] += pull.reward
        }
        mean += weight * pi
        total += weight
      }
    }
    let belief = try #require(policy.belief(of: 1))
    #expect(belief.pulls == 0)
    #expect(abs((belief.mean ?? 0) - mean / total) < 1e-10)
    // Not the prior mean: the siblings and the dead arm itself say more than 1/2.
    #expect(abs(mean / total - 0.5) > 0.03)
  }

  @Test("Under empirical Bayes a newborn has the fitted prior; the next fit leaves the dead out")
  func fitted() {
    let setting = setting(instance.clustering)
    var model = EmpiricalBayes(arguments: Arguments(), setting: setting)
    for pull in pulls where pull.arm < 3 {
      model.update(arm: pull.arm, cluster: 0, reward: pull.reward)
    }
    let sibling = model.parameters(of: 0)
    let (dead, own) = (model.parameters(of: 1), pulls.filter { $0.arm == 1 })
    let successes = own.reduce(0) { $0 + $1.reward }
    model.forget(arm: 1)
    #expect(model.pulls(of: 1) == 0 && model.parameters(of: 0) == sibling)
    let prior = dead - SIMD2(successes, Double(own.count) - successes)
    #expect((model.parameters(of: 1) - prior).max().magnitude < 1e-12)
    #expect(prior != SIMD2(1, 1))
    // A fit to what is left is one to the pulls of the others.
    var ignorant = EmpiricalBayes(arguments: Arguments(), setting: setting)
    for pull in pulls where [0, 2].contains(pull.arm) {
      ignorant.update(arm: pull.arm, cluster: 0, reward: pull.reward)
    }
    #expect(model.fit(0) == ignorant.fit(0) && model.fit(0) != nil)
  }

  @Test("Forgetting large clusters of MAX keeps the tree of representatives right")
  func largeMaximum() throws {
    let instance = problem([(0..<90).map { Double($0) / 128 }, [0.5]])
    let prepared = prepared("ts-max", for: instance)
    let run = replication(of: instance, horizon: 1000)
    let make = try #require(prepared.boxed)
    let (forgetful, ignorant) = (make(run), make(run))
    var stream = testStream()
    var seen: [(Int, Double)] = []
    for step in 0..<600 {
      let arm = stream.nextIndex(below: 91)
      let reward = stream.nextUnit() < 0.5 ? 1.0 : 0
      forgetful.update(arm: arm, reward: reward)
      seen.append((arm, reward))
      guard step % 20 == 19 else { continue }
      let dead = stream.nextIndex(below: 90)
      forgetful.forget(arm: dead)
      seen.removeAll { $0.0 == dead }
    }
    for (arm, reward) in seen { ignorant.update(arm: arm, reward: reward) }
    #expect(forgetful.belief(ofCluster: 0)?.mean == ignorant.belief(ofCluster: 0)?.mean)
    #expect(forgetful.belief(ofCluster: 0)?.pulls == ignorant.belief(ofCluster: 0)?.pulls)
  }
}
