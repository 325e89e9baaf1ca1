extension Elementary {
  /// The natural logarithms of two numbers, each that of ``log(_:)`` to the bit.
  ///
  /// The same operations in the same order on both lanes at once, in the time of one: a logarithm
  /// is a chain of products and sums that wait for each other. Where a number is not positive,
  /// normal and finite, both are asked singly.
  @inlinable @inline(__always)
  public static func log(_ x: SIMD2<Double>) -> SIMD2<Double> {
    let isOrdinary =
      x.x >= .leastNormalMagnitude && x.y >= .leastNormalMagnitude && x.x < .infinity
      && x.y < .infinity
    return isOrdinary ? logOfNormal(x) : SIMD2(log(x.x), log(x.y))
  }

  @usableFromInline
  static func logOfNormal(_ x: SIMD2<Double>) -> SIMD2<Double> {
    let root = SIMD2<UInt64>(repeating: 0x3fe6_a09e_667f_3bcd)
    let shifted =
      unsafeBitCast(x, to: SIMD2<UInt64>.self) &+ (0x3ff0_0000_0000_0000 &- root)
    // The exponent as the last bits of 2^52 + exponent: conversions of integers are slow.
    let exponent =
      unsafeBitCast((shifted &>> 52) | 0x4330_0000_0000_0000, to: SIMD2<Double>.self)
      - (0x1p52 + 1023)
    let m = unsafeBitCast((shifted & 0x000f_ffff_ffff_ffff) &+ root, to: SIMD2<Double>.self)
    let f = m - 1
    let s = f / (m + 1)
    let z = s * s
    let remainder = z * artanhSum(z)
    let h = 0.5 * f * f
    return exponent * ln2High - ((h - (s * (h + remainder) + exponent * ln2Low)) - f)
  }
}
