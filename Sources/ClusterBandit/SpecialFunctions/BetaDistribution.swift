private import Randomness

/// The distribution Beta(α, β) for real α, β > 0: density, tails and quantiles.
///
/// Everything is computed at a ``Probability``, x together with 1 − x, and relative to the density
/// on the scale of the logit, w(x) = x^α (1 − x)^β / B(α, β), which is log-concave for all α and β.
/// Both tails have a relative error of about 1e-14 · (1 + |ln tail|) for α, β from 0.01 to 1e15,
/// except that the larger of two tails is the complement of the smaller one. Only correctly rounded
/// operations and the project's own functions are used: the bits are the same on every machine.
///
/// 24 bytes.
struct BetaDistribution: BitwiseCopyable, Sendable {
  /// α.
  let alpha: Double
  /// β.
  let beta: Double
  /// ln(p^α (1 − p)^β / B(α, β)) with p = α/(α + β).
  let logPeak: Double

  /// Parameters below this are raised to it: computation would leave the numbers.
  static let smallestParameter = 1e-6

  /// Beta(α, β).
  ///
  /// logPeak = ½ ln(αβ/(2π(α + β))) + δ(α + β) − δ(α) − δ(β) with Stirling's remainder δ: nothing
  /// large cancels. O(1).
  ///
  /// - Parameters:
  ///   - alpha: finite; values below ``smallestParameter`` count as that.
  ///   - beta: likewise.
  init(alpha: Double, beta: Double) {
    let a = max(alpha, Self.smallestParameter)
    let b = max(beta, Self.smallestParameter)
    self.alpha = a
    self.beta = b
    let n = a + b
    logPeak =
      0.5 * Elementary.log(a / n * b * (0.5 / Double.pi)) + StirlingRemainder.value(n)
      - StirlingRemainder.value(a) - StirlingRemainder.value(b)
  }

  /// Beta(α, β) with its constant known from another value of the same parameters.
  @inline(__always)
  init(alpha: Double, beta: Double, logPeak: Double) {
    self.alpha = max(alpha, Self.smallestParameter)
    self.beta = max(beta, Self.smallestParameter)
    self.logPeak = logPeak
  }

  /// α/(α + β) and its complement.
  var mean: Probability {
    let n = alpha + beta
    return Probability(value: alpha / n, complement: beta / n)
  }

  /// αβ/((α + β)²(α + β + 1)).
  var variance: Double {
    let n = alpha + beta
    return alpha / n * (beta / n) / (n + 1)
  }

  /// (α + β)x − α, from the smaller of x and 1 − x: the slope of ln w in the logit is its negative.
  @inline(__always)
  func drift(at x: Probability) -> Double {
    x.value <= x.complement
      ? Self.excess(alpha, beta, x.value) : -Self.excess(beta, alpha, x.complement)
  }

  /// (a + b)x − a with one rounding at the end: the product and the sum keep their errors.
  @inline(__always)
  private static func excess(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let n = a + b
    let small = b < a ? b : a
    let sumError = small - (n - (b < a ? a : b))
    let product = n * x
    // Veltkamp's split in two halves of 26 bits, Dekker's product.
    let nSplit = 134_217_729 * n
    let nHigh = nSplit - (nSplit - n)
    let nLow = n - nHigh
    let xSplit = 134_217_729 * x
    let xHigh = xSplit - (xSplit - x)
    let xLow = x - xHigh
    let productError =
      ((nHigh * xHigh - product) + nHigh * xLow + nLow * xHigh) + nLow * xLow
    return (product - a) + (productError + sumError * x)
  }

  /// (α + β)·kl(p, x), p the mean: exp of its negative bounds the tail beyond x, on x's side of p.
  ///
  /// Source: Chernoff's bound applied to a difference of Gamma variables.
  @inline(__always)
  func deviance(at x: Probability, drift d: Double) -> Double {
    let n = alpha + beta
    return Deviance.value(alpha, n * x.value, difference: d)
      + Deviance.value(beta, n * x.complement, difference: -d)
  }

  /// ln w(x) = ln(x^α (1 − x)^β / B(α, β)).
  @inline(__always)
  func logWeight(at x: Probability) -> Double { logPeak - deviance(at: x, drift: drift(at: x)) }

  /// The density x^(α−1) (1 − x)^(β−1) / B(α, β) for 0 < x < 1.
  func density(at x: Probability) -> Double {
    Elementary.exp(logWeight(at: x)) / (x.value * x.complement)
  }

