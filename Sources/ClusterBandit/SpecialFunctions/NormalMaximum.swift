private import Randomness

/// Mean and variance of the maximum of independent normal variables.
///
/// The maximum has the density g = Σ_j f_j Π_{i≠j} F_i, f_j and F_j those of N(m_j, s_j²):
///
///     E[max] = ∫ x g(x) dx,    Var[max] = ∫ (x − E[max])² g(x) dx.
///
/// With x = low + 4 s (e^t − 1), s the least of the s_j, both are sums over equally spaced t. At
/// `low` Π F_j has fallen to e^−35; all F_j begin to rise below it, so that one which still rises
/// at x has s_j of at least (x − low)/17, and steps may grow with x − low: the sum's error falls as
/// e^(−2π²/h²), h the step in the narrowest standard deviation that still matters. Steps shrink
/// slowly with the number of variables, as the maximum of many is narrower than each.
///
/// A variable whose upper tail beyond `low` is of no account takes no part; how far an upper tail
/// counts grows with the ratio of the widest and the narrowest. If one variable is left its own
/// moments are the answer, exactly. s_j = 0 is a constant; standard deviations below 2^−60 of the
/// widest that takes part count as that.
///
/// E[max] is wrong by less than 1e-11 standard deviations of the maximum and the rounding of the
/// means, the variance by less than 1e-10 of itself, for up to 10^4 variables and ratios of 10^9.
/// Roundings depend on the order of the variables.
///
/// Source: the trapezoidal rule for analytic functions after L. N. Trefethen and J. A. C. Weideman,
/// "The exponentially convergent trapezoidal rule", SIAM Review 56 (2014). Of two variables the
/// moments are known in closed form: C. E. Clark, "The greatest of a finite set of random
/// variables", Operations Research 9 (1961).
///
/// O(variables) to see which take part, then one exponential for each of them and each point where
/// it still rises: 40 points for a few like variables, 104 for 10^4, and 26 or more for each factor
/// of 4 between widest and narrowest. 56 bytes a variable and 8 kB. Draws nothing.
struct NormalMaximum: ~Copyable {
  typealias Points = StandardNormal.Points

  /// One variable, or several of one law.
  struct Law: BitwiseCopyable, Sendable {
    /// Less the mean of the variable that begins to rise last, once that is known.
    var mean: Double
    let variance: Double
    let copies: Double
    var deviation: Double
    /// 1/s.
    var inverse = 0.0
    /// z at the lower end.
    var start = 0.0
    /// Where F has become 1, from the lower end.
    var reach = 0.0
  }

  private var laws: AlignedBuffer<Law>
  private var count = 0
  /// Distances from the lower end, and what g has there.
  private var places = AlignedBuffer(repeating: Points.zero, count: 64)
  private var masses = AlignedBuffer(repeating: Points.zero, count: 64)

  /// Standard deviations below the mean at which F is no more than e^−35.
  private static let depth = 8.4
  /// The 4 in x = low + 4 s (e^t − 1).
  private static let spread = 4.0
  /// The step at the mean of the narrowest variable in its standard deviations, if it is alone.
  private static let step = 0.65

  /// Room for `capacity` different laws.
  init(capacity: Int) {
    laws = AlignedBuffer(
      repeating: Law(mean: 0, variance: 0, copies: 1, deviation: 0), count: capacity)
  }

  /// Forgets all variables.
  mutating func clear() { count = 0 }

  /// Adds `copies` ≥ 1 independent variables of one law, variance ≥ 0; there must be room.
  mutating func add(mean: Double, variance: Double, copies: Double = 1) {
    laws[count] = Law(
      mean: mean, variance: variance, copies: copies, deviation: variance.squareRoot())
    count += 1
  }

  /// The moments of the maximum of at least one variable, all of which are forgotten.
  mutating func moments() -> MeanAndVariance {
    demand(count > 0, "no variables have no maximum")
    defer { count = 0 }
    var (first, low, narrowest, widest) = (0, -Double.infinity, Double.infinity, 0.0)
    for j in 0..<count {
      let end = laws[j].mean - Self.depth * laws[j].deviation
      if end > low { (first, low) = (j, end) }
      narrowest = min(narrowest, laws[j].deviation)
      widest = max(widest, laws[j].deviation)
    }
    let last = laws[first]
    (laws[first], laws[0]) = (laws[0], last)
    guard widest > 0 else { return MeanAndVariance(mean: last.mean, variance: 0) }
    let ratio = widest / max(narrowest, 0x1p-60 * widest)
    let height = (Self.depth * Self.depth + 4 * Elementary.log(ratio)).squareRoot()
    for j in 0..<count { laws[j].mean -= last.mean }
    keep(from: 1, above: -Self.depth * last.deviation, height)
    if count == 1, last.copies == 1 {
      return MeanAndVariance(mean: last.mean, variance: last.variance)
    }
    let moments = integrals(height)
    return MeanAndVariance(mean: last.mean + moments.mean, variance: moments.variance)
  }

