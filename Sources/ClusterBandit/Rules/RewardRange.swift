/// The length b of the range of rewards that the bonus of an index rule is made for.
///
/// Hoeffding's inequality gives UCB1's bonus sqrt(2 ln t / n) for rewards in [0, 1], b times it for
/// an interval of length b. It asks no more of a reward than to be b/2-sub-Gaussian: for normal
/// rewards of standard deviation σ, b = 2σ.
///
/// Source: P. Auer, N. Cesa-Bianchi and P. Fischer, "Finite-time analysis of the multiarmed bandit
/// problem", Machine Learning 47 (2002), theorem 1 (rewards in [0, 1]); S. Bubeck and N.
/// Cesa-Bianchi, "Regret analysis of stochastic and nonstochastic multi-armed bandit problems",
/// Foundations and Trends in Machine Learning 5 (2012), section 2.2 (the bonus by a bound ψ on the
/// moments: λ²/8 for [0, 1], σ²λ²/2 for σ-sub-Gaussian rewards).
enum RewardRange {
  /// b, under the name `scale`.
  static let parameter = Parameter.defaulted(
    "scale", .number(.scale), .number(1),
    "b, the length of the range of rewards: the bonus grows with it; 2σ for σ-sub-Gaussian ones")

  /// The convention on rewards.
  static let assumed =
    "in an interval of length 'scale', [0, 1] by default, or 'scale'/2-sub-Gaussian"

  /// What to know where rewards are normal and no range was given for them.
  static func remarks(
    _ rule: String, _ arguments: Arguments, _ shape: ProblemShape
  ) -> [String] {
    guard case .gaussian(let deviation) = shape.rewards, arguments.number("scale") == 1,
      deviation != 0.5
    else { return [] }
    return [
      "\(rule)'s bonus assumes rewards in [0, 1]: scale is the length of any other range, 2σ for normal ones"
    ]
  }

  /// The same of UCB1 at two levels, which is given no range.
  static func remarks(ofTwoLevelUCB1 policy: String, _ shape: ProblemShape) -> [String] {
    guard case .gaussian(let deviation) = shape.rewards, deviation != 0.5 else { return [] }
    return [
      "\(policy)'s bonuses assume rewards in [0, 1], a scale of 1: two-level with ucb1 outside and "
        + "inside takes a scale for each, 2σ for normal rewards"
    ]
  }
}
