/// The cached constants of a Beta sampler whose parameters may be any positive numbers.
///
/// Beta(α, β) is X/(X + Y) with X from Gamma(α), Y from Gamma(β). If both parameters are at
/// least 1, two ``GammaShape`` values are all that a draw needs. Otherwise the draw goes through
/// logarithms, 1/(1 + e^(ln Y − ln X)), which neither underflows nor divides 0 by 0 for small
/// parameters.
///
/// Source: L. Devroye, "Non-Uniform Random Variate Generation" (1986), chapter IX.4.
@frozen
public struct BetaShape: Sendable, BitwiseCopyable {
  /// The constants of α, or (α, NaN) when the draw goes through logarithms.
  public var alpha: GammaShape
  /// The constants of β, or (β, NaN) when the draw goes through logarithms.
  public var beta: GammaShape

  /// The constants of Beta(`alpha`, `beta`); both parameters > 0.
  @inlinable @inline(__always)
  public init(alpha: Double, beta: Double) {
    // Both at once: a root and a division are the slowest instructions here.
    let d = SIMD2(alpha, beta) - 1.0 / 3.0
    let c = 1 / Elementary.root(9 * d)
    self.alpha = GammaShape(d: d.x, c: c.x)
    self.beta = GammaShape(d: d.y, c: c.y)
    if alpha < 1 || beta < 1 {
      self.alpha = GammaShape(d: alpha, c: .nan)
      self.beta = GammaShape(d: beta, c: .nan)
    }
  }
}

extension RandomStream {
  /// A draw from Beta(α, β), in [0, 1].
  ///
  /// Consumes two gamma draws.
  ///
  /// The value can round to 0 or 1 when a parameter is below 1 or the other one is huge, see
  /// ``nextBetaLogit(_:_:)``; it is never NaN.
  @inlinable @inline(__always)
  public mutating func nextBeta(_ shape: BetaShape, _ tables: ZigguratTables) -> Double {
    // NaN marks the parameters below 1.
    if shape.alpha.c != shape.alpha.c {
      let (draw, stream) = betaBelowOne(shape, tables)
      self = stream
      return draw
    }
    let x = nextGamma(shape.alpha, tables)
    let y = nextGamma(shape.beta, tables)
    return x / (x + y)
  }

  /// A draw with a parameter below 1, and the stream after it: by value, as in
  /// ``normalOutsideLayer(_:_:_:)``.
  @usableFromInline @inline(never)
  func betaBelowOne(
    _ shape: BetaShape, _ tables: ZigguratTables
  ) -> (draw: Double, stream: RandomStream) {
    var stream = self
    let logit = stream.nextBetaLogit(shape, tables)
    return (1 / (1 + Elementary.exp(-logit)), stream)
  }

  /// ln X − ln(1 − X) of a draw X from Beta(α, β): it orders draws that round to 0 or to 1.
  ///
  /// Consumes the words of ``nextBeta(_:_:)``. Infinite only where ln U/α leaves the numbers, for
  /// parameters below 1e-306.
  public mutating func nextBetaLogit(_ shape: BetaShape, _ tables: ZigguratTables) -> Double {
    // NaN marks the parameters below 1.
    guard shape.alpha.c != shape.alpha.c else {
      let x = nextGamma(shape.alpha, tables)
      return Elementary.log(x) - Elementary.log(nextGamma(shape.beta, tables))
    }
    let x = nextLogGamma(shape: shape.alpha.d, tables)
    let y = nextLogGamma(shape: shape.beta.d, tables)
    if x == -.infinity, y == -.infinity {
      // Both parameters are so small that Beta(α, β) is 1 with probability α/(α + β), else 0.
      let isOne = nextUnit() < shape.alpha.d / (shape.alpha.d + shape.beta.d)
      return isOne ? .infinity : -.infinity
    }
    return x - y
  }
}
