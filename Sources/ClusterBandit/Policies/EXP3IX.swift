public import Randomness

/// EXP3-IX: arm i with probability p_i ∝ exp(−η L̂_i), where a pull of i adds loss/(p_i + γ) to L̂_i.
///
/// The loss is 1 − reward, η_t = sqrt(ln K/(t K)) and γ_t = η_t/2 in round t. Adding γ to the
/// probability biases the estimates a little and bounds them, so the regret is of the order
/// sqrt(K T ln K) with high probability against any sequence of rewards.
///
/// Source: G. Neu, "Explore no more: improved high-probability regret bounds for non-stochastic
/// bandits", NeurIPS 2015, algorithm 1 with rates that need neither the horizon
/// nor a confidence level.
///
/// Draws one word a round. A choice is O(N) exponentials, learning O(1). 32 bytes an arm.
public struct EXP3IX: Policy, ~Copyable {
  /// The family in experiment files.
  static let family = PolicyFamily(
    name: "exp3-ix",
    summary: "an arm with probability ∝ exp(−η·estimated loss), for any rewards in [0, 1]",
    parameters: [], conventions: .adversarial, learnsFromOwnPullsAlone: true,
    problems: { ArgumentProblem.unlessBinary($1, "exp3-ix bounds losses by 1") },
    prepare: { _, _ in PreparedPolicy(binary: { EXP3IX(setting: $0) }) })

  private var losses: WeightedLosses
  private let count: Double

  /// The policy over all arms of the setting.
  public init(setting: PolicySetting) {
    losses = WeightedLosses(setting)
    count = Double(setting.armCount)
  }

  /// A draw by the estimated losses.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let rate = (Elementary.log(count) / (Double(round) * count)).squareRoot()
    var lowest = Double.infinity
    for arm in 0..<losses.losses.count { lowest = min(lowest, losses.losses[arm]) }
    var sum = 0.0
    for arm in 0..<losses.losses.count {
      let weight = Elementary.exp(-rate * (losses.losses[arm] - lowest))
      losses.weights[arm] = weight
      sum += weight
    }
    return losses.draw(sum: sum, bias: rate / 2, using: &stream)
  }

  /// Adds the weighted loss.
  public mutating func update(arm: Int, reward: Double) { losses.settle(arm, reward: reward) }

  /// Pulls and observed mean.
  public func belief(of arm: Int) -> Belief? { losses.belief(of: arm) }
}
