/// What a replication earned and lost where a reward in t rounds is worth α^t of one now.
///
/// Σ α^(t−1) r_t and Σ α^(t−1) (μ* − μ_{a_t}), t = 1, 2, …. Rounds whose weight is below 1e-20 are
/// left out: all of them together change no digit.
struct DiscountedSums: Sendable, Equatable {
  /// α.
  private let factor: Double
  /// The weights of the rounds whose reward, and whose loss, is added next.
  private var rewardWeight = 1.0
  private var regretWeight = 1.0
  /// Σ α^(t−1) r_t.
  private(set) var reward = 0.0
  /// Σ α^(t−1) (μ* − μ_{a_t}).
  private(set) var regret = 0.0

  /// Below this a weight counts as 0.
  private static let least = 1e-20

  /// Sums before the first round.
  ///
  /// - Parameter factor: 0 < α < 1.
  init(factor: Double) { self.factor = factor }

  /// Whether the next reward still counts.
  var countsRewards: Bool { rewardWeight >= DiscountedSums.least }

  /// Adds the next round's reward.
  mutating func add(reward: Double) {
    guard countsRewards else { return }
    self.reward += rewardWeight * reward
    rewardWeight *= factor
  }

  /// Adds what the next round's arm is below the best one.
  mutating func add(regret: Double) {
    guard regretWeight >= DiscountedSums.least else { return }
    self.regret += regretWeight * regret
    regretWeight *= factor
  }

  /// Adds the losses of a segment's arms on an instance without contexts.
  mutating func add(
    _ chosen: borrowing AlignedBuffer<Int32>, count: Int, on instance: BanditInstance
  ) {
    guard regretWeight >= DiscountedSums.least else { return }
    let best = instance.oracle.mean
    for position in 0..<count { add(regret: best - instance.means[Int(chosen[position])]) }
  }
}
