public import Randomness

/// Pulls a uniformly random arm each round: the baseline that learns nothing.
///
/// Draws one index.
public struct UniformRandom: Policy, ~Copyable {
  private let armCount: Int

  /// The policy over all arms of the setting.
  public init(setting: PolicySetting) { armCount = setting.armCount }

  /// A uniform arm.
  @inline(__always)
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    stream.nextIndex(below: armCount)
  }

  /// A uniform arm, and that it is one.
  public mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    scores.arms = .init(.chance, 0..<armCount)
    return selectArm(round: round, using: &stream)
  }

  /// Learns nothing.
  @inline(__always)
  public mutating func update(arm: Int, reward: Double) {}

  /// There is nothing to forget.
  public static var forgetsArms: Bool { true }

  /// Forgets nothing.
  public mutating func forget(arm: Int) {}
}

/// Pulls an optimal arm each round: it knows the means.
///
/// Draws nothing; its regret is 0. No ``PolicySetting`` holds the truth: the instance itself is
/// needed.
public struct OraclePolicy: Policy, ~Copyable {
  private let best: Int

  /// The policy that knows the instance.
  public init(instance: BanditInstance) { best = instance.oracle.arm }

  /// The oracle's arm.
  @inline(__always)
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int { best }

  /// Learns nothing.
  @inline(__always)
  public mutating func update(arm: Int, reward: Double) {}
}

/// Pulls the best of the arms alive each round: it knows who is born when.
///
/// Draws nothing; its regret is 0. O(N) where an arm dies.
struct MortalOracle: Policy, ~Copyable {
  private var living: LivingArms

  /// The policy that knows the instance.
  init(instance: BanditInstance) {
    guard let living = LivingArms(instance) else { stop("these arms do not die") }
    self.living = living
  }

  /// The first of the best arms of the round.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    living.advance(to: round)
    return living.best
  }

  /// Learns nothing.
  mutating func update(arm: Int, reward: Double) {}

  /// It knows already.
  static var forgetsArms: Bool { true }

  /// Forgets nothing.
  mutating func forget(arm: Int) {}
}

/// Pulls the first arm with the highest xᵀθ_j each round: it knows the parameters.
///
/// Draws nothing; its regret is 0. O(N d).
struct ContextualOracle: ContextualPolicy, ~Copyable {
  private let model: ContextualModel
  private var context: [Double]
  private var means: AlignedBuffer<Double>

  /// The policy that knows the model.
  init(_ model: ContextualModel) {
    self.model = model
    context = Array(repeating: 0, count: model.dimension)
    means = AlignedBuffer(repeating: 0, count: model.armCount)
  }

  /// The round's best arm.
  mutating func selectArm(
    round: Int, context: Span<Double>, using stream: inout RandomStream
  ) -> Int {
    for index in 0..<model.dimension { self.context[index] = context[index] }
    let highest = model.fill(&means, in: self.context)
    var arm = 0
    while means[arm] != highest { arm += 1 }
    return arm
  }

  /// Learns nothing.
  mutating func update(arm: Int, context: Span<Double>, reward: Double) {}
}

extension PreparedPolicy {
  /// The oracle of arms that live for ever or die, where rounds have no contexts.
  static func oracle(_ rewards: RewardDistribution) -> PreparedPolicy {
    var policy = PreparedPolicy(
      PreparedPolicy(omniscientFor: rewards) { OraclePolicy(instance: $0) },
      or: PreparedPolicy(omniscientFor: .bernoulli) { MortalOracle(instance: $0) }
    ) { $0.hasMortalArms }
    policy.forgetsArms = true
    return policy
  }
}
