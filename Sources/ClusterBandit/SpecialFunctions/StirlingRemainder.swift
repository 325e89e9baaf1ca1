private import Randomness

/// What Stirling's formula lacks: δ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π for x > 0.
enum StirlingRemainder {
  /// δ(x), with an absolute error below 1e-15 for x ≥ 8, below 1e-14 elsewhere.
  ///
  /// 1/(12x) − 1/(360x³) + … through x^−15 for x ≥ 8, where the first neglected term is below
  /// 1e-16. Smaller arguments climb by Γ(x + 1) = x Γ(x), at the price of two logarithms.
  ///
  /// Source: Abramowitz and Stegun (1964), 6.1.40.
  static func value(_ x: Double) -> Double {
    if x >= 8 { return series(x) }
    var top = x
    var product = 1.0
    while top < 8 {
      product *= top
      top += 1
    }
    let logs = Elementary.log(SIMD2(top, product))
    let climb = (top - 0.5) * logs.x - logs.y
    return series(top) + (climb - (x - 0.5) * Elementary.log(x) - (top - x))
  }

  private static func series(_ x: Double) -> Double {
    let z = 1 / (x * x)
    var sum = -3617.0 / 122_400
    sum = 1.0 / 156 + z * sum
    sum = -691.0 / 360_360 + z * sum
    sum = 1.0 / 1188 + z * sum
    sum = -1.0 / 1680 + z * sum
    sum = 1.0 / 1260 + z * sum
    sum = -1.0 / 360 + z * sum
    sum = 1.0 / 12 + z * sum
    return sum / x
  }
}