  /// P(X ≤ x) and P(X > x).
  func tails(at x: Probability) -> (lower: Double, upper: Double) {
    guard x.value > 0 else { return (0, 1) }
    guard x.complement > 0 else { return (1, 0) }
    let d = drift(at: x)
    let (ratio, isUpper) = tailRatio(at: x, drift: d)
    let tail = min(1, Elementary.exp(logPeak - deviance(at: x, drift: d)) * ratio)
    return isUpper ? (1 - tail, tail) : (tail, 1 - tail)
  }

  /// The ratio of one of the tails to w(x), and which tail: the smaller one, roughly.
  func tailRatio(
    at x: Probability, drift d: Double
  ) -> (ratio: Double, isUpper: Bool) {
    if alpha >= Self.manyPulls && beta >= Self.manyPulls {
      return d < 0
        ? (Self.integratedRatio(alpha + beta, drift: -d, at: x.mirrored), false)
        : (Self.integratedRatio(alpha + beta, drift: d, at: x), true)
    }
    return d + 2 * x.value < 1
      ? (Self.fraction(alpha, beta, at: x, drift: d), false)
      : (Self.fraction(beta, alpha, at: x.mirrored, drift: -d), true)
  }

  /// From this size of both parameters on the tail is integrated: the time is bounded for all
  /// counts.
  static let manyPulls = 20_000.0

  /// I_x(a, b)/w(x) = 1/(β₁ + α₂/(β₂ + …)) for x < (a + 1)/(a + b + 2), with d = (a + b)x − a,
  /// α_n+1 = (a + n − 1)(a + b + n − 1) n (b − n) x²/(a + 2n − 1)²,
  /// β_n+1 = n + n(b − n)x/(a + 2n − 1) + (a + n)(1 − d + n(2 − x))/(a + 2n + 1).
  ///
  /// All terms are positive until n exceeds b, so nothing cancels. By the recurrences of
  /// numerator and denominator, eight terms at a time; it takes O(√min(a, b)) terms.
  ///
  /// Source: A. R. DiDonato and A. H. Morris, "Algorithm 708", ACM Transactions on Mathematical
  /// Software 18 (1992), equation 9.
  private static func fraction(_ a: Double, _ b: Double, at x: Probability, drift d: Double)
    -> Double
  {
    var inverse = 1 / (a + 1)
    var (denominator, previousDenominator) = (a * (1 - d) * inverse, 1.0)
    var (numerator, previousNumerator) = (1.0, 0.0)
    var ratio = 0.0
    var n = 0.0
    for _ in 0..<2500 {
      for _ in 0..<8 {
        n += 1
        let common = n * (b - n) * x.value * inverse
        let alpha = (a + n - 1) * (a + b + n - 1) * x.value * inverse * common
        inverse = 1 / (a + 2 * n + 1)
        let beta = n + common + (a + n) * (1 - d + n * (1 + x.complement)) * inverse
        let nextDenominator = beta * denominator + alpha * previousDenominator
        let nextNumerator = beta * numerator + alpha * previousNumerator
        (previousDenominator, denominator) = (denominator, nextDenominator)
        (previousNumerator, numerator) = (numerator, nextNumerator)
      }
      let scale = 1 / denominator
      numerator *= scale
      if abs(numerator - ratio) <= 1e-15 * numerator { return numerator }
      ratio = numerator
      denominator = 1
      previousNumerator *= scale
      previousDenominator *= scale
    }
    return ratio
  }

  /// P(X > x)/w(x) for x above the mean and large parameters: ∫ w(x shifted by u)/w(x) du.
  ///
  /// The logarithm of the integrand is −du − (α + β) kl(x, x shifted by u), a little more than
  /// quadratic. It is integrated with 32 nodes as far as it stays above −40.
  private static func integratedRatio(
    _ n: Double, drift d: Double, at x: Probability
  ) -> Double {
    let end = 80 / (d + (d * d + 80 * n * x.value * x.complement).squareRoot())
    let rule = GaussLegendre.thirtyTwo
    var sum = 0.0
    for k in 0..<32 {
      let u = 0.5 * end * (1 + rule.nodes[k])
      let exponent = -d * u - n * LogitShift(x, by: u).divergence
      sum += rule.weights[k] * Elementary.exp(exponent)
    }
    return 0.5 * end * sum
  }
}
