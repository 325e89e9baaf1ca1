private import Randomness

extension BetaDistribution {
  /// P(X > x) and E(X − x)⁺.
  ///
  /// E(X − x)⁺ = (w(x) − d·P(X > x))/(α + β) with d = (α + β)x − α, for
  /// P(Beta(α + 1, β) > x) = P(X > x) + w(x)/α. The excess has the absolute accuracy of a
  /// difference of terms of its size times the square of x's distance from the mean in standard
  /// deviations. 0 < x < 1 usually; below it X − x is its own excess, above it there is none.
  ///
  /// Source: integration by parts of the incomplete beta function, Abramowitz and Stegun (1964),
  /// 26.5.16.
  func excess(over x: Probability) -> (tail: Double, mean: Double) {
    let n = alpha + beta
    guard x.value > 0 else { return (1, alpha / n - x.value) }
    guard x.complement > 0 else { return (0, 0) }
    let d = drift(at: x)
    let (ratio, isUpper) = tailRatio(at: x, drift: d)
    let weight = Elementary.exp(logPeak - deviance(at: x, drift: d))
    let tail = min(1, weight * ratio)
    let upper = isUpper ? tail : 1 - tail
    return (upper, max(0, (weight - d * upper) / n))
  }
}
