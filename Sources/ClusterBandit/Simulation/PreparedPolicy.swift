/// A policy whose types and arguments are settled: playing it dispatches once a replication.
public struct PreparedPolicy: Sendable {
  /// Plays one replication from its first round.
  public let play: @Sendable (Replication) -> Trajectory

  /// What the policy keeps of each cluster beyond a few counts; see the estimate of memory.
  public var bytesPerCluster = 0

  /// What the policy keeps of each arm beyond a few numbers.
  public var bytesPerArm = 0

  /// The matrices of the size of a cluster's covariance that the policy keeps for each cluster.
  public var matricesPerCluster = 0

  /// Plays that many rounds slowly and shows what each pull did; nil where nothing can be shown.
  public let trace: Tracing?

  /// A way to play slowly: the replication, the rounds, and who looks.
  public typealias Tracing = @Sendable (Replication, Int, (PullTrace) -> Void) -> Void

  /// The policy itself, for whoever plays it in a loop of their own; nil where rounds have
  /// contexts.
  @usableFromInline package var boxed: (@Sendable (Replication) -> any ErasedPolicy)?

  /// What the index adds to the mean of an arm with so many pulls in a round t; nil where the
  /// policy has no such bonus.
  public var bonus: (@Sendable (_ pulls: Double, _ clock: Double) -> Double?)?

  /// Wraps a way to play, and perhaps one to play slowly.
  public init(
    play: @escaping @Sendable (Replication) -> Trajectory, trace: Tracing? = nil
  ) {
    self.play = play
    self.trace = trace
  }

  /// One of two ways to play, chosen for each instance.
  ///
  /// - Parameters:
  ///   - usual: how most instances are played.
  ///   - other: how the others are played.
  ///   - isOther: whether an instance is one of the others.
  init(
    _ usual: PreparedPolicy, or other: PreparedPolicy,
    when isOther: @escaping @Sendable (BanditInstance) -> Bool
  ) {
    self.init(
      play: { isOther($0.instance) ? other.play($0) : usual.play($0) },
      trace: { replication, rounds, visit in
        let policy = isOther(replication.instance) ? other : usual
        policy.trace?(replication, rounds, visit)
      })
    bytesPerCluster = max(usual.bytesPerCluster, other.bytesPerCluster)
    bytesPerArm = max(usual.bytesPerArm, other.bytesPerArm)
    matricesPerCluster = max(usual.matricesPerCluster, other.matricesPerCluster)
    guard let usualBox = usual.boxed, let otherBox = other.boxed else { return }
    boxed = { isOther($0.instance) ? otherBox($0) : usualBox($0) }
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
      self.init(
        make: { make($0.setting) }, rewards: GaussianRewards(standardDeviation: deviation))
    case .contextual:
      self.init(contextual: { ContextBlind(erased(make($0))) })
    }
  }

  /// A policy that knows the truth, where rounds have no contexts.
  init<P: Policy & ~Copyable>(
    omniscientFor rewards: RewardDistribution,
    make: @escaping @Sendable (BanditInstance) -> P
  ) {
    if case .gaussian(let deviation) = rewards {
      self.init(
        make: { make($0.instance) }, rewards: GaussianRewards(standardDeviation: deviation))
    } else {
      self.init(make: { make($0.instance) }, rewards: BernoulliRewards())
    }
  }

  /// A policy for rewards in {0, 1} alone: half the loops to compile.
  @inlinable
  public init<P: Policy & ~Copyable>(
    binary make: @escaping @Sendable (PolicySetting) -> P
  ) {
    self.init(make: { make($0.setting) }, rewards: BernoulliRewards())
  }

  /// A policy for Gaussian rewards alone.
  init<P: Policy & ~Copyable>(
    gaussian rewards: RewardDistribution, make: @escaping @Sendable (PolicySetting) -> P
  ) {
    guard case .gaussian(let deviation) = rewards else {
      stop("a policy for Gaussian rewards was prepared for others")
    }
    self.init(
      make: { make($0.setting) }, rewards: GaussianRewards(standardDeviation: deviation))
  }

  @inlinable
  init<P: Policy & ~Copyable, Rewards: RewardModel>(
    make: @escaping @Sendable (Replication) -> P, rewards: Rewards
  ) {
    self.init(
      play: { replication in
        if replication.playsInBatches {
          return replication.playBatches(erased(make(replication)), rewards: rewards)
        }
        var policy = make(replication)
        return replication.play(&policy, rewards: rewards)
      },
      trace: { replication, rounds, visit in
        replication.trace(
          erased(make(replication)), rewards: rewards, rounds: rounds, visit: visit)
      })
    boxed = { erased(make($0)) }
  }
}
