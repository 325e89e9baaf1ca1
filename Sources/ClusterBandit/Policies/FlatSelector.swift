public import Randomness

/// A selection rule over all arms at once, which knows nothing of clusters.
public struct FlatSelector<Rule: SelectionRule & ~Copyable>: Policy, ~Copyable {
  private var statistics: ArmStatistics
  private var rule: Rule

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

  /// Counts the pull and tells the rule.
  @inline(__always)
  public mutating func update(arm: Int, reward: Double) {
    rule.record(arm, group: 0, statistics.record(arm, reward: reward))
  }

  /// The arm's pulls and observed mean.
  public func belief(of arm: Int) -> Belief? { Belief(observed: arm, in: statistics) }
}
