private import Randomness

/// x ln(x/m) + m − x, the building block of relative entropies and Beta densities.
enum Deviance {
  /// x ln(x/m) + m − x for x, m ≥ 0, given d = m − x as exactly as the caller knows it.
  ///
  /// Equals x·h(d/x) with h(u) = u − ln(1 + u) ≥ 0. Where 1 + u lies in [√½, √2] the series of
  /// ``Elementary/log(_:)`` without its leading u gives h, so that nothing cancels however close x
  /// and m are; the relative error is below 1e-15. Elsewhere the parts differ enough for the plain
  /// formula (relative error below 1e-14). m for x = 0, ∞ for m = 0 < x.
  ///
  /// Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), where it
  /// is the deviance part bd0; the series as in fdlibm's e_log.c.
  static func value(_ x: Double, _ m: Double, difference d: Double) -> Double {
    if x == 0 { return m }
    if m == 0 { return .infinity }
    let u = d / x
    if u > -0.2928, u < 0.4142 {
      let s = u / (2 + u)
      let z = s * s
      var sum = 2.0 / 21
      sum = 2.0 / 19 + z * sum
      sum = 2.0 / 17 + z * sum
      sum = 2.0 / 15 + z * sum
      sum = 2.0 / 13 + z * sum
      sum = 2.0 / 11 + z * sum
      sum = 2.0 / 9 + z * sum
      sum = 2.0 / 7 + z * sum
      sum = 2.0 / 5 + z * sum
      sum = 2.0 / 3 + z * sum
      let half = 0.5 * u * u
      return x * (half - s * (half + z * sum))
    }
    let ratio = x / m
    let log =
      ratio.isNormal ? Elementary.log(ratio) : Elementary.log(x) - Elementary.log(m)
    return x * log + d
  }
}
