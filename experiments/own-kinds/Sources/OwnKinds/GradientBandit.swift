public import ClusterBandit
public import Randomness

/// The gradient bandit: arm i with probability π_i ∝ exp(H_i), where a pull that pays r moves the
/// preferences H uphill in expected reward.
///
/// H_i ← H_i + α (r − r̄)(1 − π_i) for the pulled arm and H_j ← H_j − α (r − r̄) π_j for the others,
/// with the mean r̄ of all earlier rewards as baseline. A reward above it makes the arm likelier,
/// one below it the others.
///
/// Source: R. S. Sutton and A. G. Barto, "Reinforcement Learning" (2018), section 2.8, equation
/// 2.12.
///
/// Draws one word a round. O(N) exponentials for a choice and as many for an update.
public struct GradientBandit: Policy, ~Copyable {
  private let step: Double
  private var preferences: [Double]
  private var arms: ArmStatistics
  private var pulls = 0.0
  private var rewards = 0.0

  /// The policy over all arms of the setting.
  public init(step: Double, setting: PolicySetting) {
    self.step = step
    preferences = Array(repeating: 0, count: setting.armCount)
    arms = ArmStatistics(count: setting.armCount, isBinary: setting.rewards.isBinary)
  }

  /// The probabilities π.
  private var probabilities: [Double] {
    let highest = preferences.max() ?? 0
    let weights = preferences.map { Elementary.exp($0 - highest) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// A draw from π.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    var left = stream.nextUnit()
    return probabilities.firstIndex { share in
      left -= share
      return left < 0
    } ?? preferences.count - 1
  }

  /// Moves the preferences, then counts the pull.
  public mutating func update(arm: Int, reward: Double) {
    // Before the first reward there is no baseline, and nothing to compare with.
    let surprise = pulls > 0 ? reward - rewards / pulls : 0
    for (other, share) in probabilities.enumerated() {
      preferences[other] += step * surprise * ((other == arm ? 1 : 0) - share)
    }
    pulls += 1
    rewards += reward
    _ = arms.record(arm, reward: reward)
  }

  /// The arm's pulls and observed mean.
  public func belief(of arm: Int) -> Belief? {
    let n = arms.pulls(of: arm)
    return Belief(
      pulls: n, mean: n == 0 ? nil : arms.sum(of: arm) / n, standardDeviation: nil)
  }

  /// The kind `gradient-bandit`.
  public static let family = PolicyFamily(
    name: "gradient-bandit", summary: "an arm with probability ∝ exp(preference)",
    parameters: [
      .defaulted("step", .number(.openClosed(0, 1)), .number(0.1), "α, the step of a preference")
    ],
    prepare: { arguments, rewards in
      let step = arguments.number("step")
      return PreparedPolicy(rewards: rewards) { GradientBandit(step: step, setting: $0) }
    })
}
