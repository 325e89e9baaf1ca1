/// What the series of ``Elementary`` are summed up in: one number, or several side by side.
@usableFromInline
protocol SeriesArgument {
  static func + (_: Self, _: Self) -> Self
  static func * (_: Self, _: Self) -> Self
  static func + (_: Double, _: Self) -> Self
  static func * (_: Double, _: Self) -> Self
}

extension Double: SeriesArgument {}
extension SIMD2: SeriesArgument where Scalar == Double {}
extension SIMD8: SeriesArgument where Scalar == Double {}

/// The series, of which pairs of terms, pairs of pairs and so on are summed up: a sum of ten terms
/// waits for four products one after the other where Horner's rule waits for nine.
///
/// Source: G. Estrin, "Organization of computer systems: the fixed plus variable structure
/// computer", Western Joint Computer Conference (1960).
extension Elementary {
  /// ⅔ + ⅖z + … + (2/21)z⁹, so that ln((1 + s)/(1 − s)) = 2s + s·z·(this) at z = s².
  @inlinable @inline(__always)
  public static func artanhTail(_ z: Double) -> Double { artanhSum(z) }

  /// ½ + r/6 + … + r¹¹/13!, so that e^r = 1 + r + r²·(this).
  @inlinable @inline(__always)
  public static func exponentialTail(_ r: Double) -> Double { exponentialSum(r) }

  @inlinable @inline(__always)
  static func artanhSum<Value: SeriesArgument>(_ z: Value) -> Value {
    let z2 = z * z
    let z4 = z2 * z2
    let low = pair(2 / 3, 2 / 5, z) + z2 * pair(2 / 7, 2 / 9, z)
    let middle = pair(2 / 11, 2 / 13, z) + z2 * pair(2 / 15, 2 / 17, z)
    return low + z4 * (middle + z4 * pair(2 / 19, 2 / 21, z))
  }

  @inlinable @inline(__always)
  static func exponentialSum<Value: SeriesArgument>(_ r: Value) -> Value {
    let r2 = r * r
    let r4 = r2 * r2
    let low = pair(1 / 2, 1 / 6, r) + r2 * pair(1 / 24, 1 / 120, r)
    let middle = pair(1 / 720, 1 / 5040, r) + r2 * pair(1 / 40_320, 1 / 362_880, r)
    let high =
      pair(1 / 3_628_800, 1 / 39_916_800, r) + r2 * pair(1 / 479_001_600, 1 / 6_227_020_800, r)
    return low + r4 * (middle + r4 * high)
  }

  /// a + bx.
  @inlinable @inline(__always)
  static func pair<Value: SeriesArgument>(_ a: Double, _ b: Double, _ x: Value) -> Value {
    a + b * x
  }
}
