import TestSupport

/// Quantiles of Beta distributions without any help from the library.
enum PlainQuantile {
  /// The quantile by bisection of another incomplete Beta function.
  static func bisected(_ a: Double, _ b: Double, level: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<56 {
      let middle = 0.5 * (low + high)
      if SpecialFunctions.regularizedBeta(middle, a, b) > level {
        high = middle
      } else {
        low = middle
      }
    }
    return low
  }
}
