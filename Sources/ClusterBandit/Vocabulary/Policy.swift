public import Randomness

/// A policy: chooses an arm each round and learns from its reward.
///
/// One value plays one replication, from its first round to its last. All memory is allocated when
/// it is made; choosing an arm and learning of it allocate nothing, but for classes of equal data
/// and for notes of pending pulls, whose memory grows by doubling and is kept. Randomness comes
/// only from the stream that it is handed, so a policy repeats itself from a seed.
public protocol Policy: ~Copyable, SendableMetatype {
  /// The arm to pull in round `round` (1, 2, …), an index in 0 ..< N.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int

  /// The same arm, drawn with the same words, telling what was compared; by default nothing is
  /// told.
  ///
  /// Called where a run is watched.
  mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int

  /// Learns that a pull of `arm` paid `reward`.
  mutating func update(arm: Int, reward: Double)

  /// Chooses the arms of a batch, all from what is known when it begins.
  ///
  /// By default the arms are chosen one by one, and after each choice but the last the policy may
  /// ``anticipate(arm:)`` the pull.
  ///
  /// - Parameters:
  ///   - arms: at least one place; filled with the arms of rounds `firstRound`, `firstRound` + 1,
  ///     ….
  ///   - firstRound: the round of the first of them.
  ///   - stream: the randomness of the policy.
  mutating func selectArms(
    _ arms: inout MutableSpan<Int32>, firstRound: Int, using stream: inout RandomStream)

  /// Notes that `arm` will be pulled in this batch: the pull counts, its reward is not known yet.
  ///
  /// An index policy that forgot its pending pulls would fill a batch with one arm.
  mutating func anticipate(arm: Int)

  /// Learns what a batch of pulls paid, in the order in which they were chosen.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>)

  /// Whether the policy can ``forget(arm:)``; false by default, and then it is refused where arms
  /// die.
  static var forgetsArms: Bool { get }

  /// Forgets an arm: another one stands in its place, of which nothing is known.
  ///
  /// The arm's counts are 0 as before its first pull, pulls of it that wait for their rewards
  /// included, and so is its part in what stands for its cluster. What was learned of the clusters
  /// themselves may stay. The number of rounds played does not change. Called between two choices,
  /// also inside a batch; never of a policy that cannot forget.
  mutating func forget(arm: Int)

  /// What the policy holds of an arm, or nil if it keeps nothing; shown by traces.
  func belief(of arm: Int) -> Belief?

  /// What a policy of two levels holds of a cluster, or nil, the default, if clusters are nothing
  /// to it; shown where a run is watched.
  func belief(ofCluster cluster: Int) -> Belief?

  /// The arm that is likely to be chosen next, or −1, the default, where that cannot be told.
  ///
  /// It is read after every choice, before the reward of that is known, and used to ask memory for
  /// what the next pull will need. No result depends on it: a wrong arm costs time alone.
  var likelyNext: Int { get }

  /// The numerical difficulties of the policy's factorizations so far; read once, at the end of a
  /// replication.
  var numericalNotes: NumericalNotes { get }
}

extension Policy where Self: ~Copyable {
  /// Nothing is told by default.
  public mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    selectArm(round: round, using: &stream)
  }

  /// One arm after the other, each but the last anticipated.
  public mutating func selectArms(
    _ arms: inout MutableSpan<Int32>, firstRound: Int, using stream: inout RandomStream
  ) {
    for place in arms.indices {
      let arm = selectArm(round: firstRound + place, using: &stream)
      arms[place] = Int32(truncatingIfNeeded: arm)
      if place + 1 < arms.count { anticipate(arm: arm) }
    }
  }

  /// Nothing is anticipated by default: right where every pull of a batch takes its own draw.
  public mutating func anticipate(arm: Int) {}

  /// One pull after the other.
  public mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    for place in arms.indices { update(arm: Int(arms[place]), reward: rewards[place]) }
  }

  /// By default a policy cannot forget: that it kept the counts of a dead arm would be no honest
  /// default.
  public static var forgetsArms: Bool { false }

  /// Stops the program by default.
  public mutating func forget(arm: Int) {
    fatalError("the policy cannot forget arm \(arm): it was refused where arms die")
  }

  /// Nothing is kept by default.
  public func belief(of arm: Int) -> Belief? { nil }

  /// Clusters are nothing to a policy by default.
  public func belief(ofCluster cluster: Int) -> Belief? { nil }

  /// Nobody is likely by default.
  @inlinable
  public var likelyNext: Int { -1 }

  /// Nothing is reported by default.
  public var numericalNotes: NumericalNotes { NumericalNotes() }
}

