private import Randomness

extension BetaDistribution {
  /// The logit of the x with P(X > x) = `tail`, 0 < tail < 1, between −700 and 700.
  ///
  /// Halley's iteration on ln P(X > x), which is concave and falling in the logit y: from any start
  /// the next step of Newton's lies on the far side of the root and the following ones close in on
  /// it. Slope −H, H = w/P(X > x), and curvature −H(H + ln w′) cost nothing more. It stops when ln
  /// P differs by less than 1e-5, which the last step makes smaller than rounding. Two to four
  /// evaluations for α, β ≥ 1. A function of its arguments alone.
  ///
  /// - Parameters:
  ///   - tail: the upper tail.
  ///   - deviate: ``NormalDeviate/upper(_:)`` of it.
  func logitQuantile(upperTail tail: Double, deviate: Double) -> Double {
    let target = Elementary.log(tail)
    var y = min(max(roughQuantile(logTail: target, deviate: deviate), -700), 700)
    var (low, high) = (-700.0, 700.0)
    for _ in 0..<200 {
      let x = Probability(logit: y)
      let d = drift(at: x)
      let (ratio, isUpper) = tailRatio(at: x, drift: d)
      let logWeight = logPeak - deviance(at: x, drift: d)
      let excess: Double
      let inverseHazard: Double
      if isUpper {
        excess = logWeight + Elementary.log(ratio) - target
        inverseHazard = ratio
      } else {
        let weight = Elementary.exp(logWeight)
        let upper = max(0, 1 - weight * ratio)
        excess = Elementary.log(upper) - target
        inverseHazard = upper / weight
      }
      if excess > 0 { low = y } else { high = y }
      let newton = excess * inverseHazard
      let step = newton / max(0.5, 1 + 0.5 * newton * (1 / inverseHazard - d))
      var next = y + step
      if !(next >= low && next <= high) { next = 0.5 * (low + high) }
      if abs(excess) <= 1e-5 || next == y { return next }
      y = next
    }
    return y
  }

  /// A logit near the quantile with this logarithm of the upper tail.
  ///
  /// Source: Abramowitz and Stegun (1964), 26.5.22; for small parameters the tangent at infinity.
  func roughQuantile(logTail target: Double, deviate z: Double) -> Double {
    if alpha >= 1 && beta >= 1 {
      let (p, q) = (1 / (2 * alpha - 1), 1 / (2 * beta - 1))
      let h = 2 / (p + q)
      let lambda = (z * z - 3) / 6
      let w = -z * (h + lambda).squareRoot() / h - (q - p) * (lambda + 5.0 / 6 - 2 / (3 * h))
      return Elementary.log(alpha / beta) - 2 * w
    }
    // ln P(X > x) lies below −βy − ln(β B(α, β)) and tends to it.
    let logInverseB =
      logPeak - alpha * Elementary.log(mean.value) - beta * Elementary.log(mean.complement)
    return (logInverseB - Elementary.log(beta) - target) / beta
  }

  /// The x with P(X ≤ x) = `level`: 0 for a level of 0 or less, 1 for one of 1 or more.
  func quantile(_ level: Double) -> Double {
    guard level > 0 else { return 0 }
    guard level < 1 else { return 1 }
    if level > 0.5 {
      let tail = 1 - level
      return Probability(
        logit: logitQuantile(upperTail: tail, deviate: NormalDeviate.upper(tail))
      ).value
    }
    let mirrored = BetaDistribution(alpha: beta, beta: alpha)
    return Probability(
      logit: -mirrored.logitQuantile(upperTail: level, deviate: NormalDeviate.upper(level))
    ).value
  }
}
