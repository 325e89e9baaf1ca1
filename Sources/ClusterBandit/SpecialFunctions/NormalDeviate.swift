private import Randomness

/// A starting point for quantiles: the standard normal's.
enum NormalDeviate {
  /// The z with P(Z > z) ≈ `tail`, 0 < tail < 1, to 5e-4.
  ///
  /// Source: Abramowitz and Stegun (1964), 26.2.23.
  static func upper(_ tail: Double) -> Double {
    let t = (-2 * Elementary.log(min(tail, 1 - tail))).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    let z = t - numerator / denominator
    return tail <= 0.5 ? z : -z
  }
}
