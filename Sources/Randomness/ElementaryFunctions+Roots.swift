public import CInstructions

/// Square roots by the processor's instruction alone, two and eight at a time.
///
/// The standard library's ask of each number whether it is negative and call the C library if so,
/// in vectors too, one number after the other. The values are the same: both are correctly rounded.
extension Elementary {
  /// √x; NaN for x < 0.
  @inlinable @inline(__always)
  public static func root(_ x: Double) -> Double { cinstructions_root(x) }

  /// √x of two numbers.
  @inlinable @inline(__always)
  public static func root(_ x: SIMD2<Double>) -> SIMD2<Double> { cinstructions_root_x2(x) }

  /// √x of eight numbers.
  @inlinable @inline(__always)
  public static func root(_ x: SIMD8<Double>) -> SIMD8<Double> { cinstructions_root_x8(x) }
}
