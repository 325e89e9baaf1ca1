import Randomness

/// Losses 1 − r of arms, estimated from single pulls by dividing each through its arm's
/// probability: what policies against an adversary learn from.
///
/// A batch's pulls are weighed with the probabilities at their choice. O(1) a pull but for the draw,
/// which is O(N). 32 bytes an arm, and 8 for each pending pull.
struct WeightedLosses: ~Copyable {
  private var arms: ArmStatistics
  /// L̂_i, the sums of estimated losses.
  private(set) var losses: AlignedBuffer<Double>
  /// The probabilities of the last draw, or weights in proportion to them.
  var weights: AlignedBuffer<Double>
  /// What the losses of pending pulls are divided by, in their order.
  private var pending: [Double] = []
  private var settled = 0

  /// The losses of arms none of which was pulled.
  init(_ setting: PolicySetting) {
    let count = setting.armCount
    arms = ArmStatistics(count: count, isBinary: setting.rewards.isBinary)
    losses = AlignedBuffer(repeating: 0, count: count)
    weights = AlignedBuffer(repeating: 1, count: count)
  }

  /// An arm in proportion to the weights, whose sum is `sum`.
  ///
  /// Draws one word.
  ///
  /// - Parameter bias: is added to the probability by which the pull's loss will be divided.
  mutating func draw(sum: Double, bias: Double, using stream: inout RandomStream) -> Int {
    var left = stream.nextUnit() * sum
    var chosen = 0
    for arm in 0..<weights.count where weights[arm] > 0 {
      chosen = arm
      left -= weights[arm]
      if left < 0 { break }
    }
    pending.append(weights[chosen] / sum + bias)
    return chosen
  }

  /// Learns what the first pending pull paid.
  mutating func settle(_ arm: Int, reward: Double) {
    _ = arms.record(arm, reward: reward)
    losses[arm] += (1 - reward) / pending[settled]
    settled += 1
    if settled == pending.count {
      pending.removeAll(keepingCapacity: true)
      settled = 0
    }
  }

  /// Pulls and observed mean.
  func belief(of arm: Int) -> Belief { Belief(observed: arm, in: arms) }
}
