/// What the measurements say of a claim.
///
/// The claim that the ratio of two means exceeds a number c is tested on the differences
/// X_r − c Y_r of the replications, which are paired: both cells have the same seeds. Its score is
/// their mean over their standard error; for "below c" the sign is turned, and of two bounds the
/// smaller score counts.
///
/// X/Y > c is X > c Y only where Y > 0. Of a negative mean of Y, which realised regret and reward can
/// have, the sign is turned once more; and where the sign of that mean is itself in doubt, so is the
/// ratio: z is never farther from 0 than the mean of Y is, in standard errors of its own.
///
/// Source: E. C. Fieller, "Some problems in interval estimation", Journal of the Royal Statistical
/// Society B 16 (1954): a ratio is tested by the linear form.
public struct ClaimOutcome: Sendable, Equatable {
  /// The claim.
  public let claim: Claim
  /// The ratio of the two means; nil if the denominator is 0.
  public let ratio: Double?
  /// Its standard error by the delta method: that of X_r − ratio · Y_r over the mean of Y.
  public let standardError: Double?
  /// How many standard errors the measurements are on the claim's side of its bound.
  public let z: Double

  /// What follows.
  public enum Verdict: String, Sendable {
    /// z ≥ 3.
    case holds
    /// |z| < 3: more replications would tell.
    case undecided
    /// z ≤ −3.
    case fails
  }

  /// The verdict at three standard errors.
  public var verdict: Verdict { z >= 3 ? .holds : z <= -3 ? .fails : .undecided }

  /// The outcome, or nil with fewer than two replications.
  ///
  /// - Parameters:
  ///   - numerator: the metric of every replication of one cell.
  ///   - denominator: the same of the other, in the same order.
  init?(_ claim: Claim, numerator: [Double], denominator: [Double]) {
    guard numerator.count == denominator.count, numerator.count >= 2 else { return nil }
    self.claim = claim
    func difference(_ factor: Double) -> Moments {
      var moments = Moments()
      for (x, y) in zip(numerator, denominator) { moments.add(x - factor * y) }
      return moments
    }
    var divisor = Moments()
    for value in denominator { divisor.add(value) }
    let quotient = difference(0).mean / divisor.mean
    ratio = quotient.isFinite ? quotient : nil
    standardError = ratio.flatMap { difference($0).standardError }.map {
      $0 / divisor.mean.magnitude
    }
    let side = divisor.mean < 0 ? -1.0 : 1.0
    let scores = [
      claim.above.map { side * ClaimOutcome.score(difference($0)) },
      claim.below.map { -side * ClaimOutcome.score(difference($0)) },
    ].compactMap { $0 }
    let certainty = ClaimOutcome.score(divisor).magnitude
    z = max(-certainty, min(scores.min() ?? 0, certainty))
  }

  /// A mean in standard errors; without any spread it is infinite, or 0.
  private static func score(_ moments: Moments) -> Double {
    let (mean, error) = (moments.mean, moments.standardError ?? 0)
    if error > 0 { return mean / error }
    return mean == 0 ? 0 : mean > 0 ? .infinity : -.infinity
  }
}
