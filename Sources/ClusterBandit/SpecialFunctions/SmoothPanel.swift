private import Randomness

/// A panel of sixteen Gauss–Legendre nodes in [0, 1] on the scale t with x = t²(3 − 2t).
///
/// On this scale, close to the arcsine of √x, the standard deviation of a Beta variable is between
/// 0.28 and 0.34 of 1/√(α + β) wherever its mean lies, and x^α (1 − x)^β is analytic up to both
/// ends where 2α and 2β are whole numbers. Halves of halves of [0, 1] are panels. Above t = ½
/// everything is computed from 1 − t, so that neither end loses digits.
///
/// 1 kB.
struct SmoothPanel: BitwiseCopyable, Sendable {
  /// One number for each node, from the lowest.
  typealias Nodes = SIMD16<Double>

  /// The panel covers [index, index + 1] · 2^−level in t.
  let level: Int32
  let index: Int32
  /// (2^−level)².
  let squaredWidth: Double
  /// x at the lower end.
  let low: Probability
  /// The length in x.
  let extent: Double
  /// x in the middle of t.
  private let middle: Probability
  /// x and 1 − x.
  private(set) var lower = Nodes.zero
  private(set) var upper = Nodes.zero
  /// x − the lower end.
  private(set) var offsets = Nodes.zero
  /// The weights of ∫ dx.
  private(set) var measures = Nodes.zero
  /// What w(x) = x^α (1 − x)^β / B(α, β) is multiplied by for the density in t, half the panel's
  /// width included.
  private(set) var factors = Nodes.zero
  /// ln x and ln (1 − x), each less its value in the middle.
  private var logLower = Nodes.zero
  private var logUpper = Nodes.zero

  /// The panel [index, index + 1] · 2^−level, level ≥ 1.
  init(level: Int32, index: Int32) {
    self.level = level
    self.index = index
    let width = Double(sign: .plus, exponent: -Int(level), significand: 1)
    squaredWidth = width * width
    let left = Double(index) * width
    let isUpper = left >= 0.5
    // s = t or 1 − t, whichever is small; all of them are exact.
    let start = isUpper ? 1 - left : left
    let center = isUpper ? start - 0.5 * width : start + 0.5 * width
    func point(_ s: Double) -> Probability {
      let (small, large) = (s * s * (3 - 2 * s), (1 - s) * (1 - s) * (1 + 2 * s))
      return Probability(value: isUpper ? large : small, complement: isUpper ? small : large)
    }
    /// x(s) − x(m) of the small side, h = s − m.
    func rise(_ m: Double, _ s: Double, _ h: Double) -> Double {
      h * (3 * (s + m) - 2 * (s * s + s * m + m * m))
    }
    low = point(start)
    middle = point(center)
    extent = rise(start, isUpper ? start - width : start + width, width)
    let sign = isUpper ? -1.0 : 1
    let half = 0.5 * width
    for k in 0..<16 {
      let node = GaussLegendre.sixteen.nodes[k]
      let s = center + sign * (half * node)
      let x = point(s)
      lower[k] = x.value
      upper[k] = x.complement
      offsets[k] = rise(start, s, half * (1 + node))
      measures[k] = half * GaussLegendre.sixteen.weights[k] * (6 * s * (1 - s))
      factors[k] = half * 6 / (s * (1 - s) * (3 - 2 * s) * (1 + 2 * s))
      let change = rise(center, s, half * node)
      logLower[k] = Self.log(x.value, middle.value, change)
      logUpper[k] = Self.log(x.complement, middle.complement, -change)
    }
  }

  /// ln(x/m) with x − m = d.
  private static func log(_ x: Double, _ m: Double, _ d: Double) -> Double {
    let u = d / m
    return Deviance.isNear(u) ? u - Deviance.excess(u) : Elementary.log(x / m)
  }

  /// w(x) at the nodes; numbers below 10^−290 count as that.
  ///
  /// Sixteen exponentials. Relative to the middle nothing large cancels where the panel is a few
  /// standard deviations wide.
  func weights(_ law: BetaDistribution) -> Nodes {
    let exponents = logLower * law.alpha + logUpper * law.beta + law.logWeight(at: middle)
    var weights = Nodes.zero
    for k in 0..<16 { weights[k] = max(Elementary.exp(exponents[k]), 1e-290) }
    return weights
  }
}
