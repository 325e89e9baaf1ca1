import Randomness

/// What one pull did to a policy's beliefs about all arms.
public struct PullTrace: Sendable {
  /// The round, from 1.
  public let round: Int
  /// The arm that was pulled.
  public let arm: Int
  /// Its reward.
  public let reward: Double
  /// The beliefs before the pull's batch, nil for arms that the policy keeps nothing of.
  public let before: [Belief?]
  /// The beliefs after the batch.
  public let after: [Belief?]
}

extension Replication {
  /// Plays the first `rounds` rounds slowly and shows what each pull did.
  ///
  /// The pulls are those of ``play(_:rewards:)``: the same streams from their starts. The pulls of
  /// a batch share the beliefs before and after it. O(N) a batch.
  @usableFromInline
  func trace<Rewards: RewardModel>(
    _ policy: any ErasedPolicy, rewards: Rewards, rounds: Int, visit: (PullTrace) -> Void
  ) {
    if let own = instance.ownRewards {
      return trace(policy, paidBy: own, rounds: rounds, visit: visit)
    }
    trace(policy, paidBy: rewards, rounds: rounds, visit: visit)
  }

  private func trace<Rewards: RewardModel>(
    _ policy: any ErasedPolicy, paidBy rewards: Rewards, rounds: Int, visit: (PullTrace) -> Void
  ) {
    func beliefs() -> [Belief?] { (0..<instance.armCount).map { policy.belief(of: $0) } }
    var batches = Batches(self)
    var (before, after) = (beliefs(), beliefs())
    for round in 1...max(1, min(rounds, horizon)) {
      let (arm, reward) = batches.next(round: round, policy, rewards)
      if (round - 1) % batch == 0 {
        before = after
        after = beliefs()
      }
      visit(
        PullTrace(round: round, arm: Int(arm), reward: reward, before: before, after: after))
    }
  }
}
