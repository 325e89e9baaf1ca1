private import Randomness

/// The most that any policy earns of E Σ α^(t−1) r_t, t = 1, 2, …, on N Bernoulli arms whose means
/// are independent with one Beta prior: a bracket.
///
/// Let V(M) be what an arm is worth that may be left for M at any time, and B = 1/(1 − α). Then
///
///     U = B − ∫_0^B (dV/dM)^N dM
///
/// is what Gittins's index policy earns, and the maximum. For dependent arms of a cluster dV/dM is
/// that of the cluster, one factor each, and U is an upper bound.
///
/// V follows from a look-ahead of L pulls, as in `GittinsBracket`: where nothing more is learned
/// after L pulls of an arm, U is the maximum of a problem whose policies are policies here, so it
/// is at most the maximum here; where the arm's mean is told then, it is at least that. V is
/// convex: in a cell its slope rises from its value at one end to that at the other and has a known
/// mean, which bounds the integral of its N-th power from both sides. Cells are halved until the
/// bounds meet.
///
/// Source: P. Whittle, "Multi-armed bandits and the Gittins index", Journal of the Royal
/// Statistical Society B 42 (1980), equation 13.
public struct WhittleIntegral: Sendable, Equatable {
  /// N.
  public let armCount: Int
  /// At most the maximum.
  public let lower: Double
  /// At least the maximum.
  public let upper: Double
  /// L.
  public let depth: Int

  /// The integral from a look-ahead that is doubled until the bracket is narrower than `tolerance`
  /// of B, or 1024 pulls deep.
  ///
  /// O(L²) for each of some thousand cells.
  ///
  /// - Parameters:
  ///   - prior: of every arm.
  ///   - armCount: N ≥ 1.
  ///   - discount: 0 < α < 1.
  ///   - tolerance: the width of the bracket that is asked for.
  public init(
    prior: BetaPrior = .uniform, armCount: Int, discount: Double, tolerance: Double = 1e-5
  ) {
    var depth = 8
    var bracket = WhittleIntegral(
      prior: prior, armCount: armCount, discount: discount, depth: depth)
    while bracket.upper - bracket.lower > tolerance / (1 - discount), depth < 1024 {
      depth *= 2
      bracket = WhittleIntegral(
        prior: prior, armCount: armCount, discount: discount, depth: depth)
    }
    self = bracket
  }

  /// The integral from a look-ahead of `depth` ≥ 1 pulls.
  init(prior: BetaPrior, armCount: Int, discount: Double, depth: Int) {
    self.armCount = armCount
    self.depth = depth
    let total = 1 / (1 - discount)
    func integral(tellingMean: Bool) -> ClosedRange<Double> {
      var curve = WorthCurve(
        prior: prior, discount: discount, depth: depth, tellingMean: tellingMean)
      return curve.integral(ofPower: armCount)
    }
    lower = total * (1 - integral(tellingMean: false).upperBound)
    upper = total * (1 - integral(tellingMean: true).lowerBound)
  }
}

/// What an arm is worth that may be left for a known arm of mean m: (1 − α)V and its slope in m.
private struct WorthCurve: ~Copyable {
  private let prior: BetaPrior
  private let discount: Double
  private let depth: Int
  private let tellingMean: Bool
  /// By successes, of the states with one number of pulls.
  private var values: AlignedBuffer<Double>
  private var slopes: AlignedBuffer<Double>

  /// A point of the curve.
  struct Point {
    let known: Double
    let value: Double
    let slope: Double
  }

  init(prior: BetaPrior, discount: Double, depth: Int, tellingMean: Bool) {
    (self.prior, self.discount, self.depth) = (prior, discount, depth)
    self.tellingMean = tellingMean
    values = AlignedBuffer(repeating: 0, count: depth + 1)
    slopes = AlignedBuffer(repeating: 0, count: depth + 1)
  }

  /// Bounds of ∫_0^1 (slope)^N dm.
  mutating func integral(ofPower power: Int) -> ClosedRange<Double> {
    let cells = 64
    var (low, high) = (0.0, 0.0)
    var left = point(0)
    for cell in 1...cells {
      let right = point(Double(cell) / Double(cells))
      let part = integral(left, right, power: power, halvings: 24)
      low += part.low
      high += part.high
      left = right
    }
    return low...max(low, high)
  }

  private mutating func integral(
    _ left: Point, _ right: Point, power: Int, halvings: Int
  ) -> (low: Double, high: Double) {
    let width = right.known - left.known
    let mean = min(max((right.value - left.value) / width, left.slope), right.slope)
    let rise = right.slope - left.slope
    let share = rise > 0 ? (mean - left.slope) / rise : 0
    // x^N is convex: a constant slope gives least, one of two values most.
    let low = width * raised(mean, power)
    let high =
      width * (share * raised(right.slope, power) + (1 - share) * raised(left.slope, power))
    if halvings == 0 || high - low <= 1e-9 { return (low, max(low, high)) }
    let middle = point(left.known + 0.5 * width)
    let first = integral(left, middle, power: power, halvings: halvings - 1)
    let second = integral(middle, right, power: power, halvings: halvings - 1)
    return (first.low + second.low, first.high + second.high)
  }

  private func raised(_ base: Double, _ power: Int) -> Double {
    var (result, factor, left) = (1.0, base, power)
    while left > 0 {
      if left & 1 == 1 { result *= factor }
      factor *= factor
      left >>= 1
    }
    return result
  }

  /// (1 − α)V and its slope by backward induction.
  private mutating func point(_ known: Double) -> Point {
    fillLeaves(known)
    for pulls in stride(from: depth - 1, through: 0, by: -1) {
      let scale = 1 / (prior.alpha + prior.beta + Double(pulls))
      for successes in 0...pulls {
        let mean = (prior.alpha + Double(successes)) * scale
        let (lucky, other) = (mean * discount, (1 - mean) * discount)
        let pulled =
          (1 - discount) * mean + lucky * values[successes + 1] + other * values[successes]
        let slope = lucky * slopes[successes + 1] + other * slopes[successes]
        let goesOn = pulled > known
        values[successes] = goesOn ? pulled : known
        slopes[successes] = goesOn ? slope : 1
      }
    }
    return Point(known: known, value: values[0], slope: slopes[0])
  }

  private mutating func fillLeaves(_ known: Double) {
    for successes in 0...depth {
      let a = prior.alpha + Double(successes)
      let b = prior.beta + Double(depth - successes)
      if tellingMean {
        let point = Probability(value: known, complement: 1 - known)
        let (tail, excess) = BetaDistribution(alpha: a, beta: b).excess(over: point)
        values[successes] = known + excess
        slopes[successes] = 1 - tail
      } else {
        values[successes] = max(known, a / (a + b))
        slopes[successes] = a / (a + b) > known ? 0 : 1
      }
    }
  }
}
