/// The two constants of a gamma sampler for one shape α ≥ 1: d = α − ⅓ and c = 1/√(9d).
///
/// They cost a square root and a division, so policies keep them beside each arm.
@frozen
public struct GammaShape: Sendable, BitwiseCopyable {
  /// d = α − ⅓.
  public var d: Double
  /// c = 1/√(9d).
  public var c: Double

  /// The constants for a shape of at least 1.
  @inlinable @inline(__always)
  public init(shape: Double) {
    d = shape - 1.0 / 3.0
    c = 1 / Elementary.root(9 * d)
  }

  @inlinable @inline(__always)
  init(d: Double, c: Double) {
    self.d = d
    self.c = c
  }
}

extension RandomStream {
  /// A draw from Gamma(α, 1), α ≥ 1.
  ///
  /// Consumes a normal and one word per attempt; more than 95 % of the attempts are accepted.
  ///
  /// With x normal, v = (1 + cx)³ and u uniform, d·v is accepted if v > 0 and
  /// ln u < h(x) = x²/2 + d − dv + d ln v. The logarithms are needed only where the squeeze
  ///
  ///     u < 1 − 0.1986 c² x⁴
  ///
  /// fails. At α = 1, where c² = 1/6, this is the published squeeze u < 1 − 0.0331 x⁴. The
  /// published constant serves the worst shape and fails for a tenth of the draws at every shape;
  /// but h(x) = −c²x⁴/12 + O(c³x⁵), so the failures can and do vanish with c². That
  /// 1 − 0.1986 c² x⁴ ≤ e^h(x) for every c² ≤ 1/6 and x > −1/c is checked on a grid by the tests;
  /// the smallest constant for which it holds is 0.19844, needed at c² = 1/6.
  ///
  /// Source: G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables",
  /// ACM Transactions on Mathematical Software 26 (2000); the squeeze's dependence on the shape is
  /// derived here.
  @inlinable @inline(__always)
  public mutating func nextGamma(_ shape: GammaShape, _ tables: ZigguratTables) -> Double {
    while true {
      let x = nextNormal(tables)
      let root = 1 + shape.c * x
      if root <= 0 { continue }
      let v = root * root * root
      let u = nextUnit()
      let squared = x * x
      let curvature = shape.c * squared
      if u < 1 - 0.1986 * (curvature * curvature) { return shape.d * v }
      if RandomStream.acceptsGamma(shape.d, v: v, u: u, squared: squared) { return shape.d * v }
    }
  }

  @usableFromInline @inline(never)
  static func acceptsGamma(_ d: Double, v: Double, u: Double, squared: Double) -> Bool {
    let logs = Elementary.log(SIMD2(u, v))
    return logs.x < 0.5 * squared + d * (1 - v + logs.y)
  }

  /// The logarithm of a draw from Gamma(`shape`, 1) for any shape > 0.
  ///
  /// Below 1 it is ln G + ln(U)/α with G from Gamma(α + 1) and U uniform (Marsaglia and Tsang
  /// 2000, section 6). The logarithm is returned because for small α the draw itself underflows.
  public mutating func nextLogGamma(shape: Double, _ tables: ZigguratTables) -> Double {
    guard shape < 1 else {
      return Elementary.log(nextGamma(GammaShape(shape: shape), tables))
    }
    let raised = nextGamma(GammaShape(shape: shape + 1), tables)
    return Elementary.log(raised) + Elementary.log(nextOpenUnit()) / shape
  }
}
