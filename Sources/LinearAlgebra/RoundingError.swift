/// The constants of rounding-error analysis in double precision.
///
/// They state how far two correct computations of the same quantity may lie apart, so that a
/// comparison needs no tolerance chosen by hand. They assume that nothing overflows or underflows.
///
/// Source: N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition, SIAM 2002,
/// sections 2.2 and 3.1.
public enum RoundingError {
  /// The unit roundoff u = 2⁻⁵³: fl(x ∘ y) = (x ∘ y)(1 + δ) with |δ| ≤ u.
  public static let unitRoundoff = Double.ulpOfOne / 2

  /// Returns the constant γₙ = n u / (1 − n u).
  ///
  /// It bounds the relative error of n roundings in succession, in whatever order:
  /// ∏ (1 + δᵢ)^±1 = 1 + θₙ with |θₙ| ≤ γₙ when every |δᵢ| ≤ u (Lemma 3.1). The constants combine
  /// by γⱼ + γₖ + γⱼ γₖ ≤ γⱼ₊ₖ (Lemma 3.3).
  ///
  /// Time O(1). γ₀ is zero.
  ///
  /// - Parameter n: The number of roundings.
  /// - Returns: γₙ, itself rounded.
  /// - Precondition: `n` is not negative and n u < 1.
  public static func gamma(_ n: Int) -> Double {
    let product = Double(n) * unitRoundoff
    precondition(n >= 0 && product < 1, "RoundingError: gamma is not defined for n = \(n)")
    return product / (1 - product)
  }
}
