private import Randomness

/// The standard normal law at eight points at once.
enum StandardNormal {
  /// Eight numbers.
  typealias Points = SIMD8<Double>

  /// Φ(z), and e^(−z²/2), which is the density but for 1/√(2π).
  ///
  /// With a = |z| and u = 1/(a + 5) the tail is 1 − Φ(a) = e^(−a²/2) u P(1 − 10u), P a polynomial
  /// of degree 20. Its relative error is below 2e-15, besides what rounding a² makes of the
  /// exponential, a² · 10^−16; Φ(z) has that of the lower tail for z < 0. Exponents stop at −700,
  /// which is |z| = 37.
  ///
  /// Source: the substitution is that of M. M. Shepherd and J. G. Laframboise, "Chebyshev
  /// approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞", Mathematics of Computation 36 (1981);
  /// the coefficients are those of the Chebyshev expansion in 60-digit arithmetic.
  ///
  /// One exponential a number; the operations are those that give the same bits on any machine.
  @inline(__always)
  static func distribution(_ z: Points) -> (below: Points, exponential: Points) {
    let isLower = z .< 0
    let a = z.replacing(with: -z, where: isLower)
    var exponents = -0.5 * z * z
    exponents.replace(with: -700, where: exponents .< -700)
    let exponential = Elementary.exp(exponents)
    let u = 1 / (a + 5)
    let t = 1 - 10 * u
    let square = t * t
    var (even, odd) = (
      Points(repeating: 4.9551300207511306e-09), Points(repeating: -2.3711007497844674e-09)
    )
    even = even * square - 5.715700399386878e-08
    odd = odd * square + 2.986825140321094e-08
    even = even * square + 4.197067951476196e-07
    odd = odd * square - 3.2357714941983063e-07
    even = even * square - 2.757403910585628e-06
    odd = odd * square + 3.972127975384589e-06
    even = even * square + 1.6674710287861466e-05
    odd = odd * square - 4.975895122529546e-05
    even = even * square - 5.9373476872755696e-05
    odd = odd * square + 0.000544897969266198
    even = even * square - 0.000797869880203463
    odd = odd * square - 0.0029933765799683002
    even = even * square + 0.02079506685979103
    odd = odd * square - 0.06911863872479145
    even = even * square + 0.16502036616656973
    odd = odd * square - 0.3135331566704741
    even = even * square + 0.4953056159700711
    odd = odd * square - 0.6653825028900677
    even = even * square + 0.7691930497500625
    let tail = exponential * (u * (even + t * odd))
    return ((1 - tail).replacing(with: tail, where: isLower), exponential)
  }
}
