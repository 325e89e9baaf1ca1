private import Randomness

/// What is known of a Beta posterior's quantiles from its upper tail P at one logit y: bounds on
/// each, certain but for one part in 10^9 of ln P.
///
/// With the hazard H = w/P, w = x^α (1 − x)^β / B(α, β) the density in the logit, and the drift
/// d = (α + β)x − α = −(ln w)′: ln P is concave with the slope −H, so its tangent at y bounds every
/// quantile from above. ln w is concave with the slope −d, so P(y + δ) ≥ P − w(1 − e^(−dδ))/d
/// bounds it from below. Near y the two differ in the second order of the distance.
///
/// A pull changes P and H at the same y exactly: a success takes P to P + w/α and w to
/// w x (α + β)/α, a failure P to P − w/β and w to w (1 − x)(α + β)/β. So a posterior's quantiles
/// are followed from pull to pull, and from level to level, without a tail being computed.
///
/// 72 bytes.
struct QuantileBracket: BitwiseCopyable, Sendable {
  private var logit: Double
  private var point: Probability
  /// ln P.
  private var logTail: Double
  /// 1/H.
  private var inverseHazard: Double
  private var drift: Double
  private var total: Double
  /// Bounds on the relative error of H and on the error of ln P.
  private var hazardError: Double
  private var tailError: Double

  /// A part of ln P by which bounds are widened: far more than the errors of all that is computed.
  private static let margin = 1e-9
  /// The greatest error that is followed further.
  private static let greatestError = 1e-10

  /// Whether quantiles are within the logits where bounds are found.
  static func suits(_ posterior: BetaDistribution) -> Bool {
    min(posterior.alpha, posterior.beta) >= 1e-3
  }

  /// The bounds from a tail computed at the logit y, or nil if numbers do not suffice there.
  init?(_ posterior: BetaDistribution, at y: Double) {
    guard abs(y) < 600 else { return nil }
    let x = Probability(logit: y)
    let d = posterior.drift(at: x)
    let (ratio, isUpper) = posterior.tailRatio(at: x, drift: d)
    let logWeight = posterior.logPeak - posterior.deviance(at: x, drift: d)
    guard logWeight > -600 else { return nil }
    if isUpper {
      inverseHazard = ratio
      logTail = logWeight + Elementary.log(ratio)
    } else {
      let weight = Elementary.exp(logWeight)
      let tail = 1 - weight * ratio
      guard tail > 1e-3 else { return nil }
      inverseHazard = tail / weight
      logTail = Elementary.log(tail)
    }
    logit = y
    point = x
    drift = d
    total = posterior.alpha + posterior.beta
    hazardError = 1e-13 * (1 + abs(logTail))
    tailError = hazardError
  }

  /// Takes in a success under the parameters before it, or tells that it cannot.
  mutating func addSuccess(alpha: Double, beta: Double) -> Bool {
    let ratio = 1 + 1 / (alpha * inverseHazard)
    inverseHazard *= ratio * alpha / (total * point.value)
    drift -= point.complement
    return add(ratio)
  }

  /// Takes in a failure under the parameters before it, or tells that it cannot.
  mutating func addFailure(alpha: Double, beta: Double) -> Bool {
    let ratio = 1 - 1 / (beta * inverseHazard)
    // What is left of P has all of P's error.
    guard ratio > 1e-2 else { return false }
    inverseHazard *= ratio * beta / (total * point.complement)
    drift += point.value
    return add(ratio)
  }

  private mutating func add(_ ratio: Double) -> Bool {
    logTail += Elementary.log(ratio)
    total += 1
    // An error of H is one of the ratio, too: what P gains carries H's error, what it loses leaves
    // more of it.
    let before = hazardError
    hazardError = before / ratio + 1e-15
    tailError += abs(hazardError - before)
    return hazardError + tailError < Self.greatestError
  }

  /// The upper bound of the quantile with the tail e^−budget is line.x + line.y · budget.
  var line: SIMD2<Double> {
    SIMD2(logit + (logTail + Self.margin) * inverseHazard, inverseHazard)
  }

  /// ln P less the logarithm of a tail: how far that quantile is away.
  func distance(_ budget: Double) -> Double { logTail + budget }

  /// A lower bound of the quantile with the tail e^−budget; −∞ where it is too far away.
  ///
  /// 1 − e^(−e) and −ln(1 − z) by their series as far as the sign of what is left is known.
  func lower(_ budget: Double) -> Double {
    let e = logTail + budget - Self.margin
    guard abs(e) <= 1 else { return -.infinity }
    if e >= 0 {
      let step = e * (1 - e * (1.0 / 2 - e * (1.0 / 6 - e / 24))) * inverseHazard
      let z = drift * step
      return logit + step * (1 + z * (z > 0 ? 0.5 + z / 3 : 0.5))
    }
    // To the left w is at least its value at y while d is positive; d falls by (α + β)/4 a unit.
    let f = -e
    let step = f * (1 + f * (0.5 + f * (1.0 / 6 + 0.12 * f))) * inverseHazard
    return drift >= 0.25 * total * step ? logit - step : -.infinity
  }
}
