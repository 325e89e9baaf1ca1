extension Elementary {
  /// The natural logarithms of eight positive normal numbers, each that of ``log(_:)`` to
  /// the bit.
  ///
  /// The same operations in the same order, several lanes at a time.
  public static func log(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let root = SIMD8<UInt64>(repeating: 0x3fe6_a09e_667f_3bcd)
    let shifted =
      unsafeBitCast(x, to: SIMD8<UInt64>.self) &+ (0x3ff0_0000_0000_0000 &- root)
    // The exponent as the last bits of 2^52 + exponent: conversions of integers are slow.
    let exponent =
      unsafeBitCast((shifted &>> 52) | 0x4330_0000_0000_0000, to: SIMD8<Double>.self)
      - (0x1p52 + 1023)
    let m = unsafeBitCast((shifted & 0x000f_ffff_ffff_ffff) &+ root, to: SIMD8<Double>.self)
    let f = m - 1
    let s = f / (m + 1)
    let z = s * s
    let remainder = z * artanhSum(z)
    let h = 0.5 * f * f
    return exponent * ln2High - ((h - (s * (h + remainder) + exponent * ln2Low)) - f)
  }

  /// The exponentials of eight numbers of a magnitude of at most 700, each that of ``exp(_:)`` to
  /// the bit.
  ///
  /// The same operations in the same order, several lanes at a time.
  public static func exp(_ x: SIMD8<Double>) -> SIMD8<Double> {
    // Beside 3 · 2^51 a sum has no bits for fractions: it rounds to whole numbers, ties to even.
    let shifted = x * 0x1.71547652b82fep0 + 0x1.8p52
    let k = shifted - 0x1.8p52
    let high = x - k * ln2High
    let low = k * ln2Low
    let r = high - low
    let lost = (high - r) - low
    let value = 1 + (r + (r * r * exponentialSum(r) + lost * (1 + r)))
    // The last bits of the shifted numbers are k; those of 2^k are k + 1023, 52 places higher.
    let power = (unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &<< 52) &+ 0x3ff0_0000_0000_0000
    return value * unsafeBitCast(power, to: SIMD8<Double>.self)
  }
}