  /// Keeps what reaches above a point, and the first ones whatever they reach.
  private mutating func keep(from first: Int, above low: Double, _ height: Double) {
    var kept = first
    for j in first..<count where laws[j].mean + height * laws[j].deviation > low {
      laws[kept] = laws[j]
      kept += 1
    }
    count = kept
  }

  /// The moments of the variables that take part.
  private mutating func integrals(_ height: Double) -> MeanAndVariance {
    var widest = 0.0
    for j in 0..<count { widest = max(widest, laws[j].deviation) }
    for j in 0..<count {
      laws[j].deviation = max(laws[j].deviation, 0x1p-60 * widest)
      laws[j].inverse = 1 / laws[j].deviation
    }
    let low = lowerEnd()
    keep(from: 0, above: low, height)
    var (narrowest, extent, copies) = (Double.infinity, 0.0, 0.0)
    for j in 0..<count {
      laws[j].start = (low - laws[j].mean) * laws[j].inverse
      laws[j].reach = laws[j].mean + height * laws[j].deviation - low
      narrowest = min(narrowest, laws[j].deviation)
      extent = max(extent, laws[j].reach)
      copies += laws[j].copies
    }
    let many = Elementary.log(copies)
    let step = Self.step / ((Self.spread + Self.depth) * (1 + many * (0.08 + 0.03 * many)))
    let scale = Self.spread * narrowest
    let octets = Int(Elementary.log(1 + extent / scale) / step) / Points.scalarCount + 1
    if octets > places.count {
      places = AlignedBuffer(repeating: .zero, count: octets)
      masses = AlignedBuffer(repeating: .zero, count: octets)
    }
    return sums(octets: octets, step: step, scale: scale, low: low)
  }

  /// Where a bound of Π F_j, F_j ≤ e^(−z²/2) for z < 0, has fallen to that of one variable at its
  /// lower end.
  ///
  /// Newton's method from the left on a convex function never passes its root.
  private func lowerEnd() -> Double {
    var low = -Double.infinity
    for j in 0..<count { low = max(low, laws[j].mean - Self.depth * laws[j].deviation) }
    for _ in 0..<3 {
      var (excess, slope) = (-0.5 * Self.depth * Self.depth, 0.0)
      for j in 0..<count {
        let z = (low - laws[j].mean) * laws[j].inverse
        guard z < 0 else { continue }
        excess += 0.5 * laws[j].copies * z * z
        slope -= laws[j].copies * z * laws[j].inverse
      }
      guard excess > 0, slope > 0 else { break }
      low += excess / slope
    }
    return low
  }

  /// The sums over the points low + scale (e^(k step) − 1).
  private mutating func sums(
    octets: Int, step: Double, scale: Double, low: Double
  ) -> MeanAndVariance {
    let growth = Elementary.exp(step)
    var (grown, power) = (Points.zero, scale)
    for k in 0..<Points.scalarCount {
      grown[k] = power
      power *= growth
    }
    let leap = power / scale
    var (total, moment) = (Points.zero, Points.zero)
    for octet in 0..<octets {
      let place = grown - scale
      let mass = density(place) * (grown * step)
      (places[octet], masses[octet]) = (place, mass)
      total += mass
      moment += mass * place
      grown *= leap
    }
    let whole = total.sum()
    let mean = moment.sum() / whole
    var square = Points.zero
    for octet in 0..<octets {
      let distance = places[octet] - mean
      square += masses[octet] * distance * distance
    }
    return MeanAndVariance(mean: low + mean, variance: square.sum() / whole)
  }

  /// g at eight distances from the lower end, the first of which is the least.
  @inline(__always)
  private func density(_ place: Points) -> Points {
    /// 1/√(2π).
    let peak = 0.3989422804014327
    var (product, density) = (Points(repeating: 1), Points.zero)
    for j in 0..<count where laws[j].reach > place[0] {
      let inverse = laws[j].inverse
      var (below, exponential) = StandardNormal.distribution(place * inverse + laws[j].start)
      var own = exponential * (peak * inverse)
      if laws[j].copies != 1 {
        let power = Self.power(below, laws[j].copies - 1)
        own *= power * laws[j].copies
        below *= power
      }
      density = density * below + product * own
      product *= below
    }
    return density
  }

  /// Powers of numbers that are positive and at most 1.
  @inline(never)
  private static func power(_ base: Points, _ exponent: Double) -> Points {
    var exponents = Elementary.log(base) * exponent
    exponents.replace(with: -700, where: exponents .< -700)
    return Elementary.exp(exponents)
  }
}

extension StandardNormal.Points {
  /// The sum of the eight, in one fixed order.
  @inline(__always)
  fileprivate func sum() -> Double {
    let four = lowHalf + highHalf
    return (four.x + four.z) + (four.y + four.w)
  }
}
