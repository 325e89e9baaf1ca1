/// The pulls and rewards of every arm in one replication, for what is recommended of them.
///
/// O(1) a pull, O(N) a checkpoint. 16 bytes an arm, and 8 for what the policy believes.
final class PullTally {
  /// Which arm is recommended.
  let recommendation: Recommendation
  /// Pulls and Σ r of every arm.
  private var totals: AlignedBuffer<SIMD2<Double>>
  /// What the policy believes of every arm's mean; NaN where it believes nothing.
  private var believed: AlignedBuffer<Double>

  /// Before the first pull.
  init(_ recommendation: Recommendation, armCount: Int) {
    self.recommendation = recommendation
    totals = AlignedBuffer(repeating: .zero, count: armCount)
    believed = AlignedBuffer(
      repeating: .nan, count: recommendation == .posteriorMean ? armCount : 0)
  }

  /// Learns that a pull of `arm` paid `reward`.
  func update(arm: Int, reward: Double) { totals[arm] += SIMD2(1, reward) }

  /// Learns what the policy believes of an arm at the checkpoint at hand.
  func believe(_ belief: Belief?, of arm: Int) {
    believed[arm] = belief?.posterior?.mean ?? belief?.mean ?? .nan
  }

  /// Simple regret μ* − μ and error, 1 unless the arm is optimal, of the recommended arm; their
  /// means over the arms that are equal in all that the recommendation looks at.
  func judge(_ instance: BanditInstance) -> (simpleRegret: Double, error: Double) {
    let best = instance.oracle.mean
    var highest = SIMD2(-Double.infinity, -Double.infinity)
    var (count, regret, errors) = (0.0, 0.0, 0.0)
    for arm in 0..<totals.count {
      guard let value = value(of: arm) else { continue }
      if value.x > highest.x || (value.x == highest.x && value.y > highest.y) {
        highest = value
        (count, regret, errors) = (0, 0, 0)
      }
      guard value == highest else { continue }
      let mean = instance.means[arm]
      count += 1
      regret += best - mean
      errors += mean == best ? 0 : 1
    }
    return (regret / count, errors / count)
  }

  /// What is compared first, and what decides between equals; nil if nothing is known of the arm.
  private func value(of arm: Int) -> SIMD2<Double>? {
    let (pulls, sum) = (totals[arm].x, totals[arm].y)
    let mean = pulls > 0 ? sum / pulls : nil
    switch recommendation {
    case .mostPulled: return mean.map { SIMD2(pulls, $0) }
    case .highestMean: return mean.map { SIMD2($0, pulls) }
    case .posteriorMean:
      let believed = believed[arm]
      return (believed.isNaN ? mean : believed).map { SIMD2($0, pulls) }
    }
  }
}
