import Foundation

extension Verdict {
  /// Exact binomial test: `successes` of `trials` independent trials have this probability.
  ///
  /// - False-fail rate: at most `falseFail` (1e-6) for every number of trials and every
  ///   probability, also 0 and 1, where a single exception fails.
  /// - Power: a true probability q is missed with probability about
  ///   Φ((4.9 √(p(1 − p)) − |q − p| √n)/√(q(1 − q))); once in a million if |q − p| is ten
  ///   standard errors √(p(1 − p)/n). n = 10⁵ at p = ½ tells 0.5 from 0.516.
  /// - Source: C. J. Clopper and E. S. Pearson (1934); tails by the regularized incomplete beta
  ///   function.
  public static func proportion(
    _ successes: Int, of trials: Int, is probability: Double,
    falseFail: Double = Verdict.defaultFalseFail
  ) -> Verdict {
    Verdict(
      "\(successes) of \(trials) have probability \(probability)",
      pValue: SpecialFunctions.binomialTwoSided(
        successes: successes, trials: trials, probability: probability),
      falseFail: falseFail)
  }

  /// Student's t-test: a mean with the sample's own standard deviation equals a known number.
  ///
  /// - False-fail rate: `falseFail` (1e-6), exact for normal draws and in the limit of many for
  ///   others. Draws with heavy tails need many: the error of the rate is of order
  ///   skewness · 20/√n.
  /// - Power: the limit is 4.9 standard errors s/√n (more below about 100 draws); a bias of 9.7
  ///   standard errors beyond the tolerance is missed once in a million. n = 10⁴ sees a bias of
  ///   0.097 s.
  /// - Source: Student (1908); tail by the regularized incomplete beta function.
  ///
  /// - Parameter sampleDeviation: √(Σ(x − mean)²/(count − 1)). If it is 0, the mean has to agree
  ///   to the tolerance.
  /// - Parameter tolerance: how far the true mean may lie from `expected`, e.g. the error of a
  ///   published number.
  public static func mean(
    _ mean: Double, sampleDeviation: Double, count: Int, is expected: Double,
    tolerance: Double = 0, falseFail: Double = Verdict.defaultFalseFail
  ) -> Verdict {
    precondition(count >= 2, "a sample deviation needs two draws")
    let errors = standardErrors(mean, sampleDeviation, count, expected, tolerance)
    return Verdict(
      "the mean of \(count) draws is \(expected): \(mean), off by \(errors) standard errors",
      pValue: errors.isFinite
        ? SpecialFunctions.studentTwoSided(errors, degrees: Double(count - 1))
        : errors.isNaN ? .nan : 0,
      falseFail: falseFail)
  }

  /// z-test: a mean of draws of known standard deviation equals a known number.
  ///
  /// - False-fail rate: `falseFail` (1e-6), exact for normal draws and in the limit of many for
  ///   others.
  /// - Power: the limit is 4.892 standard errors σ/√n; a bias of 9.65 standard errors beyond the
  ///   tolerance is missed once in a million. n = 10⁶ sees a bias of 0.0097 σ.
  /// - Source: the normal tail by the complementary error function.
  public static func mean(
    _ mean: Double, trueDeviation: Double, count: Int, is expected: Double,
    tolerance: Double = 0, falseFail: Double = Verdict.defaultFalseFail
  ) -> Verdict {
    let errors = standardErrors(mean, trueDeviation, count, expected, tolerance)
    return Verdict(
      "the mean of \(count) draws is \(expected): \(mean), off by \(errors) standard errors",
      pValue: erfc(errors / 2.0.squareRoot()), falseFail: falseFail)
  }

  /// The t-test on the draws themselves.
  ///
  /// False-fail rate, power and source as for
  /// ``mean(_:sampleDeviation:count:is:tolerance:falseFail:)``.
  public static func mean(
    of draws: [Double], is expected: Double, tolerance: Double = 0,
    falseFail: Double = Verdict.defaultFalseFail
  ) -> Verdict {
    let n = Double(draws.count)
    let average = draws.reduce(0, +) / n
    let squares = draws.reduce(0) { $0 + ($1 - average) * ($1 - average) }
    return mean(
      average, sampleDeviation: (squares / (n - 1)).squareRoot(), count: draws.count,
      is: expected, tolerance: tolerance, falseFail: falseFail)
  }

  /// How many standard errors the mean is off beyond the tolerance; never negative.
  private static func standardErrors(
    _ mean: Double, _ deviation: Double, _ count: Int, _ expected: Double, _ tolerance: Double
  ) -> Double {
    let gap = abs(mean - expected) - tolerance
    if gap <= 0 { return 0 }
    return gap / (deviation / Double(count).squareRoot())
  }
}
