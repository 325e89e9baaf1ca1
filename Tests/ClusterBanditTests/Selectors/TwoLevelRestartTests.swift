import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Two levels in which arms begin anew")
struct TwoLevelRestartTests: MortalDriving {
  private static let ucb1 = ParameterValue.part(
    UpperConfidenceBound.ucb1, ["ties": .word("first")])

  /// What a policy loses and earns in every round.
  private func course(
    _ name: String, _ values: [String: ParameterValue], on instance: BanditInstance,
    horizon: Int, batch: Int = 1
  ) -> [[Double]] {
    let run = replication(
      of: instance, horizon: horizon, checkpoints: Array(1...horizon), batch: batch,
      test: "course")
    let trajectory = prepared(name, values, for: instance).play(run)
    return [Metric.pseudoRegret, .reward].map { metric in
      (0..<horizon).map { trajectory.value(metric, checkpoint: $0) }
    }
  }

  /// What the policy of these arguments is before its first round.
  private func policy(
    _ values: [String: ParameterValue], on instance: BanditInstance
  ) throws -> any ErasedPolicy {
    let make = try #require(prepared("two-level", values, for: instance).boxed)
    return make(replication(of: instance, horizon: 100))
  }

  private func instance(sizes: [Double], death: Double) throws -> BanditInstance {
    var stream = testStream()
    return try mortal(death: death, ["sizes": .numbers(sizes)]).drawInstance(using: &stream)
  }

  @Test("With clusters of one arm it is flat play, also amid deaths", arguments: [1, 4])
  func singletons(batch: Int) throws {
    for death in [0, 0.1, 1] {
      let alone = try instance(sizes: [1, 1, 1, 1], death: death)
      let flat = course("ucb1", ["ties": .word("first")], on: alone, horizon: 200, batch: batch)
      let strategy = ParameterValue.part(MeanStrategy.variant, ["prior": .numbers([0, 0])])
      let twoLevel = course(
        "two-level", ["strategy": strategy, "outer": Self.ucb1, "inner": Self.ucb1], on: alone,
        horizon: 200, batch: batch)
      #expect(flat == twoLevel, "p = \(death)")
      let once = course("ucb1", ["ties": .word("first")], on: alone, horizon: 1, batch: batch)
      #expect(once == flat.map { [$0[0]] })
    }
  }

  @Test("A rule that knows T knows it with the history, whatever the other rule is")
  func horizon() throws {
    let one = problem([[0.5, 0.4375, 0.375]])
    let history = ParameterValue.history(
      ArmHistory(entries: (0..<3).map { ArmHistory.Entry(arm: $0, pulls: 40, successes: 18) }))
    let plus: [String: ParameterValue] = [
      "exploration": .word("plus-plus"), "ties": .word("first"),
    ]
    let flat = course(
      "kl-ucb", plus.merging(["history": history]) { $1 }, on: one, horizon: 60)
    let inner = ParameterValue.part(KLUCB.variant, plus)
    for outer in [Self.ucb1, inner] {
      let twoLevel = course(
        "two-level", ["outer": outer, "inner": inner, "history": history], on: one, horizon: 60)
      #expect(twoLevel == flat)
    }
    // T of 60 alone leaves no width after 120 pulls.
    #expect(course("kl-ucb", plus, on: one, horizon: 60) != flat)
  }

  @Test("A cluster that nobody has pulled is pulled first", arguments: ["pulls", "matched"])
  func unpulled(counts: String) throws {
    let three = try instance(sizes: [2, 2, 2], death: 0.1)
    let policy = try policy(
      ["outer": Self.ucb1, "inner": Self.ucb1, "counts": .word(counts)], on: three)
    var stream = testStream()
    func next(_ round: Int) -> Int {
      let arm = policy.selectArm(round: round, using: &stream)
      policy.update(arm: arm, reward: 1)
      return Int(three.clustering.clusterOfArm[arm])
    }
    #expect(next(1) == 0)
    // An arm that nobody pulled dies: its cluster still waits.
    policy.forget(arm: 4)
    policy.forget(arm: 2)
    #expect([next(2), next(3)] == [1, 2])
    _ = (next(4), next(5), next(6))
    for arm in 2..<4 { policy.forget(arm: arm) }
    #expect(next(7) == 1)
  }

  @Test("A cluster with a pull that is pending is not pulled first when its other arm dies")
  func pending() throws {
    let three = try instance(sizes: [2, 2, 2], death: 0.1)
    let policy = try policy(["outer": Self.ucb1, "inner": Self.ucb1], on: three)
    var stream = testStream()
    let first = three.clustering.arms(of: 0)
    var played: [Int] = []
    for (round, reward) in [(1, 1.0), (2, 0.0)] {
      let arm = policy.selectArm(round: round, using: &stream)
      #expect(Int(three.clustering.clusterOfArm[arm]) == round - 1)
      policy.update(arm: arm, reward: reward)
      played.append(arm)
    }
    let sibling = try #require(first.first { $0 != played[0] })
    policy.anticipate(arm: sibling)
    policy.forget(arm: played[0])
    var scores = DecisionScores()
    let waiting = policy.selectArm(round: 4, using: &stream, telling: &scores)
    #expect(three.clustering.arms(of: 2).contains(waiting))
    // The pending pull is one of the cluster, until its arm dies, too: then the cluster waits.
    policy.update(arm: waiting, reward: 0)
    policy.forget(arm: sibling)
    #expect(first.contains(policy.selectArm(round: 5, using: &stream)))
  }
}
