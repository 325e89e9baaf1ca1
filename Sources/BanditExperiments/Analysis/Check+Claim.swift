extension Check {
  /// What the measurements say of a claim.
  ///
  /// The claim that the ratio of two means exceeds a number c is tested on the differences X_r − c
  /// Y_r of the replications, which are paired: both cells have the same seeds. Its score is their
  /// mean over their standard error; for "below c" the sign is turned, and of two bounds the
  /// smaller score counts. It holds if z ≥ 3 and fails if z ≤ −3.
  ///
  /// X/Y > c is X > c Y only where Y > 0. Of a negative mean of Y, which realised regret and reward
  /// can have, the sign is turned once more; and where the sign of that mean is itself in doubt, so
  /// is the ratio: z is never farther from 0 than the mean of Y is, in standard errors of its own.
  ///
  /// The standard error of the ratio is by the delta method: that of X_r − ratio · Y_r over the
  /// mean of Y. Nil with fewer than two replications.
  ///
  /// Source: E. C. Fieller, "Some problems in interval estimation", Journal of the Royal
  /// Statistical Society B 16 (1954): a ratio is tested by the linear form.
  ///
  /// - Parameters:
  ///   - numerator: the metric of every replication of one cell.
  ///   - denominator: the same of the other, in the same order.
  init?(_ claim: Claim, numerator: [Double], denominator: [Double]) {
    let count = min(numerator.count, denominator.count)
    guard count >= 2 else { return nil }
    func difference(_ factor: Double) -> Moments {
      Moments(zip(numerator, denominator).map { $0 - factor * $1 })
    }
    func score(_ moments: Moments) -> Double {
      Check.score(moments.mean, moments.standardError ?? 0)
    }
    let divisor = Moments(Array(denominator.prefix(count)))
    let quotient = difference(0).mean / divisor.mean
    let ratio = quotient.isFinite ? quotient : nil
    let side = divisor.mean < 0 ? -1.0 : 1.0
    let scores = [
      claim.above.map { side * score(difference($0)) },
      claim.below.map { -side * score(difference($0)) },
    ].compactMap { $0 }
    let certainty = score(divisor).magnitude
    let z = max(-certainty, min(scores.min() ?? 0, certainty))
    self.init(
      subject: claim.text, measured: ratio,
      standardError: ratio.flatMap { difference($0).standardError }.map {
        $0 / divisor.mean.magnitude
      },
      target: .claim(claim), targetStandardError: nil, z: z,
      verdict: z >= 3 ? .passes : z <= -3 ? .misses : .undecided)
  }
}
