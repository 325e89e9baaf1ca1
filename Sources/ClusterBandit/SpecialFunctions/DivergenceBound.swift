private import Randomness

extension BernoulliDivergence {
  /// sup{ q : kl(p, q) ≤ `divergence` }, the upper end of a divergence ball around p.
  ///
  /// The absolute error is below 1e-14. p itself for a divergence of 0 or less, 1 for p = 1 and, to
  /// rounding, for a divergence of 40 or more, since q ≥ 1 − exp(−divergence); equal to that for
  /// p = 0. A function of its arguments alone, so equal arguments give equal bits.
  ///
  /// O(1): about three evaluations of the divergence, see ``LogitShift/reaching(_:from:)``.
  static func upperBound(_ p: Double, within divergence: Double) -> Double {
    guard divergence > 0 else { return p }
    guard p < 1, divergence < 40 else { return 1 }
    guard p > 0 else { return 1 - Elementary.exp(-divergence) }
    let start = Probability(value: p, complement: 1 - p)
    let u = LogitShift.reaching(divergence, from: start)
    return min(1, p + LogitShift(start, by: u).change)
  }
}
