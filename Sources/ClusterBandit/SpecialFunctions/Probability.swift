private import Randomness

/// A probability in (0, 1) with its complement, so that neither end of the interval loses digits.
struct Probability: BitwiseCopyable, Sendable {
  /// x.
  let value: Double
  /// 1 − x.
  let complement: Double

  /// x and 1 − x as the caller knows them.
  @inline(__always)
  init(value: Double, complement: Double) {
    self.value = value
    self.complement = complement
  }

  /// The x with ln(x/(1 − x)) = y.
  init(logit y: Double) {
    let e = Elementary.exp(y < 0 ? y : -y)
    let (small, large) = (e / (1 + e), 1 / (1 + e))
    value = y < 0 ? small : large
    complement = y < 0 ? large : small
  }

  /// Whether this is the larger one, by the odds, which neither end of the interval rounds off.
  @inline(__always)
  func isAbove(_ other: Probability) -> Bool {
    value * other.complement > other.value * complement
  }

  /// 1 − x and x.
  @inline(__always)
  var mirrored: Probability { Probability(value: complement, complement: value) }
}
