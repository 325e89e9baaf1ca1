private import Randomness

/// The index of Bayes-UCB at one clock: the logit of the posterior's quantile 1 − `tail`.
struct QuantileIndex {
  let tail: Double
  /// −ln tail.
  let logTail: Double
  /// −ln tail, and a little: beyond it Chernoff's bound on a tail is too small.
  let budget: Double

  /// A tail must be smaller than the level's by this part for its candidate to be passed over.
  private static let margin = 1e-9

  /// The index at `clock`, or nil if all quantiles are equal: the level is not above 0 at the first
  /// pull, and 1 or NaN if (ln T)^c leaves the numbers.
  ///
  /// - Parameter factor: (ln T)^c.
  @inline(__always)
  init?(clock: Int, factor: Double) {
    let tail = 1 / (Double(clock + 1) * factor)
    guard tail > 0, tail < 1 else { return nil }
    self.tail = tail
    logTail = -Elementary.log(tail)
    budget = Self.margin + logTail
  }

  /// The normal quantile, where a search may start.
  var deviate: Double { NormalDeviate.upper(tail) }

  /// The index of a candidate.
  @inline(__always)
  func callAsFunction(_ posterior: BetaDistribution) -> Double {
    posterior.logitQuantile(upperTail: tail, deviate: deviate)
  }

  /// Whether a value is at the lower end of the logits, where all quantiles are equal.
  @inline(__always)
  static func isLowest(_ value: Probability) -> Bool { value.value < 1e-300 }

  /// False only if the candidate's index is below the logit of `rival`.
  @inline(__always)
  func reaches(_ rival: Probability, _ posterior: BetaDistribution) -> Bool {
    if Self.isLowest(rival) { return true }
    let drift = posterior.drift(at: rival)
    if drift > 0, posterior.deviance(at: rival, drift: drift) > budget { return false }
    return posterior.tails(at: rival).upper >= tail * (1 - Self.margin)
  }
}
