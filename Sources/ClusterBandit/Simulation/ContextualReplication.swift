public import Randomness

extension Replication {
  /// Plays `policy` from its first round to the horizon on a problem with contexts.
  ///
  /// Contexts and rewards come from streams that start afresh for every policy: the t-th context
  /// and the t-th reward draw are common to all. A round draws its context and one word for its
  /// reward. It costs O(N d) besides the policy, for the mean of the best arm. The arms of a batch
  /// are chosen from one state, each in the context of its round; then all rewards are applied.
  func play<P: ContextualPolicy & ~Copyable>(
    _ policy: inout P, on model: ContextualModel
  ) -> Trajectory {
    var contextStream = seeds.stream(replication: number, role: .context)
    var rewardStream = seeds.stream(replication: number, role: .reward)
    var policyStream = seeds.stream(replication: number, role: .policy)
    let tables = ZigguratTables.shared
    let dimension = model.dimension
    var context = Array(repeating: 0.0, count: dimension)
    var means = AlignedBuffer(repeating: 0.0, count: model.armCount)
    var pulls = ContextualBatch(size: min(batch, horizon), dimension: dimension)
    var trajectory = Trajectory(rounds: checkpoints)
    var totals = ReplicationTotals()
    totals.discounted = discount.map(DiscountedSums.init)
    totals.luck = keepsLuck ? LuckOfRewards() : nil
    var next = 0
    var first = 1
    var pace = Pace(control)
    var unseen = 0
    while first <= horizon {
      pulls.clear()
      let last = min(horizon, first + batch - 1)
      for round in first...last {
        model.show(round: round, in: &context, using: &contextStream, tables)
        let best = model.fill(&means, in: context)
        let arm = policy.selectArm(round: round, context: context.span, using: &policyStream)
        if arm < 0 || arm >= means.count {
          stopAtArm(arm, round: round, armCount: means.count)
        }
        if round < last { policy.anticipate(arm: arm) }
        // sign(m) · U(0, 2 |m|) is 2 m U(0, 1).
        let reward = 2 * means[arm] * rewardStream.nextUnit()
        pulls.append(arm, context, reward: reward)
        totals.add(arm, reward: reward, means: means, best: best, instance.clustering)
        totals.discounted?.add(reward: reward)
        totals.discounted?.add(regret: best - means[arm])
        if round == checkpoints[next] {
          trajectory.append(totals, rounds: round)
          next += 1
        }
        unseen += 1
        guard unseen >= pace.rounds else { continue }
        guard pace.goesOn(after: unseen) else { return trajectory }
        unseen = 0
      }
      policy.update(
        arms: pulls.arms.span, contexts: pulls.contexts.span, rewards: pulls.rewards.span)
      first = last + 1
    }
    pace.report(unseen)
    return trajectory
  }
}

/// The pulls of a batch that the policy has not been told of.
private struct ContextualBatch {
  private(set) var arms: [Int32] = []
  private(set) var contexts: [Double] = []
  private(set) var rewards: [Double] = []

  init(size: Int, dimension: Int) {
    arms.reserveCapacity(size)
    contexts.reserveCapacity(size * dimension)
    rewards.reserveCapacity(size)
  }

  mutating func clear() {
    arms.removeAll(keepingCapacity: true)
    contexts.removeAll(keepingCapacity: true)
    rewards.removeAll(keepingCapacity: true)
  }

  mutating func append(_ arm: Int, _ context: [Double], reward: Double) {
    arms.append(Int32(truncatingIfNeeded: arm))
    contexts.append(contentsOf: context)
    rewards.append(reward)
  }
}

extension PreparedPolicy {
  /// A policy made by `make` for every replication, for problems with contexts alone.
  public init<P: ContextualPolicy & ~Copyable>(
    contextual make: @escaping @Sendable (PolicySetting) -> P
  ) {
    self.init(play: { replication in
      guard let model = replication.instance.contextual else {
        stop("a policy for contexts was prepared for a problem without them")
      }
      var policy = make(replication.setting)
      return replication.play(&policy, on: model)
    })
  }

  /// The policy that knows every arm's parameters.
  static let contextualOracle = PreparedPolicy(play: { replication in
    guard let model = replication.instance.contextual else {
      stop("a policy for contexts was prepared for a problem without them")
    }
    var policy = ContextualOracle(model)
    return replication.play(&policy, on: model)
  })
}

/// A policy without contexts where there are some: it does not look at them.
@usableFromInline
struct ContextBlind: ContextualPolicy, ~Copyable {
  private let policy: any ErasedPolicy

  @usableFromInline
  init(_ policy: any ErasedPolicy) { self.policy = policy }

  @usableFromInline
  mutating func selectArm(
    round: Int, context: Span<Double>, using stream: inout RandomStream
  ) -> Int {
    policy.selectArm(round: round, using: &stream)
  }

  @usableFromInline
  mutating func update(arm: Int, context: Span<Double>, reward: Double) {
    policy.update(arm: arm, reward: reward)
  }

  @usableFromInline
  mutating func anticipate(arm: Int) { policy.anticipate(arm: arm) }

  @usableFromInline
  mutating func update(arms: Span<Int32>, contexts: Span<Double>, rewards: Span<Double>) {
    policy.update(arms: arms, rewards: rewards)
  }
}
