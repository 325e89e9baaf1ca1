public import Randomness

/// A selection rule over all arms at once, which knows nothing of clusters.
public struct FlatSelector<Rule: SelectionRule & ~Copyable>: Policy, ~Copyable {
  private var statistics: ArmStatistics
  private var rule: Rule
  private var anticipated = AnticipatedPulls()

  /// The rule over all arms of the setting.
  public init(arguments: Arguments, setting: PolicySetting) {
    statistics = ArmStatistics(count: setting.armCount, isBinary: setting.rewards.isBinary)
    rule = Rule(
      arguments: arguments, groups: .whole(setting.armCount), level: .arms, setting: setting)
  }

  /// The rule's choice.
  @inline(__always)
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    rule.select(group: 0, clock: round &- 1, using: &stream)
  }

  /// The rule's choice, with what it compares.
  public mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    scores.arms = rule.scores(group: 0, clock: round &- 1, using: stream)
    return selectArm(round: round, using: &stream)
  }

  /// Counts the pull and tells the rule.
  @inline(__always)
  public mutating func update(arm: Int, reward: Double) {
    rule.record(arm, group: 0, statistics.record(arm, reward: reward))
  }

  /// Tells a rule that counts pending pulls.
  public mutating func anticipate(arm: Int) {
    guard rule.countsPendingPulls else { return }
    rule.record(arm, group: 0, anticipated.record(arm, in: &statistics))
  }

  /// Forgets what was anticipated, then counts the pulls.
  public mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    anticipated.forget(in: &statistics)
    for place in arms.indices { update(arm: Int(arms[place]), reward: rewards[place]) }
  }

  /// The arm's pulls and observed mean, and the rule's posterior.
  public func belief(of arm: Int) -> Belief? { Belief(observed: arm, in: statistics, by: rule) }
}
