extension Check {
  /// A measured mean m beside a published one m0: z = (m − m0)/sqrt(s0²/R0 + s²/R).
  ///
  /// It agrees if |z| ≤ 3, or |m − m0| ≤ tolerance · |m0| where the published value has a
  /// tolerance. Where no standard deviation s0 was published, the measured one stands in for it.
  /// Nil with fewer than two replications, which leave no standard error.
  init?(_ published: PublishedValue, _ moments: Moments, subject: String) {
    guard let deviation = moments.standardDeviation, let error = moments.standardError else {
      return nil
    }
    let publishedError =
      (published.standardDeviation ?? deviation) / Double(published.replications).squareRoot()
    let difference = moments.mean - published.mean
    let z = Check.score(
      difference, (publishedError * publishedError + error * error).squareRoot())
    let agrees =
      published.tolerance.map { difference.magnitude <= $0 * published.mean.magnitude }
      ?? (z.magnitude <= 3)
    self.init(
      subject: subject, measured: moments.mean, standardError: error,
      target: .published(published), targetStandardError: publishedError, z: z,
      verdict: agrees ? .passes : .misses)
  }
}

/// A published value beside what was measured, as a table of an environment shows it.
struct PublishedComparison {
  let published: PublishedValue
  let mean: Double
  let standardError: Double
  let publishedStandardError: Double
  let z: Double
  let agrees: Bool
}

extension ResultSet {
  /// The checks of published values.
  var comparisons: [PublishedComparison] {
    checks.compactMap { check in
      guard case .published(let published) = check.target, let mean = check.measured,
        let error = check.standardError, let publishedError = check.targetStandardError,
        let z = check.z
      else { return nil }
      return PublishedComparison(
        published: published, mean: mean, standardError: error,
        publishedStandardError: publishedError, z: z, agrees: check.verdict == .passes)
    }
  }
}
