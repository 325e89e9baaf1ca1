private import Randomness

/// A panel of sixteen Gauss–Legendre nodes along the logit, for distribution functions of laws that
/// share them.
///
/// 0.9 kB.
struct TailPanel: BitwiseCopyable, Sendable {
  /// One number for each node, from the lowest.
  typealias Nodes = SIMD16<Double>

  /// The logit at the lower end and at the upper one.
  let start: Double
  let end: Double
  /// Half the panel's width.
  let half: Double
  /// x in the middle.
  let middle: Probability
  /// x and 1 − x.
  private(set) var lower = Nodes.zero
  private(set) var upper = Nodes.zero
  /// 1/(1 − x) and x/(1 − x).
  private(set) var inverses = Nodes.zero
  private(set) var odds = Nodes.zero
  /// The logit less that of the middle, and kl(middle, x).
  private var shifts = Nodes.zero
  private var divergences = Nodes.zero
  /// The weights of ∫ dx, and x(1 − x) half the width alone.
  private(set) var measures = Nodes.zero
  private(set) var slopes = Nodes.zero

  /// The panel between two logits.
  init(from start: Double, to end: Double) {
    (self.start, self.end) = (start, end)
    half = 0.5 * (end - start)
    middle = Probability(logit: start + half)
    let rule = GaussLegendre.sixteen
    for k in 0..<16 {
      let shift = LogitShift(middle, by: half * rule.nodes[k])
      lower[k] = shift.shifted.value
      upper[k] = shift.shifted.complement
      shifts[k] = half * rule.nodes[k]
      divergences[k] = shift.divergence
      slopes[k] = half * shift.shifted.value * shift.shifted.complement
      measures[k] = rule.weights[k] * slopes[k]
    }
    inverses = 1 / upper
    odds = lower * inverses
  }

  /// w(x) = x^α (1 − x)^β / B(α, β) at the nodes; numbers below e^−700 count as that.
  func weights(_ law: BetaDistribution) -> Nodes {
    let drift = law.drift(at: middle)
    let top = law.logPeak - law.deviance(at: middle, drift: drift)
    let exponents = top - drift * shifts - (law.alpha + law.beta) * divergences
    let bounded = exponents.replacing(with: -700, where: exponents .< -700)
    return Nodes(
      lowHalf: Elementary.exp(bounded.lowHalf), highHalf: Elementary.exp(bounded.highHalf))
  }

  /// Integrates w downwards: P(X > x) at the nodes and at the lower end from that at the upper end.
  func tails(_ weights: Nodes, above: Double) -> (nodes: Nodes, start: Double) {
    let rule = GaussLegendre.sixteen
    var (rises, total) = (Nodes.zero, 0.0)
    let columns = UnsafeRawPointer(rule.partial.base).assumingMemoryBound(to: Nodes.self)
    for k in 0..<16 {
      rises += columns[k] * weights[k]
      total += rule.weights[k] * weights[k]
    }
    return (above + half * (total - rises), above + half * total)
  }
}

/// Where a law and those that up to L more pulls make of it rise, along the logit.
///
/// Beyond an angle of 6/√(α + β) from the mean, x = sin² φ, there is less than e^−36 of a Beta law:
/// its Chernoff bound is exp(−(α + β) kl), and kl is at least the square of the difference of
/// angles.
struct RisingSpan: BitwiseCopyable, Sendable {
  /// F is 0 below and 1 above.
  let low: Double
  let high: Double
  /// 1/√(α + β) after L more pulls: times 1/√(x(1 − x)) a standard deviation along the logit.
  let width: Double

  /// The span of Beta(α, β) and of what `pulls` successes or failures make of it.
  init(_ law: BetaDistribution, pulls: Int) {
    let total = law.alpha + law.beta
    let more = Double(pulls)
    width = 1 / (total + more).squareRoot()
    let angle = 6 / total.squareRoot()
    guard angle < 0.5 * Double.pi else {
      (low, high) = (-.infinity, .infinity)
      return
    }
    let (sine, cosine) = (Elementary.sin(angle), Elementary.sin(0.5 * Double.pi - angle))
    /// The logit at the angle below the mean of Beta(a, b).
    func below(_ a: Double, _ b: Double) -> Double {
      let (p, q) = (a.squareRoot(), b.squareRoot())
      let difference = p * cosine - q * sine
      guard difference > 0 else { return -.infinity }
      return 2 * Elementary.log(difference / (q * cosine + p * sine))
    }
    low = below(law.alpha, law.beta + more)
    high = -below(law.beta, law.alpha + more)
  }
}
