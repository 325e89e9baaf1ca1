public import Randomness

/// A selection rule over all arms at once, which knows nothing of clusters.
public struct FlatSelector<Rule: SelectionRule & ~Copyable>: Policy, ~Copyable {
  private var statistics: ArmStatistics
  private var rule: Rule
  private var anticipated = AnticipatedPulls()
  /// The rule's clock in round 0: one less than the pulls of the history.
  private let start: Int

  /// The rule over all arms of the setting, with the history that `history` names.
  public init(arguments: Arguments, setting: PolicySetting) {
    statistics = ArmStatistics(count: setting.armCount, isBinary: setting.rewards.isBinary)
    let history = arguments.history
    rule = Rule(
      arguments: arguments, groups: .whole(setting.armCount), level: .arms,
      setting: setting.after(history))
    start = Int(history?.pulls ?? 0) - 1
    for (arm, seen) in history?.placed(in: setting.clustering) ?? [] where seen.pulls > 0 {
      rule.restart(
        arm, group: 0, statistics.recall(arm, pulls: seen.pulls, successes: seen.successes),
        isUnpulled: false)
    }
  }

  /// The rule's choice.
  @inline(__always)
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let arm = rule.select(group: 0, clock: round &+ start, using: &stream)
    statistics.fetch(rule.likelyNext)
    return arm
  }

  /// The arm that the rule is likely to choose next; −1 where that is not told.
  @inline(__always)
  public var likelyNext: Int { rule.likelyNext }

  /// The rule's choice, with what it compares.
  public mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    scores.arms = rule.scores(group: 0, clock: round &+ start, using: stream)
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

  /// Whether the rule can begin anew with an arm.
  public static var forgetsArms: Bool { Rule.restarts }

  /// Forgets the arm's pulls, pending ones among them, and tells the rule.
  public mutating func forget(arm: Int) {
    let lifted = anticipated.lift(from: &statistics)
    statistics.forget(arm)
    anticipated.replace(lifted, in: &statistics, forgetting: arm)
    rule.restart(arm, group: 0, .unpulled, isUnpulled: true)
  }

  /// The arm's pulls and observed mean, and the rule's posterior.
  public func belief(of arm: Int) -> Belief? { Belief(observed: arm, in: statistics, by: rule) }
}
