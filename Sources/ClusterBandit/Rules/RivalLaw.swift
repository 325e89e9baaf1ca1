private import Randomness

/// Which candidate is the highest of independent Beta samples, given that the leader is not.
///
/// Candidate j ≠ L is it with probability α_j/(1 − α_L), α_j = ∫ f_j(x) Π_{i≠j} F_i(x) dx. Along
/// the logit y every factor is log-concave, so each integrand has one peak; with
/// w_j = f_j(x) x(1 − x)
///
///     α_j ∝ ∫ exp(Σ_i ln F_i + ln w_j − ln F_j) dy.
///
/// The stretch in which one of them is within e^−24 of the highest is found from Chernoff's
/// bounds, F_L ≤ exp(−dev_L) below the leader's mean and P(θ_j > x) ≤ exp(−dev_j) above that of j,
/// which is cheap. It is integrated by the midpoint rule in t with y = c + a sinh t, c the highest
/// peak and a the shortest way down from a peak by a factor e: about thirty points, as some tails
/// are long in the logit. However small 1 − α_L is, the error of the ratios is below 1e-5 for up to
/// 10^8 pulls where integrands lie as close together as in the tests.
///
/// Source of the law: D. Russo, Operations Research 68 (2020), section 3.3, by taking the samples
/// in which the leader is the highest away. The integration is this project's.
struct RivalLaw {
  /// The distance of two points in t.
  private static let spacing = 0.25
  /// Logarithm of what is left out.
  private static let depth = 24.0
  /// Peaks so far below the highest one do not determine the spacing.
  private static let minor = 8.0

  private let laws: [BetaDistribution]
  private let leader: Int

  /// The law of the rival of `leader`.
  ///
  /// - Parameter laws: one for each candidate, at least two.
  init(_ laws: [BetaDistribution], leader: Int) { (self.laws, self.leader) = (laws, leader) }

  /// α_j/(1 − α_L) of every candidate, 0 for the leader; nil where no integrand is a number.
  ///
  /// O(candidates · 30) distribution functions.
  var probabilities: [Double]? {
    let peaks = laws.indices.filter { $0 != leader }.map { peak(of: $0) }
    guard let top = peaks.max(by: { $0.height < $1.height }), top.height.isFinite
    else { return nil }
    let near = peaks.filter { $0.height > top.height - Self.depth }
    let floor = top.height - Self.depth
    var (low, high, scale) = (top.place, top.place, Double.infinity)
    for peak in near {
      low = min(low, end(of: peak, toward: -1, floor: floor))
      high = max(high, end(of: peak, toward: 1, floor: floor))
      guard peak.height > top.height - Self.minor else { continue }
      for side in [-1.0, 1] {
        let way = end(of: peak, toward: side, floor: peak.height - 1) - peak.place
        scale = min(scale, way.magnitude)
      }
    }
    func inverse(_ y: Double) -> Double {
      let x = (y - top.place) / scale
      let size = Elementary.log(x.magnitude + (x * x + 1).squareRoot())
      return x < 0 ? -size : size
    }
    let first = inverse(low)
    let count = max(1, ((inverse(high) - first) / Self.spacing).rounded(.up))
    let step = (inverse(high) - first) / count
    var integrals = near.map { _ in 0.0 }
    for node in 0..<Int(count) {
      let grown = Elementary.exp(first + (Double(node) + 0.5) * step)
      let x = Probability(logit: top.place + scale * (grown - 1 / grown) / 2)
      let points = laws.map { logarithms(of: $0, at: x) }
      let all = points.reduce(-top.height) { $0 + $1.distribution }
      for (place, peak) in near.enumerated() {
        let point = points[peak.rival]
        integrals[place] +=
          Elementary.exp(all + point.weight - point.distribution) * (grown + 1 / grown)
      }
    }
    let total = integrals.reduce(0, +)
    guard total > 0, total.isFinite else { return nil }
    var found = Array(repeating: 0.0, count: laws.count)
    for (place, peak) in near.enumerated() { found[peak.rival] = integrals[place] / total }
    return found
  }

  /// ln w and ln F at a point.
  private func logarithms(
    of law: BetaDistribution, at x: Probability
  ) -> (weight: Double, distribution: Double) {
    let drift = law.drift(at: x)
    let weight = law.logPeak - law.deviance(at: x, drift: drift)
    let (ratio, isUpper) = law.tailRatio(at: x, drift: drift)
    return isUpper
      ? (weight, Elementary.log(max(1 - Elementary.exp(weight) * ratio, 0x1p-60)))
      : (weight, weight + Elementary.log(ratio))
  }

  /// The bound of ln(P(θ_j > x) F_L(x)), concave in the logit.
  private func bound(_ rival: Int, at logit: Double) -> Double {
    let x = Probability(logit: logit)
    func deviance(_ law: BetaDistribution, countsIf isCounted: (Double) -> Bool) -> Double {
      let drift = law.drift(at: x)
      return isCounted(drift) ? law.deviance(at: x, drift: drift) : 0
    }
    return -deviance(laws[rival]) { $0 > 0 } - deviance(laws[leader]) { $0 < 0 }
  }

  /// Where the bound of a rival is highest, and how high.
  private struct Peak {
    let rival: Int
    let place: Double
    let height: Double
  }

  /// Between the two means, by golden sections.
  private func peak(of rival: Int) -> Peak {
    func logit(_ law: BetaDistribution) -> Double { Elementary.log(law.alpha / law.beta) }
    var low = min(logit(laws[rival]), logit(laws[leader]))
    var high = max(logit(laws[rival]), logit(laws[leader]))
    let golden = 0.618_033_988_749_894_9
    for _ in 0..<24 {
      let (first, second) = (high - golden * (high - low), low + golden * (high - low))
      if bound(rival, at: first) < bound(rival, at: second) { low = first } else { high = second }
    }
    let place = (low + high) / 2
    return Peak(rival: rival, place: place, height: bound(rival, at: place))
  }

  /// Where the bound falls to the floor on one side of a peak.
  private func end(of peak: Peak, toward side: Double, floor: Double) -> Double {
    var (inside, outside) = (0.0, 0x1p-10)
    while bound(peak.rival, at: peak.place + side * outside) > floor, outside < 700 {
      (inside, outside) = (outside, 2 * outside)
    }
    for _ in 0..<8 {
      let middle = (inside + outside) / 2
      if bound(peak.rival, at: peak.place + side * middle) > floor {
        inside = middle
      } else {
        outside = middle
      }
    }
    return peak.place + side * outside
  }
}
