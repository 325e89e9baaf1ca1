import Foundation

/// The special functions behind the exact distribution functions and the p-values of the tests.
///
/// Relative accuracy is about 1e-10 or better over the parameters the tests use (shapes up to
/// 1e6), far finer than any statistical resolution; known values are tested.
public enum SpecialFunctions {
  /// The logarithm of Γ(x), x > 0.
  ///
  /// Stirling's series for x ≥ 16, reached by the recurrence Γ(x + 1) = x Γ(x).
  public static func logGamma(_ x: Double) -> Double {
    var shifted = x
    var product = 1.0
    while shifted < 16 {
      product *= shifted
      shifted += 1
    }
    return (shifted - 0.5) * log(shifted) - shifted + 0.5 * log(2 * Double.pi)
      + stirlingRemainder(shifted) - log(product)
  }

  /// What Stirling's formula for ln Γ(x) lacks, x ≥ 16; the first neglected term is below 1e-16.
  private static func stirlingRemainder(_ x: Double) -> Double {
    let z = 1 / (x * x)
    return (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / x
  }

  /// ln(x^a e^−x / Γ(a + 1)), without cancellation for large a.
  private static func logPoissonWeight(_ a: Double, _ x: Double) -> Double {
    guard a >= 16 else { return a * log(x) - x - logGamma(a + 1) }
    let excess = (x - a) / a
    return a * (log1p(excess) - excess) - 0.5 * log(2 * Double.pi * a) - stirlingRemainder(a)
  }

  /// P(a, x), the distribution function of Gamma(a, 1) at x; a > 0.
  public static func regularizedGammaP(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return x.isNaN ? x : 0 }
    guard x < .infinity else { return 1 }
    return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x)
  }

  /// Q(a, x) = 1 − P(a, x), with full relative accuracy in the upper tail.
  public static func regularizedGammaQ(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return x.isNaN ? x : 1 }
    guard x < .infinity else { return 0 }
    return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x)
  }

  /// P(a, x) by its power series, for x < a + 1.
  private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var denominator = a
    while term > sum * 1e-17 {
      denominator += 1
      term *= x / denominator
      sum += term
    }
    return sum * exp(logPoissonWeight(a, x))
  }

  /// Q(a, x) by its continued fraction (modified Lentz), for x ≥ a + 1.
  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var value = d
    var i = 0.0
    var factor = 0.0
    while abs(factor - 1) > 1e-15, i < 1e6 {
      i += 1
      let numerator = i * (a - i)
      b += 2
      d = numerator * d + b
      d = 1 / (d == 0 ? tiny : d)
      c = b + numerator / c
      c = c == 0 ? tiny : c
      factor = c * d
      value *= factor
    }
    return value * a * exp(logPoissonWeight(a, x))
  }

  /// I_x(α, β), the distribution function of Beta(α, β) at x; α, β > 0.
  ///
  /// The continued fraction of the incomplete beta function by the modified Lentz method, on the
  /// side of the mean where it converges in O(√max(α, β)) steps.
  public static func regularizedBeta(_ x: Double, _ alpha: Double, _ beta: Double) -> Double {
    guard x > 0 else { return x.isNaN ? x : 0 }
    guard x < 1 else { return 1 }
    let logWeight =
      logGamma(alpha + beta) - logGamma(alpha) - logGamma(beta)
      + alpha * log(x) + beta * log1p(-x)
    if x < (alpha + 1) / (alpha + beta + 2) {
      return exp(logWeight) * betaFraction(x, alpha, beta) / alpha
    }
    return 1 - exp(logWeight) * betaFraction(1 - x, beta, alpha) / beta
  }

  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (d == 0 ? tiny : d)
    var value = d
    var m = 0.0
    var factor = 0.0
    func advance(_ numerator: Double) {
      d = 1 + numerator * d
      d = 1 / (d == 0 ? tiny : d)
      c = 1 + numerator / c
      c = c == 0 ? tiny : c
      factor = c * d
      value *= factor
    }
    while abs(factor - 1) > 1e-15, m < 1e6 {
      m += 1
      advance(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)))
      advance(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)))
    }
    return value
  }

  /// Φ(x), the distribution function of the standard normal.
  public static func normalCDF(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// The x with P(χ² > x) = `probability` for χ² with `degrees` degrees of freedom.
  ///
  /// Bisection of the regularized incomplete gamma function to the last bits.
  public static func chiSquareUpperQuantile(_ probability: Double, degrees: Int) -> Double {
    let half = Double(degrees) / 2
    var low = 0.0
    var high = 2 * Double(degrees) + 100
    while regularizedGammaQ(half, high / 2) > probability { high *= 2 }
    for _ in 0..<100 {
      let middle = 0.5 * (low + high)
      if regularizedGammaQ(half, middle / 2) > probability { low = middle } else { high = middle }
    }
    return high
  }

  /// P(|T| ≥ |t|) for Student's T with `degrees` degrees of freedom.
  public static func studentTwoSided(_ t: Double, degrees: Double) -> Double {
    regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  /// P(|X − k| at least as extreme) for X binomial: twice the smaller exact tail, at most 1.
  public static func binomialTwoSided(
    successes: Int, trials: Int, probability: Double
  ) -> Double {
    precondition(trials >= 0 && (0...trials).contains(successes), "successes exceed trials")
    let k = Double(successes)
    let n = Double(trials)
    let atMost =
      successes == trials ? 1 : regularizedBeta(1 - probability, n - k, k + 1)
    let atLeast = successes == 0 ? 1 : regularizedBeta(probability, k, n - k + 1)
    return min(1, 2 * min(atMost, atLeast))
  }
}
