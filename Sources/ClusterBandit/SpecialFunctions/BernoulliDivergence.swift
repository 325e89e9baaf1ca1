/// Relative entropies of Bernoulli distributions, in nats.
///
/// Built from correctly rounded operations and the project's own logarithm, so that the bits are
/// the same on every machine. O(1).
public enum BernoulliDivergence {
  /// kl(p, q) = p ln(p/q) + (1 − p) ln((1 − p)/(1 − q)) for p, q in [0, 1].
  ///
  /// Summed as two terms that are never negative, each with the linear part taken out: the relative
  /// error stays below 1e-14 even where p and q agree in nearly all digits. 0 if p = q,
  /// ∞ if q = 0 < p or p < 1 = q, −ln(1 − q) for p = 0 and −ln q for p = 1.
  ///
  /// Source: S. Kullback and R. A. Leibler, "On information and sufficiency", Annals of
  /// Mathematical Statistics 22 (1951).
  public static func kl(_ p: Double, _ q: Double) -> Double {
    let d = q - p
    return Deviance.value(p, q, difference: d) + Deviance.value(1 - p, 1 - q, difference: -d)
  }
}