/// What a policy holds of an arm's mean.
public struct Belief: Sendable, Equatable {
  /// The pulls of the arm.
  public let pulls: Double
  /// The posterior mean, or the observed one where there is no posterior.
  ///
  /// It is nil before the first pull of an arm without a prior.
  public let mean: Double?
  /// The posterior standard deviation; nil where there is no posterior.
  public let standardDeviation: Double?
  /// Mean and variance of the posterior, which a rule may have beside the observed mean; nil where
  /// there is none.
  public let posterior: MeanAndVariance?

  /// Creates a belief; the posterior is by default that of mean and standard deviation.
  public init(
    pulls: Double, mean: Double?, standardDeviation: Double?, posterior: MeanAndVariance? = nil
  ) {
    self.pulls = pulls
    self.mean = mean
    self.standardDeviation = standardDeviation
    let moments = mean.flatMap { mean in
      standardDeviation.map { MeanAndVariance(mean: mean, variance: $0 * $0) }
    }
    self.posterior = posterior ?? moments
  }

  /// Pulls and observed mean.
  init(
    observed arm: Int, in statistics: borrowing ArmStatistics, posterior: MeanAndVariance? = nil
  ) {
    let n = statistics.pulls(of: arm)
    self.init(
      pulls: n, mean: n > 0 ? statistics.sum(of: arm) / n : nil, standardDeviation: nil,
      posterior: posterior)
  }

  /// What stands for a cluster; no estimate is a mean of 0 without spread.
  init(_ estimate: ClusterEstimate) {
    let isEmpty = estimate.alpha + estimate.beta == 0
    self.init(
      pulls: estimate.pulls, mean: isEmpty ? nil : estimate.mean,
      standardDeviation: isEmpty ? nil : estimate.variance.squareRoot())
  }

  /// Pulls and observed mean, with the posterior of the rule that picks the arm.
  init<Rule: CandidateSelector & ~Copyable>(
    observed arm: Int, in statistics: borrowing ArmStatistics, by rule: borrowing Rule
  ) {
    self.init(
      observed: arm, in: statistics,
      posterior: rule.posterior(
        of: arm, pulls: statistics.pulls(of: arm), sum: statistics.sum(of: arm)))
  }
}

/// What a policy may know when it is made.
public struct PolicySetting: Sendable {
  /// The clusters, and with them the number of arms.
  public private(set) var clustering: Clustering
  /// The instance's tree, if it has one above its clusters.
  private var tree: Hierarchy?
  /// How arms pay; the means are hidden.
  public let rewards: RewardDistribution
  /// The number T of rounds, with a history also of the pulls in it.
  public private(set) var horizon: Int
  /// Tables shared by all replications.
  public let tables: ClockTables
  /// The normal prior of the means, if the instance has one.
  public private(set) var prior: GaussianPrior?
  /// The means as functions of one number for each cluster, if the instance has such.
  public private(set) var sharedParameter: SharedParameter?
  /// Whether counts change otherwise than by pulls: arms die, or have a history.
  ///
  /// Forms of rules that rely on pulls are not chosen then.
  var restartsArms: Bool

  /// The setting of one instance played for `horizon` rounds.
  public init(instance: BanditInstance, horizon: Int, tables: ClockTables) {
    clustering = instance.clustering
    tree = instance.hierarchy
    rewards = instance.rewards
    self.horizon = horizon
    self.tables = tables
    prior = instance.prior
    sharedParameter = instance.sharedParameter
    restartsArms = instance.hasMortalArms
  }

  /// The number N of arms.
  public var armCount: Int { clustering.armCount }

  /// The setting of a policy that has made the pulls of a history: T counts them, too.
  func after(_ history: ArmHistory?) -> PolicySetting {
    guard let history else { return self }
    var setting = self
    setting.horizon += Int(history.pulls)
    return setting
  }

  /// The setting with all arms in one cluster.
  var pooled: PolicySetting {
    var setting = self
    setting.clustering = .whole(armCount)
    setting.tree = nil
    setting.sharedParameter = nil
    return setting
  }

  /// The setting of `count` other arms in one cluster, of which nothing is known.
  func flat(count: Int) -> PolicySetting {
    var setting = pooled
    setting.clustering = .whole(count)
    setting.prior = nil
    return setting
  }

  /// The tree over the arms; the clusters under one root if the instance has no other.
  ///
  /// O(1), or O(N) for an instance without a tree: for use when a policy is made.
  public var hierarchy: Hierarchy { tree ?? Hierarchy(clustering) }
}
