import Randomness

/// What information-directed sampling weighs: for every arm i the expected regret Δ_i of a pull,
/// and what the pull is expected to tell about which arm is the best, g_i.
struct InformationTable: ~Copyable {
  /// Δ_i ≥ 0.
  var regrets: AlignedBuffer<Double>
  /// g_i ≥ 0.
  var gains: AlignedBuffer<Double>

  /// Two arms, of which the first is pulled with probability `share`, the second else.
  struct Mixture: Equatable {
    var first: Int
    var second: Int
    var share = 1.0
    /// (Σ π Δ)² / Σ π g.
    var ratio: Double

    /// One arm.
    init(_ arm: Int, ratio: Double) {
      (first, second, self.ratio) = (arm, arm, ratio)
    }
  }

  /// A table of `count` ≥ 1 arms.
  init(count: Int) {
    regrets = AlignedBuffer(repeating: 0, count: count)
    gains = AlignedBuffer(repeating: 0, count: count)
  }

  /// Δ²/g; 0 without regret, ∞ for regret without gain.
  private static func ratio(_ regret: Double, _ gain: Double) -> Double {
    regret > 0 ? regret * regret / gain : 0
  }

  /// The probabilities π of the arms that make (Σ π Δ)² / Σ π g least.
  ///
  /// Two arms suffice, and they are neighbors on the upper left border of the convex hull of the
  /// points (Δ_i, g_i). The border is walked from the point of least regret. Along it the ratio,
  /// which is convex, first falls and then rises, so the walk ends where an edge's own least ratio
  /// is at its beginning. That of the edge from (Δ_i, g_i) to (Δ_j, g_j) is, with δ = Δ_i − Δ_j and
  /// γ = g_i − g_j, at π_i = (γ Δ_j − 2 δ g_j)/(δ γ), or at an end.
  ///
  /// Source: D. Russo and B. Van Roy, "Learning to optimize via information-directed sampling",
  /// Operations Research 66 (2018), proposition 6 and algorithm 4.
  ///
  /// O(N) for each edge of the walk, which are few.
  func mixture() -> Mixture {
    var here = 0
    for arm in 1..<max(1, regrets.count) {
      let (gap, gain) = (regrets[arm] - regrets[here], gains[arm] - gains[here])
      if gap < 0 || (gap == 0 && gain > 0) { here = arm }
    }
    while let next = steepest(from: here) {
      let (delta, gamma) = (regrets[here] - regrets[next], gains[here] - gains[next])
      let share =
        (gamma * regrets[next] - 2 * delta * gains[next]) / (delta * gamma)
      guard share < 1 else { break }
      if share > 0 {
        var mixture = Mixture(here, ratio: 0)
        mixture.second = next
        mixture.share = share
        mixture.ratio = InformationTable.ratio(
          regrets[next] + share * delta, gains[next] + share * gamma)
        return mixture
      }
      here = next
    }
    return Mixture(here, ratio: InformationTable.ratio(regrets[here], gains[here]))
  }

  /// The arm that gains most for the regret it adds to that of `here`, of those equally steep the
  /// farthest; nil if none gains more, or none adds regret.
  private func steepest(from here: Int) -> Int? {
    var best: Int?
    var slope = 0.0
    for arm in 0..<regrets.count where gains[arm] > gains[here] && regrets[arm] > regrets[here] {
      let own = (gains[arm] - gains[here]) / (regrets[arm] - regrets[here])
      if own > slope || (own == slope && best.map { gains[arm] > gains[$0] } ?? true) {
        (best, slope) = (arm, own)
      }
    }
    return best
  }

  /// An arm of the mixture; with ties `uniform` any that is like it, in regret and gain, but for
  /// rounding.
  ///
  /// One word for two arms, one index for each after the first where several are alike.
  func arm(
    of mixture: Mixture, ties: TieBreak, using stream: inout RandomStream
  ) -> Int {
    let arm =
      mixture.share < 1 && stream.nextUnit() >= mixture.share ? mixture.second : mixture.first
    guard ties == .uniform else { return arm }
    var (largestRegret, largestGain) = (0.0, 0.0)
    for other in 0..<regrets.count {
      largestRegret = max(largestRegret, regrets[other])
      largestGain = max(largestGain, gains[other])
    }
    var winner = HighestSoFar(ties: .uniform)
    for other in 0..<regrets.count
    where (regrets[other] - regrets[arm]).magnitude <= 1e-10 * largestRegret
      && (gains[other] - gains[arm]).magnitude <= 1e-10 * largestGain
    {
      winner.offer(other, 0, using: &stream)
    }
    return winner.position
  }
}
