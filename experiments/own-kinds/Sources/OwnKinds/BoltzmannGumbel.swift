public import ClusterBandit
public import Randomness

/// Boltzmann–Gumbel exploration: the highest mean_i + C Z_i/√n_i with Z_i standard Gumbel, after
/// every arm was pulled once.
///
/// Boltzmann exploration is the highest of means with Gumbel noise of one size for all arms; here
/// the noise of an arm shrinks as it is pulled. C is the scale of the rewards' noise: 1/2 for 0/1
/// rewards.
///
/// Source: N. Cesa-Bianchi, C. Gentile, G. Lugosi and G. Neu, "Boltzmann exploration done right",
/// NeurIPS 2017, section 4.
///
/// Draws one word an arm and round, and an index for every tie. O(N).
public struct BoltzmannGumbel: Policy, ~Copyable {
  private let noise: Double
  private let armCount: Int
  private var arms: ArmStatistics

  /// The policy over all arms of the setting.
  public init(noise: Double, setting: PolicySetting) {
    self.noise = noise
    armCount = setting.armCount
    arms = ArmStatistics(count: setting.armCount, isBinary: setting.rewards.isBinary)
  }

  /// An arm that was never pulled, else the highest perturbed mean.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    highestSample(0..<armCount, ties: .uniform, using: &stream) { arm, stream in
      let gumbel = -Elementary.log(-Elementary.log(stream.nextOpenUnit()))
      let n = arms.pulls(of: arm)
      return n == 0 ? .infinity : arms.sum(of: arm) / n + noise * gumbel / n.squareRoot()
    }
  }

  /// Counts the pull.
  public mutating func update(arm: Int, reward: Double) { _ = arms.record(arm, reward: reward) }

  /// The arm's pulls and observed mean.
  public func belief(of arm: Int) -> Belief? {
    let n = arms.pulls(of: arm)
    return Belief(
      pulls: n, mean: n == 0 ? nil : arms.sum(of: arm) / n, standardDeviation: nil)
  }

  /// The kind `boltzmann-gumbel`.
  public static let family = PolicyFamily(
    name: "boltzmann-gumbel", summary: "highest mean + C·Gumbel/√n",
    parameters: [
      .defaulted("noise", .number(.scale), .number(0.5), "C > 0, the scale of the noise")
    ],
    prepare: { arguments, rewards in
      let noise = arguments.number("noise")
      return PreparedPolicy(rewards: rewards) { BoltzmannGumbel(noise: noise, setting: $0) }
    })
}
