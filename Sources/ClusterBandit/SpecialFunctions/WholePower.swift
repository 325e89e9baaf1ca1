extension SIMD8<Double> {
  /// The powers of a whole exponent ≥ 0, by repeated squares.
  ///
  /// O(log exponent). The relative error is about 1e-16 times the exponent.
  @inline(__always)
  func power(_ exponent: Int) -> Self {
    if exponent == 0 { return Self(repeating: 1) }
    var left = exponent
    var square = self
    while left & 1 == 0 {
      square *= square
      left >>= 1
    }
    var result = square
    left >>= 1
    while left > 0 {
      square *= square
      if left & 1 == 1 { result *= square }
      left >>= 1
    }
    return result
  }
}
