import Randomness

/// Student's t distribution with a whole number ν of degrees of freedom.
///
/// With x = ν/(ν + t²) and y = 1 − x, the probabilities of |T| are incomplete beta functions,
///
///     P(|T| > t) = I_x(ν/2, ½),   P(|T| < t) = I_y(½, ν/2),
///
/// each summed by a series whose terms are all positive, so that nothing cancels: I_z(a, b) = z^a
/// (1 − z)^b / (a B(a, b)) · Σ_k Π_{j<k} (a + b + j) z/(a + 1 + j). The one with z ≤ ½ is taken.
/// Probabilities are within 1e-13 for ν up to 10^9; only +, −, ×, ÷, √ and our own logarithm and
/// exponential are used, so intervals have the same bits on every machine.
///
/// Source: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.5.4 and
/// 26.7.1.
struct StudentDistribution: Sendable {
  private let degrees: Double
  /// 1/B(½, ν/2) = Γ((ν + 1)/2) / (√π Γ(ν/2)).
  private let inverseBeta: Double

  /// The distribution with `degrees` ≥ 1.
  init(degrees: Int) {
    precondition(degrees >= 1, "Student's t needs a degree of freedom")
    self.degrees = Double(degrees)
    inverseBeta = gammaRatio(0.5 * Double(degrees)) / Double.pi.squareRoot()
  }

  /// P(|T| > t) for t ≥ 0.
  func twoSidedTail(_ t: Double) -> Double {
    let square = t * t
    guard square > 0 else { return 1 }
    guard square < .infinity else { return 0 }
    let half = 0.5 * degrees
    // ln x and ln y without the cancellation that a quotient near 1 would bring for large ν.
    let (logX, logY) = (-logOnePlus(square / degrees), -logOnePlus(degrees / square))
    let weight = inverseBeta * Elementary.exp(half * logX + 0.5 * logY)
    if square > degrees {
      return weight / half * sum(a: half, z: degrees / (degrees + square))
    }
    let series = sum(a: 0.5, z: square / (degrees + square))
    // It overflows beyond t = 37, where nothing of the tail is left.
    return series < .infinity ? 1 - weight * 2 * series : 0
  }

  /// The t with P(|T| > t) = `tail`, 0 < `tail` < 1.
  ///
  /// Bisection to neighbouring numbers.
  func quantile(twoSidedTail tail: Double) -> Double {
    precondition(tail > 0 && tail < 1, "a tail lies between 0 and 1")
    var (low, high) = (0.0, 1.0)
    while high < .infinity, twoSidedTail(high) > tail { (low, high) = (high, 2 * high) }
    while true {
      let middle = 0.5 * (low + high)
      guard middle > low, middle < high else { return high }
      if twoSidedTail(middle) > tail { low = middle } else { high = middle }
    }
  }

  /// Σ_k Π_{j<k} (a + b + j) z/(a + 1 + j) with a + b = (ν + 1)/2.
  private func sum(a: Double, z: Double) -> Double {
    let both = 0.5 * (degrees + 1)
    var (term, total, j) = (1.0, 1.0, 0.0)
    while true {
      let factor = (both + j) / (a + 1 + j) * z
      term *= factor
      total += term
      j += 1
      // Terms may rise before they fall; once they fall, they fall ever faster towards z^k.
      if factor < 1, term <= total * 0x1p-55 * (1 - max(factor, z)) { return total }
    }
  }
}

/// ln(1 + x) for x > −1, accurate for small x too.
///
/// Source: W. Kahan's correction x/((1 + x) − 1), in N. J. Higham, "Accuracy and Stability of
/// Numerical Algorithms" (2002), section 1.14.1.
func logOnePlus(_ x: Double) -> Double {
  let u = 1 + x
  if u == 1 { return x }
  return u == .infinity ? Elementary.log(x) : Elementary.log(u) * (x / (u - 1))
}

/// Γ(x + ½)/Γ(x) for x > 0.
///
/// √x (1 − 1/(8x) + …) as the exponential of the asymptotic series of its logarithm for x ≥ 32 (the
/// first neglected term is below 1e-15), reached by Γ(x + ½)/Γ(x) = x/(x + ½) · Γ(x + 3/2)/Γ(x +
/// 1).
///
/// Source: A. Erdélyi and F. G. Tricomi, "The asymptotic expansion of a ratio of gamma functions",
/// Pacific Journal of Mathematics 1 (1951).
func gammaRatio(_ x: Double) -> Double {
  var shifted = x
  var factor = 1.0
  while shifted < 32 {
    factor *= shifted / (shifted + 0.5)
    shifted += 1
  }
  let z = 1 / (shifted * shifted)
  let series =
    (-1.0 / 8 + z * (1.0 / 192 + z * (-1.0 / 640 + z * (17.0 / 14336 + z * (-31.0 / 18432)))))
    / shifted
  return factor * shifted.squareRoot() * Elementary.exp(series)
}
