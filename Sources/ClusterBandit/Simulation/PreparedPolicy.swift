/// A policy whose types and arguments are settled: playing it dispatches once a replication.
public struct PreparedPolicy: Sendable {
  /// What the policy keeps of each cluster beyond a few counts; see the estimate of memory.
  public var bytesPerCluster = 0

  /// What the policy keeps of each arm beyond a few numbers.
  public var bytesPerArm = 0

  /// The matrices of the size of a cluster's covariance that the policy keeps for each cluster.
  public var matricesPerCluster = 0

  /// Whether the policy can forget an arm that died; see ``Policy/forget(arm:)``.
  public var forgetsArms = false

  /// The policy itself, for whoever plays it in a loop of their own; nil where rounds have
  /// contexts.
  @usableFromInline package let boxed: (@Sendable (Replication) -> any ErasedPolicy)?

  /// What the index adds to the mean of an arm with so many pulls in a round t; nil where the
  /// policy has no such bonus.
  public var bonus: (@Sendable (_ pulls: Double, _ clock: Double) -> Double?)?

  /// Plays one pull after the other in a loop that is compiled for the policy.
  private let playSequentially: @Sendable (Replication) -> Trajectory

  /// A policy that is played by `play` and, pull by pull, by what `box` makes.
  @usableFromInline
  init(
    play: @escaping @Sendable (Replication) -> Trajectory,
    box: (@Sendable (Replication) -> any ErasedPolicy)?
  ) {
    playSequentially = play
    boxed = box
  }

  /// Wraps a way to play whose single pulls cannot be watched.
  public init(play: @escaping @Sendable (Replication) -> Trajectory) {
    self.init(play: play, box: nil)
  }

  /// Plays one replication from its first round.
  public func play(_ replication: Replication) -> Trajectory {
    guard replication.playsInBatches, let boxed else { return playSequentially(replication) }
    return replication.playBatches(boxed(replication))
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
    var box: (@Sendable (Replication) -> any ErasedPolicy)?
    if let usual = usual.boxed, let other = other.boxed {
      box = { isOther($0.instance) ? other($0) : usual($0) }
    }
    self.init(play: { (isOther($0.instance) ? other : usual).play($0) }, box: box)
    bytesPerCluster = max(usual.bytesPerCluster, other.bytesPerCluster)
    bytesPerArm = max(usual.bytesPerArm, other.bytesPerArm)
    matricesPerCluster = max(usual.matricesPerCluster, other.matricesPerCluster)
    // Whoever chooses never takes the other way where arms die.
    forgetsArms = usual.forgetsArms
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
        var policy = make(replication)
        return replication.play(&policy, rewards: rewards)
      }, box: { erased(make($0)) })
    forgetsArms = P.forgetsArms
  }
}
