/// Logarithm and exponential from IEEE +, −, ×, ÷ alone.
///
/// A C library's log and exp choose other instructions on processors with and without fused
/// multiply-add and then differ in the last bit. One such bit can flip an argmax and with it a
/// whole trajectory. These functions use only correctly rounded operations in a fixed order, so
/// they return the same bits on every 64-bit machine. Everything that decides a pull uses them.
///
/// Accuracy: both within 1 unit in the last place of the true value over their whole range
/// (tested against a wider type's values).
public enum Elementary {
  /// ln 2 in two parts; the high part has 32 significant bits, so k · high is exact for |k| < 2^21.
  @usableFromInline static let ln2High = 0x1.62e42feep-1
  @usableFromInline static let ln2Low = 0x1.a39ef35793c76p-33

  /// The natural logarithm.
  ///
  /// Writes x = 2^k · m with m in [√½, √2), s = (m − 1)/(m + 1), and sums
  /// ln m = 2 artanh s = 2s + 2s³/3 + 2s⁵/5 + … through s²¹, |s| ≤ 0.1716; the first neglected
  /// term is below 2^−60 of the result. With f = m − 1 and h = f²/2 the sum is regrouped as
  /// f − (h − s(h + R)), which rounds once near the end.
  ///
  /// Source: the series of artanh; the regrouping and the two parts of ln 2 are those of fdlibm's
  /// e_log.c (Sun Microsystems, 1993), the coefficients here the series' own. log(0) = −∞, log of a
  /// negative number or NaN is NaN, log(∞) = ∞; subnormal arguments are exact to the same bound.
  public static func log(_ x: Double) -> Double {
    guard x > 0, x < .infinity else {
      return x == 0 ? -.infinity : x > 0 ? x : .nan
    }
    var bits = x.bitPattern
    var k = 0
    if bits < 0x0010_0000_0000_0000 {
      bits = (x * 0x1p54).bitPattern
      k = -54
    }
    // Move the exponent so that the significand m lies in [√½, √2).
    let shifted = bits &+ (0x3ff0_0000_0000_0000 &- 0x3fe6_a09e_667f_3bcd)
    k += Int(shifted >> 52) - 1023
    let m = Double(
      bitPattern: (shifted & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd)
    let f = m - 1
    let s = f / (m + 1)
    let z = s * s
    let remainder = z * artanhTail(z)
    let h = 0.5 * f * f
    let exponent = Double(k)
    return exponent * ln2High - ((h - (s * (h + remainder) + exponent * ln2Low)) - f)
  }

  /// The exponential function.
  ///
  /// Writes x = k ln 2 + r with |r| ≤ ½ ln 2, sums the Taylor series of e^r through r¹³ (the
  /// first neglected term is below 2^−57), and scales by 2^k in one exact step, or in two where
  /// the result is subnormal. exp(−∞) = 0, overflow gives ∞, NaN gives NaN.
  ///
  /// Source: the Taylor series; the two-part reduction as in Cody and Waite (1980).
  public static func exp(_ x: Double) -> Double {
    guard x > -746 else { return x.isNaN ? x : 0 }
    guard x < 710 else { return x.isNaN ? x : .infinity }
    // Beside 3 · 2^51 a sum has no bits for fractions: it rounds to whole numbers, ties to even.
    let k = (x * 0x1.71547652b82fep0 + 0x1.8p52) - 0x1.8p52
    let high = x - k * ln2High
    let low = k * ln2Low
    let r = high - low
    // What the subtraction rounded away; to first order e^(r + c) = e^r + c e^r.
    let lost = (high - r) - low
    let value = 1 + (r + (r * r * exponentialTail(r) + lost * (1 + r)))
    return scale(value, by: Int(k))
  }

  /// `value` · 2^`exponent`, rounded once, for a value in [½, 2).
  private static func scale(_ value: Double, by exponent: Int) -> Double {
    if exponent > 1023 {
      return value * 2 * Double(sign: .plus, exponent: exponent - 1, significand: 1)
    }
    if exponent < -1021 {
      // Exact first step, so the only rounding is that of the subnormal result.
      let shifted = value * Double(sign: .plus, exponent: exponent + 128, significand: 1)
      return shifted * 0x1p-128
    }
    return value * Double(bitPattern: UInt64(truncatingIfNeeded: exponent &+ 1023) &<< 52)
  }
}
