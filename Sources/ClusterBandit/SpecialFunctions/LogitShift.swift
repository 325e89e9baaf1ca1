private import Randomness

/// What becomes of a probability p whose logit is moved by u.
///
/// The shifted probability is q = p e^u/(1 + p(e^u − 1)), and kl(p, q) = ln(1 + p(e^u − 1)) − pu,
/// the cumulant function of a centred Bernoulli variable. Both are smooth and free of cancellation
/// in u where they are neither in q, so roots and integrals of Beta distributions are sought in u.
struct LogitShift {
  /// kl(p, q), relative error below 1e-14.
  let divergence: Double
  /// q − p.
  let change: Double
  /// q and 1 − q.
  let shifted: Probability

  /// The shift of p, 0 < p < 1, by u, |u| ≤ 700.
  @inline(__always)
  init(_ p: Probability, by u: Double) {
    // A shift of p by u is one of 1 − p by −u; for p ≤ ½ no term of the difference is large.
    let isMirrored = p.value > p.complement
    let c = isMirrored ? p.complement : p.value
    let v = isMirrored ? -u : u
    // e^v, g = e^v − 1 and r = e^v − 1 − v.
    let power: Double
    let g: Double
    let r: Double
    if abs(v) < 0.35 {
      r = v * v * Elementary.exponentialTail(v)
      g = v + r
      power = 1 + g
    } else {
      power = Elementary.exp(v)
      g = power - 1
      r = g - v
    }
    let z = c * g
    divergence =
      Deviance.isNear(z) ? c * r - Deviance.excess(z) : Elementary.log(1 + z) - c * v
    let inverse = 1 / (1 + z)
    let moved = c * power * inverse
    let rest = (1 - c) * inverse
    shifted = Probability(
      value: isMirrored ? rest : moved, complement: isMirrored ? moved : rest)
    let difference = z * (1 - c) * inverse
    change = isMirrored ? -difference : difference
  }

  /// The u ≥ 0 with kl(p, q) = `divergence`, at most 700.
  ///
  /// Halley's iteration on a convex, increasing function whose slope is q − p and whose curvature
  /// is q(1 − q); the start is exact to second order, and (kl − ln p)/(1 − p) bounds the root. It
  /// stops when a step is below 1e-6 of u, which leaves a relative error of 1e-14 for the
  /// evaluation's rounding. About three evaluations. A function of its arguments alone.
  ///
  /// - Parameter divergence: positive and finite.
  static func reaching(_ divergence: Double, from p: Probability) -> Double {
    let asymmetry = p.complement - p.value
    let bound = min(700, (divergence - Elementary.log(p.value)) / p.complement)
    let s = (2 * divergence / (p.value * p.complement)).squareRoot()
    let start = asymmetry > 0 ? s / (1 + asymmetry * s / 6) : s - asymmetry * s * s / 6
    var u = min(start, bound)
    var low = 0.0
    var high = bound
    for _ in 0..<100 {
      let shift = LogitShift(p, by: u)
      let excess = shift.divergence - divergence
      if excess < 0 { low = u } else { high = u }
      let slope = shift.change
      let curvature = shift.shifted.value * shift.shifted.complement
      let newton = excess / slope
      let step = newton / max(0.5, 1 - newton * curvature / (2 * slope))
      var next = u - step
      if !(next >= low && next <= high) { next = 0.5 * (low + high) }
      let change = abs(next - u)
      u = next
      if change <= 1e-6 * u { break }
    }
    return u
  }
}
