import Randomness

/// The largest of m independent draws from one Beta distribution, as a logit.
extension BetaDistribution {
  /// 1 − (1 − v)^(1/m): the upper tail of one draw at the value which the largest of m draws
  /// exceeds with probability v.
  ///
  /// By logarithm and exponential of numbers near 1, corrected for the rounding of 1 − v and of the
  /// power; relative error below 1e-15.
  ///
  /// Source: W. Kahan's corrections, see D. Goldberg, "What every computer scientist should know
  /// about floating-point arithmetic", ACM Computing Surveys 23 (1991), theorem 4.
  static func tail(_ v: Double, ofEach m: Int) -> Double {
    if m == 1 { return v }
    let rest = 1 - v
    let log = rest == 1 ? v : -Elementary.log(rest) * (v / (1 - rest))
    return oneLessExp(log / Double(m))
  }

  /// 1 − e^−x for x ≥ 0.
  private static func oneLessExp(_ x: Double) -> Double {
    let power = Elementary.exp(-x)
    if power == 1 { return x }
    return power < 0.5 ? 1 - power : (1 - power) * (x / -Elementary.log(power))
  }

  /// Whether the largest of m draws is cheapest found by drawing them.
  @inline(__always)
  func drawsPlainly(_ m: Int) -> Bool { m <= 8 && alpha > 1 && beta > 1 }

  /// The logit of the largest of m draws.
  ///
  /// Up to eight draws are made one by one; the largest of more is the quantile at V^(1/m), in
  /// closed form for β = 1, x = V^(1/(mα)), and for α = 1, x = 1 − (1 − V^(1/m))^(1/β).
  ///
  /// Draws m Betas or one word.
  func logitOfLargest(
    of m: Int, _ tables: ZigguratTables, using stream: inout RandomStream
  ) -> Double {
    if drawsPlainly(m) {
      let shape = BetaShape(alpha: alpha, beta: beta)
      var highest = 0.0
      for _ in 0..<m {
        let x = stream.nextGamma(shape.alpha, tables)
        highest = max(highest, x / stream.nextGamma(shape.beta, tables))
      }
      return Elementary.log(highest)
    }
    return logit(ofLargest: m, level: stream.nextOpenUnit())
  }

  /// The logit which the largest of m draws exceeds with probability `level`, 0 < level < 1.
  func logit(ofLargest m: Int, level v: Double) -> Double {
    if beta == 1 {
      let rest = 1 - v
      let log = rest == 1 ? v : -Elementary.log(rest) * (v / (1 - rest))
      let q = log / (Double(m) * alpha)
      return -q - Elementary.log(Self.oneLessExp(q))
    }
    let tail = Self.tail(v, ofEach: m)
    if alpha == 1 {
      let q = -Elementary.log(tail) / beta
      return Elementary.log(Self.oneLessExp(q)) + q
    }
    return logitQuantile(upperTail: tail, deviate: NormalDeviate.upper(tail))
  }

  /// The logit of the largest of m draws and the draw itself if it exceeds `x`, else nil.
  ///
  /// The largest of m draws exceeds a value with a probability v or less for the value which
  /// ``logit(ofLargest:level:)`` tells; here v is uniform on (0, 1). It may have been compared
  /// before with a bound on the probability, provided that the bound is no smaller than
  /// 1 − (1 − p)^m with p the mass of the proposals below: a tighter one, though true, would cut
  /// off levels that can be accepted. Chernoff's bound at the deviances that are asked for lies
  /// above it by 4 % or more for parameters of at least 0.1. Where a single draw seldom exceeds x,
  /// neither tail nor quantile is needed. The density on the logit scale is log-concave and lies
  /// below its tangent at x, an exponential: each draw beyond x is taken from the exponential's
  /// mass and accepted with the ratio of the two. The m proposals are looked at in descending
  /// order, the first of them at the tail which v tells, until one is accepted or the next one is
  /// below x.
  ///
  /// Draws one word for each proposal beyond x, and one more for each that is refused.
  ///
  /// - Parameters:
  ///   - logit: the logit of x.
  ///   - level: uniform on (0, 1).
  func logitOfLargest(
    of m: Int, beyond x: Probability, logit: Double, level v: Double,
    using stream: inout RandomStream
  ) -> (logit: Double, point: Probability)? {
    var tail = Self.tail(v, ofEach: m)
    let slope = drift(at: x)
    let logWeight = logPeak - deviance(at: x, drift: slope)
    let mass = slope > 0 ? Elementary.exp(logWeight) / slope : .infinity
    guard mass <= 1, mass * Double(m) <= 8 else {
      guard tails(at: x).upper > tail else { return nil }
      let largest = self.logit(ofLargest: m, level: v)
      return largest > logit ? (largest, Probability(logit: largest)) : nil
    }
    var left = m
    while tail < mass {
      let beyond = Elementary.log(mass / tail) / slope
      let proposal = min(logit + beyond, 700)
      let point = Probability(logit: proposal)
      let ratio = self.logWeight(at: point) - logWeight + slope * beyond
      if stream.nextUnit() < Elementary.exp(ratio) { return (proposal, point) }
      left -= 1
      if left == 0 { break }
      tail += (1 - tail) * Self.tail(stream.nextOpenUnit(), ofEach: left)
    }
    return nil
  }
}
