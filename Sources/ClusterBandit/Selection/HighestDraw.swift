import Randomness

/// The largest of m independent draws from one Beta distribution.
extension BetaDistribution {
  /// 1 − (1 − v)^(1/m): the upper tail of one draw at the value which the largest of m draws
  /// exceeds with probability v.
  ///
  /// By logarithm and exponential, corrected for the rounding of 1 − v; its relative error is below
  /// 1e-15.
  ///
  /// Source: W. Kahan's correction, see D. Goldberg, "What every computer scientist should know
  /// about floating-point arithmetic", ACM Computing Surveys 23 (1991), theorem 4.
  static func tail(_ v: Double, ofEach m: Int) -> Double {
    if m == 1 { return v }
    let rest = 1 - v
    let log = rest == 1 ? v : -Elementary.log(rest) * (v / (1 - rest))
    return oneLessExp(log / Double(m))
  }

  /// 1 − e^−x for x ≥ 0.
  private static func oneLessExp(_ x: Double) -> Double {
    x < 0.35 ? x - x * x * Elementary.exponentialTail(-x) : 1 - Elementary.exp(-x)
  }

  /// Whether the largest of m draws is cheapest found by drawing them.
  @inline(__always)
  func drawsPlainly(_ m: Int) -> Bool { m <= 8 && alpha > 1 && beta > 1 }

  /// The largest of m draws.
  ///
  /// Up to eight draws are made one by one; the largest of more is the quantile at V^(1/m), in
  /// closed form for β = 1, x = V^(1/(mα)), and for α = 1, x = 1 − (1 − V^(1/m))^(1/β).
  ///
  /// Draws m Betas or one word.
  func largest(
    of m: Int, _ tables: ZigguratTables, using stream: inout RandomStream
  ) -> Probability {
    guard drawsPlainly(m) else {
      return Probability(logit: logit(ofLargest: m, level: stream.nextOpenUnit()))
    }
    let shape = BetaShape(alpha: alpha, beta: beta)
    var odds = 0.0
    for _ in 0..<m {
      let x = stream.nextGamma(shape.alpha, tables)
      odds = max(odds, x / stream.nextGamma(shape.beta, tables))
    }
    let rest = 1 / (1 + odds)
    return Probability(value: odds * rest, complement: rest)
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

  /// The largest of m draws if it exceeds `x`, else nil.
  ///
  /// The largest of m draws exceeds a value with a probability v or less for the value which
  /// ``logit(ofLargest:level:)`` tells; here v is uniform on (0, 1). It may have been compared
  /// before with a bound on the probability, provided that the bound is no smaller than
  /// 1 − (1 − p)^m with p the mass of the proposals below: a tighter one, though true, would cut
  /// off levels that can be accepted. Chernoff's bound at the deviances that are asked for lies
  /// above it by 4 % or more for parameters of at least 0.1. Where a single draw seldom exceeds x,
  /// neither tail nor quantile is needed. The density w on the logit scale is log-concave and lies
  /// below its tangent at x, the exponential w(x) e^(−du) at a logit higher by u: each draw beyond
  /// x is taken from the exponential's mass w(x)/d and accepted with the ratio of the two, which is
  /// e^(−(α + β) kl) by ``LogitShift``. The m proposals are looked at in descending order, the
  /// first of them at the tail which v tells, until one is accepted or the next one is below x.
  ///
  /// Draws one word for each proposal beyond x, and one more for each that is refused.
  ///
  /// - Parameter level: uniform on (0, 1).
  func largest(
    of m: Int, beyond x: Probability, level v: Double, using stream: inout RandomStream
  ) -> Probability? {
    var tail = Self.tail(v, ofEach: m)
    let slope = drift(at: x)
    let logWeight = logPeak - deviance(at: x, drift: slope)
    // A mass of at most 1, and of all proposals of at most 8.
    guard slope > 0, Self.reaches(slope * min(1, 8 / Double(m)), expOf: logWeight) else {
      guard tails(at: x).upper > tail else { return nil }
      let largest = Probability(logit: logit(ofLargest: m, level: v))
      return largest.isAbove(x) ? largest : nil
    }
    for left in stride(from: m - 1, through: 0, by: -1) {
      var beyond = (logWeight - Elementary.log(slope * tail)) / slope
      guard beyond > 0 else { return nil }
      // 1 − x must not underflow.
      if beyond > 100 { beyond = min(beyond, 700 + Elementary.log(x.complement)) }
      let shift = LogitShift(x, by: beyond)
      let cost = (alpha + beta) * shift.divergence
      let u = stream.nextUnit()
      // e^−c is at least 1 − c.
      if u < 1 - cost || u < Elementary.exp(-cost) { return shift.shifted }
      if left > 0 { tail += (1 - tail) * Self.tail(stream.nextOpenUnit(), ofEach: left) }
    }
    return nil
  }

  /// Whether a number is at least e^x.
  ///
  /// With x = (i + f) ln 2 and i whole, e^x lies between (1 + f) 2^i and that over 1.062, which the
  /// bits of a number written in that way tell; only between the two is the exponential asked.
  @inline(__always)
  static func reaches(_ number: Double, expOf x: Double) -> Bool {
    guard x > -700, x < 700 else { return number >= Elementary.exp(x) }
    let exponent = (x * 1.4426950408889634 + 1023) * 0x1p52
    let above = Double(bitPattern: UInt64(Int64(exponent))) * (1 + 0x1p-30)
    if number >= above { return true }
    return number > above * 0.94 && number >= Elementary.exp(x)
  }
}
