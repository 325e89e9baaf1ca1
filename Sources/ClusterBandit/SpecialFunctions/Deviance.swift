private import Randomness

/// x ln(x/m) + m − x, the building block of relative entropies and Beta densities.
enum Deviance {
  /// h(u) = u − ln(1 + u) for −0.2928 < u < 0.4142, that is, 1 + u in [√½, √2].
  ///
  /// The series of ``Elementary/log(_:)`` without its leading u: with s = u/(2 + u) and
  /// R = ⅔s² + ⅖s⁴ + …, h = u²/2 − s(u²/2 + R). Nothing cancels; the relative error is below 1e-15.
  ///
  /// Source: the series of artanh, regrouped as in fdlibm's e_log.c (Sun Microsystems, 1993).
  @inline(__always)
  static func excess(_ u: Double) -> Double {
    let s = u / (2 + u)
    let z = s * s
    let half = 0.5 * u * u
    return half - s * (half + z * Elementary.artanhTail(z))
  }

  /// True where ``excess(_:)`` may be used.
  @inline(__always)
  static func isNear(_ u: Double) -> Bool { u > -0.2928 && u < 0.4142 }

  /// x ln(x/m) + m − x for x, m ≥ 0, given d = m − x as exactly as the caller knows it.
  ///
  /// Equals x·h(d/x): ``excess(_:)`` where x and m are close, elsewhere the plain formula, whose
  /// parts then differ enough (relative error below 1e-14). m for x = 0, ∞ for m = 0 < x.
  ///
  /// Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), where it
  /// is the deviance part bd0.
  @inline(__always)
  static func value(_ x: Double, _ m: Double, difference d: Double) -> Double {
    let u = d / x
    return isNear(u) && x > 0 && m > 0 ? x * excess(u) : far(x, m, difference: d)
  }

  @inline(never)
  private static func far(_ x: Double, _ m: Double, difference d: Double) -> Double {
    if x == 0 { return m }
    if m == 0 { return .infinity }
    let ratio = x / m
    let log =
      ratio.isNormal ? Elementary.log(ratio) : Elementary.log(x) - Elementary.log(m)
    return x * log + d
  }
}
