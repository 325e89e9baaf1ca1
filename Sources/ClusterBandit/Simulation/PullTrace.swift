import Randomness

/// What one pull did to a policy's beliefs about all arms.
public struct PullTrace: Sendable {
  /// The round, from 1.
  public let round: Int
  /// The arm that was pulled.
  public let arm: Int
  /// Its reward.
  public let reward: Double
  /// The beliefs before the pull, nil for arms that the policy keeps nothing of.
  public let before: [Belief?]
  /// The beliefs after it.
  public let after: [Belief?]
}

extension Replication {
  /// Plays the first `rounds` rounds slowly and shows what each pull did.
  ///
  /// The pulls are those of ``play(_:rewards:)``: the same streams from their starts. O(N) a pull.
  public func trace<P: Policy & ~Copyable, Rewards: RewardModel>(
    _ policy: inout P, rewards: Rewards, rounds: Int, visit: (PullTrace) -> Void
  ) {
    var rewardStream = seeds.stream(replication: number, role: .reward)
    var policyStream = seeds.stream(replication: number, role: .policy)
    func beliefs(_ policy: borrowing P) -> [Belief?] {
      (0..<instance.armCount).map { policy.belief(of: $0) }
    }
    var before = beliefs(policy)
    for round in 1...max(1, min(rounds, horizon)) {
      let arm = policy.selectArm(round: round, using: &policyStream)
      precondition(
        arm >= 0 && arm < instance.armCount, "the policy chose an arm out of range")
      let reward = rewards.reward(mean: instance.means[arm], using: &rewardStream)
      policy.update(arm: arm, reward: reward)
      let after = beliefs(policy)
      visit(PullTrace(round: round, arm: arm, reward: reward, before: before, after: after))
      before = after
    }
  }
}
