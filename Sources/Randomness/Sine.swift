extension Elementary {
  /// The sine of an angle in radians, |x| ≤ 1024.
  ///
  /// Writes x = k π/2 + r with |r| ≤ π/4 and sums the Taylor series of sin r through r¹⁷ or of cos
  /// r through r¹⁶, as k is even or odd; the first neglected term is below 2^−58 of the result. π/2
  /// is taken in three parts, the first two of 33 significant bits, so that their products with k
  /// are exact; r is kept in two parts and so stays accurate next to a multiple of π.
  ///
  /// Accuracy: within 1 unit in the last place (tested against a wider type's values), never
  /// outside [−1, 1].
  ///
  /// Source: the Taylor series; the reduction as in W. J. Cody and W. Waite, "Software manual for
  /// the elementary functions" (1980). sin(−x) = −sin x to the bit, sin(±0) = ±0; an infinite angle
  /// or NaN gives NaN.
  public static func sin(_ x: Double) -> Double {
    guard x.isFinite else { return .nan }
    precondition(x.magnitude <= 1024, "the sine of \(x) is beyond the reduction's range")
    if x == 0 { return x }
    let k = (x * 0x1.45f306dc9c883p-1).rounded(.toNearestOrEven)
    if k == 0 { return sine(x, 0) }
    // Exact: k · first has at most 43 bits, and what is left is smaller than its summands.
    let a = x - k * 0x1.921fb544p0
    let b = k * 0x1.0b4611a6p-34
    // a − b without error, as high + low, whichever of the two is larger.
    let high = a - b
    let virtual = high - a
    let low = (a - (high - virtual)) - (b + virtual)
    let tail = low - k * 0x1.3198a2e037073p-69
    let r = high + tail
    let c = (high - r) + tail
    let quadrant = Int(k) & 3
    let value = quadrant & 1 == 0 ? sine(r, c) : cosine(r, c)
    return quadrant & 2 == 0 ? value : -value
  }

  /// sin(r + c) for |r| ≤ π/4 and a correction c that is at most half a unit of r.
  private static func sine(_ r: Double, _ c: Double) -> Double {
    let z = r * r
    var sum = 1.0 / 355_687_428_096_000
    sum = -1.0 / 1_307_674_368_000 + z * sum
    sum = 1.0 / 6_227_020_800 + z * sum
    sum = -1.0 / 39_916_800 + z * sum
    sum = 1.0 / 362_880 + z * sum
    sum = -1.0 / 5040 + z * sum
    sum = 1.0 / 120 + z * sum
    sum = -1.0 / 6 + z * sum
    return r + (r * (z * sum) + c * (1 - 0.5 * z))
  }

  /// cos(r + c) likewise.
  private static func cosine(_ r: Double, _ c: Double) -> Double {
    let z = r * r
    var sum = 1.0 / 20_922_789_888_000
    sum = -1.0 / 87_178_291_200 + z * sum
    sum = 1.0 / 479_001_600 + z * sum
    sum = -1.0 / 3_628_800 + z * sum
    sum = 1.0 / 40_320 + z * sum
    sum = -1.0 / 720 + z * sum
    sum = 1.0 / 24 + z * sum
    let half = 0.5 * z
    let leading = 1 - half
    // What the subtraction rounded away, and the correction to first order.
    return leading + (((1 - leading) - half) + (z * z * sum - r * c))
  }
}
