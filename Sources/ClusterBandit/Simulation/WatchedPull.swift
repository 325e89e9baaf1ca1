/// A pull as whoever plays along sees it.
public struct WatchedPull {
  /// The round, from 1.
  public let round: Int
  /// The arm that was pulled.
  public let arm: Int
  /// Its reward.
  public let reward: Double
  /// What was compared to choose the arm; nothing is told of a batch of several pulls.
  public let scores: DecisionScores
  private let policy: any ErasedPolicy

  fileprivate init(
    round: Int, arm: Int, reward: Double, scores: DecisionScores, policy: any ErasedPolicy
  ) {
    self.round = round
    self.arm = arm
    self.reward = reward
    self.scores = scores
    self.policy = policy
  }

  /// What the policy holds of an arm after the pull's batch; asked for while the pull is shown.
  public func belief(of arm: Int) -> Belief? { policy.belief(of: arm) }

  /// The same of a cluster; nil where clusters are nothing to the policy.
  public func belief(ofCluster cluster: Int) -> Belief? { policy.belief(ofCluster: cluster) }
}

extension PreparedPolicy {
  /// Whether its pulls can be watched: not where rounds have contexts.
  public var isWatchable: Bool { boxed != nil }

  /// Plays the first `rounds` rounds of a replication and shows each pull.
  ///
  /// The pulls are those of ``play(_:)``: the same streams from their starts. A policy that is not
  /// ``isWatchable`` shows nothing. O(1) a pull besides the policy.
  public func watch(
    _ replication: Replication, rounds: Int, visit: (WatchedPull) throws -> Void
  ) rethrows {
    guard let policy = boxed?(replication) else { return }
    try replication.watch(policy, rounds: rounds, visit: visit)
  }
}

extension Replication {
  /// Plays the first `rounds` rounds and shows each pull.
  func watch(
    _ policy: any ErasedPolicy, rounds: Int, wantsBounds: Bool = false,
    visit: (WatchedPull) throws -> Void
  ) rethrows {
    let batches = Batches(self, tellsScores: true, wantsBounds: wantsBounds)
    if let own = instance.ownRewards {
      return try watch(policy, batches, paidBy: own, rounds: rounds, visit: visit)
    }
    switch instance.rewards {
    case .bernoulli:
      try watch(policy, batches, paidBy: BernoulliRewards(), rounds: rounds, visit: visit)
    case .gaussian(let deviation):
      try watch(
        policy, batches, paidBy: GaussianRewards(standardDeviation: deviation), rounds: rounds,
        visit: visit)
    case .contextual: break
    }
  }

  private func watch<Rewards: RewardModel>(
    _ policy: any ErasedPolicy, _ batches: Batches, paidBy rewards: Rewards, rounds: Int,
    visit: (WatchedPull) throws -> Void
  ) rethrows {
    var batches = batches
    for round in 1...max(1, min(rounds, horizon)) {
      let (arm, reward) = batches.next(round: round, policy, rewards)
      try visit(
        WatchedPull(
          round: round, arm: Int(arm), reward: reward, scores: batches.scores, policy: policy))
    }
  }
}
