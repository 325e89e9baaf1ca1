/// What the measurements say of a claim.
///
/// The claim that the ratio of two means exceeds a number c is tested on the differences
/// X_r − c Y_r of the replications, which are paired: both cells have the same seeds. Its z-score is
/// their mean over their standard error; for "below c" the sign is turned, and of two bounds the
/// smaller z counts.
public struct ClaimOutcome: Sendable, Equatable {
  /// The claim.
  public let claim: Claim
  /// The ratio of the two means.
  public let ratio: Double
  /// Its standard error by the delta method: that of X_r − ratio · Y_r over the mean of Y.
  public let standardError: Double
  /// How many standard errors the measurements are on the claim's side of its bound.
  public let z: Double

  /// What follows.
  public enum Verdict: String, Sendable {
    /// z ≥ 3.
    case holds
    /// |z| < 3: more replications would tell.
    case undecided
    /// z ≤ −3.
    case fails = "FAILS"
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
    func moments(_ factor: Double) -> Moments {
      var moments = Moments()
      for (x, y) in zip(numerator, denominator) { moments.add(x - factor * y) }
      return moments
    }
    var x = Moments()
    var y = Moments()
    for value in numerator { x.add(value) }
    for value in denominator { y.add(value) }
    ratio = x.mean / y.mean
    standardError = (moments(ratio).standardError ?? 0) / y.mean.magnitude
    func score(_ bound: Double, sign: Double) -> Double {
      let differences = moments(bound)
      let (mean, error) = (sign * differences.mean, differences.standardError ?? 0)
      if error > 0 { return mean / error }
      return mean == 0 ? 0 : mean > 0 ? .infinity : -.infinity
    }
    var scores: [Double] = []
    if let above = claim.above { scores.append(score(above, sign: 1)) }
    if let below = claim.below { scores.append(score(below, sign: -1)) }
    z = scores.min() ?? 0
  }
}
