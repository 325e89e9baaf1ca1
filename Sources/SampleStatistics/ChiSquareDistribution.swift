import Randomness

/// The χ² distribution with a whole number k of degrees of freedom.
///
/// P(X > x) is the regularized incomplete gamma function Q(k/2, x/2): below its turning point one
/// minus a series of positive terms, above it Legendre's continued fraction. Within 1e-12 for k up
/// to 10^3 and 1e-10 up to 10^4; only +, −, ×, ÷, √ and our own logarithm and exponential are used.
///
/// Source: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 6.5.29,
/// 6.5.31 and 26.4.19.
package struct ChiSquareDistribution: Sendable {
  /// k/2.
  private let shape: Double
  /// ln Γ(k/2).
  private let logGamma: Double

  /// The distribution with `degrees` ≥ 1.
  package init(degrees: Int) {
    precondition(degrees >= 1, "χ² needs a degree of freedom")
    shape = 0.5 * Double(degrees)
    // Γ(1) = 1, Γ(½) = √π and Γ(a + 1) = a Γ(a).
    let isEven = degrees.isMultiple(of: 2)
    var sum = isEven ? 0 : 0.5 * Elementary.log(.pi)
    for step in 0..<((degrees - 1) / 2) {
      sum += Elementary.log(Double(step) + (isEven ? 1 : 0.5))
    }
    logGamma = sum
  }

  /// P(X > x) for x ≥ 0.
  ///
  /// O(√k + √x).
  package func upperTail(_ x: Double) -> Double {
    let half = 0.5 * x
    guard half > 0 else { return 1 }
    guard half < .infinity else { return 0 }
    let weight = Elementary.exp(shape * Elementary.log(half) - half - logGamma)
    return half < shape + 1 ? 1 - weight * series(half) : weight * fraction(half)
  }

  /// Σ_n x^n / (a (a + 1) … (a + n)).
  private func series(_ x: Double) -> Double {
    var term = 1 / shape
    var sum = term
    var denominator = shape
    repeat {
      denominator += 1
      term *= x / denominator
      sum += term
    } while term > 1e-17 * sum
    return sum
  }

  /// 1/(x + 1 − a − 1·(1 − a)/(x + 3 − a − …)), by Lentz's method.
  private func fraction(_ x: Double) -> Double {
    var b = x + 1 - shape
    var c = 1e300
    var d = 1 / b
    var value = d
    var step = 0.0
    var factor: Double
    repeat {
      step += 1
      let numerator = -step * (step - shape)
      b += 2
      d = 1 / (numerator * d + b)
      c = b + numerator / c
      factor = c * d
      value *= factor
    } while (factor - 1).magnitude > 1e-15 && step < 1e5
    return value
  }
}
