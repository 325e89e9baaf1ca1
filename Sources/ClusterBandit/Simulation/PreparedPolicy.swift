/// A policy whose types and arguments are settled: playing it dispatches once a replication.
public struct PreparedPolicy: Sendable {
  /// Plays one replication from its first round.
  public let play: @Sendable (Replication) -> Trajectory

  /// What the policy keeps of each cluster beyond a few counts; see the estimate of memory.
  public var bytesPerCluster = 0

  /// Wraps a way to play.
  public init(play: @escaping @Sendable (Replication) -> Trajectory) { self.play = play }

  /// A policy made by `make` for every replication, its loop compiled for each reward model.
  ///
  /// - Parameters:
  ///   - rewards: the reward model of the instances it will be played on.
  ///   - make: makes the policy for one replication.
  @inlinable
  public init<P: Policy & ~Copyable>(
    rewards: RewardDistribution, make: @escaping @Sendable (PolicySetting) -> P
  ) {
    switch rewards {
    case .bernoulli:
      self.init(binary: make)
    case .gaussian(let deviation):
      self.init { replication in
        var policy = make(replication.setting)
        return replication.play(
          &policy, rewards: GaussianRewards(standardDeviation: deviation))
      }
    case .contextual:
      self.init(contextual: { ContextBlind(make($0)) })
    }
  }

  /// A policy for rewards in {0, 1} alone: half the loops to compile.
  @inlinable
  public init<P: Policy & ~Copyable>(
    binary make: @escaping @Sendable (PolicySetting) -> P
  ) {
    self.init { replication in
      var policy = make(replication.setting)
      return replication.play(&policy, rewards: BernoulliRewards())
    }
  }
}
