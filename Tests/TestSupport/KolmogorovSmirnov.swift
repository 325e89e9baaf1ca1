import Foundation

extension Verdict {
  /// The distance ε that an empirical distribution function of `count` draws exceeds with
  /// probability at most `falseFail`: √(ln(2/falseFail) / 2n).
  public static func kolmogorovSmirnovResolution(
    count: Int, falseFail: Double = Verdict.defaultFalseFail
  ) -> Double {
    (log(2 / falseFail) / (2 * Double(count))).squareRoot()
  }

  /// One-sample Kolmogorov–Smirnov: the draws follow `law`, which is continuous.
  ///
  /// - False-fail rate: at most `falseFail` (1e-6) for every count, by the
  ///   Dvoretzky–Kiefer–Wolfowitz inequality P(sup|F_n − F| > ε) ≤ 2 exp(−2nε²).
  /// - Power: with ε = ``kolmogorovSmirnovResolution(count:falseFail:)`` and g = 1/`evaluations`,
  ///   a law at distance Δ > ε + g goes unnoticed with probability at most exp(−2n(Δ − ε − g)²);
  ///   Δ ≥ 2ε + g is missed at most once in a million. n = 10⁵ gives ε = 0.0085, 10⁶ gives 0.0027.
  /// - Source: P. Massart, "The tight constant in the Dvoretzky–Kiefer–Wolfowitz inequality",
  ///   Annals of Probability 18 (1990).
  ///
  /// F is evaluated at evenly spaced order statistics only, which costs power, never calibration.
  /// Any NaN among the draws fails.
  ///
  /// - Parameter evaluations: how often F is evaluated, at most about.
  public static func kolmogorovSmirnov(
    _ draws: [Double], follow law: Law, evaluations: Int = 2048,
    falseFail: Double = Verdict.defaultFalseFail
  ) -> Verdict {
    precondition(!draws.isEmpty && evaluations > 0, "a test of a law needs draws")
    guard !draws.contains(where: \.isNaN) else {
      return Verdict("draws follow \(law), but some are NaN", pValue: 0, falseFail: falseFail)
    }
    let sorted = draws.sorted()
    let n = Double(sorted.count)
    var distance = 0.0
    let step = max(1, sorted.count / evaluations)
    for rank in stride(from: 0, to: sorted.count, by: step) {
      let probability = law.cdf(sorted[rank])
      let above = Double(rank + 1) / n - probability
      let below = probability - Double(rank) / n
      // A NaN of the law must not vanish in a comparison.
      guard !above.isNaN else { return Verdict("\(law) is NaN", pValue: .nan) }
      distance = max(distance, above, below)
    }
    return verdict(distance: distance, "\(sorted.count) draws follow \(law)", n, falseFail)
  }

  /// One-sample Kolmogorov–Smirnov at chosen points, for any law, also one with atoms.
  ///
  /// - False-fail rate: at most `falseFail` (1e-6): the supremum over some points is at most the
  ///   supremum over all, so the Dvoretzky–Kiefer–Wolfowitz bound holds.
  /// - Power: as for ``kolmogorovSmirnov(_:follow:evaluations:falseFail:)`` with g = 0 and Δ the
  ///   distance at the best of the points.
  /// - Source: Massart (1990).
  ///
  /// - Parameter cuts: where P(X ≤ cut) is compared.
  public static func kolmogorovSmirnov(
    _ draws: [Double], follow law: Law, at cuts: [Double],
    falseFail: Double = Verdict.defaultFalseFail
  ) -> Verdict {
    precondition(!draws.isEmpty && !cuts.isEmpty, "a test of a law needs draws and cuts")
    guard !draws.contains(where: \.isNaN) else {
      return Verdict("draws follow \(law), but some are NaN", pValue: 0, falseFail: falseFail)
    }
    let n = Double(draws.count)
    var distance = 0.0
    for cut in cuts {
      let fraction = Double(draws.count { $0 <= cut }) / n
      let gap = abs(fraction - law.cdf(cut))
      guard !gap.isNaN else { return Verdict("\(law) is NaN", pValue: .nan) }
      distance = max(distance, gap)
    }
    return verdict(
      distance: distance, "\(draws.count) draws follow \(law) at \(cuts.count) cuts", n, falseFail)
  }

  private static func verdict(
    distance: Double, _ statement: String, _ n: Double, _ falseFail: Double
  ) -> Verdict {
    Verdict(
      "\(statement), distance \(distance)",
      pValue: min(1, 2 * exp(-2 * n * distance * distance)), falseFail: falseFail)
  }

  /// Two-sample Kolmogorov–Smirnov: two independent samples have the same law, whatever it is.
  ///
  /// - False-fail rate: at most `falseFail` (1e-6) for every law, also a discrete one (then it is
  ///   smaller). For two samples of one size n ≥ 458 by P(D > ε) ≤ 2 exp(−nε²); for other sizes by
  ///   the union of two one-sample bounds, which is up to √2 coarser.
  /// - Power: laws at distance Δ > ε go unnoticed with probability at most 4 exp(−n(Δ − ε)²/2),
  ///   with ε = √(ln(2/falseFail)/n) for equal sizes n ≥ 458. n = 10⁴ gives ε = 0.038; Δ ≥ 0.094
  ///   is then missed at most once in a million.
  /// - Source: F. Wei and R. M. Dudley, "Two-sample Dvoretzky–Kiefer–Wolfowitz inequalities",
  ///   Statistics and Probability Letters 82 (2012); Massart (1990) for unequal sizes.
  ///
  /// The samples have to be independent of each other: common random numbers make the test blind.
  public static func kolmogorovSmirnov(
    _ first: [Double], sameLawAs second: [Double], falseFail: Double = Verdict.defaultFalseFail
  ) -> Verdict {
    precondition(!first.isEmpty && !second.isEmpty, "a comparison of laws needs two samples")
    let statement = "\(first.count) and \(second.count) draws have one law"
    guard !first.contains(where: \.isNaN), !second.contains(where: \.isNaN) else {
      return Verdict("\(statement), but some are NaN", pValue: 0, falseFail: falseFail)
    }
    let a = first.sorted()
    let b = second.sorted()
    let (m, n) = (Double(a.count), Double(b.count))
    var distance = 0.0
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      // Step over all ties before comparing, so that atoms count once.
      let value = min(a[i], b[j])
      while i < a.count, a[i] == value { i += 1 }
      while j < b.count, b[j] == value { j += 1 }
      distance = max(distance, abs(Double(i) / m - Double(j) / n))
    }
    let pValue: Double
    if a.count == b.count, a.count >= 458 {
      pValue = 2 * exp(-n * distance * distance)
    } else {
      // D ≤ ε_m + ε_n unless one empirical function strays; split D so that both terms are equal.
      let parts = m.squareRoot() * n.squareRoot() / (m.squareRoot() + n.squareRoot())
      pValue = 4 * exp(-2 * distance * distance * parts * parts)
    }
    return Verdict(
      "\(statement), distance \(distance)", pValue: min(1, pValue), falseFail: falseFail)
  }
}
