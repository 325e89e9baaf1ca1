import Randomness

/// A linear rule over all arms at once, which knows nothing of clusters.
///
/// A step costs O(N d²).
struct FlatLinearSelector<Rule: LinearRule>: ContextualPolicy, ~Copyable {
  private let rule: Rule
  private let arms: Range<Int>
  private var regressions: RidgeRegressions

  /// The rule over all arms of the setting.
  init(arguments: Arguments, setting: PolicySetting) {
    rule = Rule(arguments: arguments)
    arms = 0..<setting.armCount
    regressions = RidgeRegressions(
      count: setting.armCount, dimension: setting.rewards.contextDimension,
      ridge: arguments.number("ridge"))
  }

  /// The rule's choice.
  mutating func selectArm(
    round: Int, context: Span<Double>, using stream: inout RandomStream
  ) -> Int {
    regressions.score(arms, in: context)
    return rule.select(arms, of: regressions, using: &stream)
  }

  /// Updates the arm's regression.
  mutating func update(arm: Int, context: Span<Double>, reward: Double) {
    regressions.record(arm, context: context, reward: reward)
  }
}
