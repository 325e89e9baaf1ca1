/// A policy whose types and arguments are settled: playing it dispatches once a replication.
public struct PreparedPolicy: Sendable {
  /// Plays one replication from its first round.
  public let play: @Sendable (Replication) -> Trajectory

  /// What the policy keeps of each cluster beyond a few counts; see the estimate of memory.
  public var bytesPerCluster = 0

  /// Plays that many rounds slowly and shows what each pull did; nil where nothing can be shown.
  public let trace: Tracing?

  /// A way to play slowly: the replication, the rounds, and who looks.
  public typealias Tracing = @Sendable (Replication, Int, (PullTrace) -> Void) -> Void

  /// Wraps a way to play, and perhaps one to play slowly.
  public init(
    play: @escaping @Sendable (Replication) -> Trajectory, trace: Tracing? = nil
  ) {
    self.play = play
    self.trace = trace
  }

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
      let rewards = GaussianRewards(standardDeviation: deviation)
      self.init(
        play: { replication in
          var policy = make(replication.setting)
          return replication.play(&policy, rewards: rewards)
        },
        trace: { replication, rounds, visit in
          var policy = make(replication.setting)
          replication.trace(&policy, rewards: rewards, rounds: rounds, visit: visit)
        })
    case .contextual:
      self.init(contextual: { ContextBlind(make($0)) })
    }
  }

  /// A policy for rewards in {0, 1} alone: half the loops to compile.
  @inlinable
  public init<P: Policy & ~Copyable>(
    binary make: @escaping @Sendable (PolicySetting) -> P
  ) {
    self.init(
      play: { replication in
        var policy = make(replication.setting)
        return replication.play(&policy, rewards: BernoulliRewards())
      },
      trace: { replication, rounds, visit in
        var policy = make(replication.setting)
        replication.trace(&policy, rewards: BernoulliRewards(), rounds: rounds, visit: visit)
      })
  }
}
