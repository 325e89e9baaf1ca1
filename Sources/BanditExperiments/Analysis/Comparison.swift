/// A measured mean beside a published one.
public struct Comparison: Sendable, Equatable {
  /// The published value.
  public let published: PublishedValue
  /// The measured mean.
  public let mean: Double
  /// Its standard error.
  public let standardError: Double
  /// The standard error of the published mean.
  ///
  /// It is s0/√R0; where no standard deviation was published, the measured one stands in for s0.
  public let publishedStandardError: Double

  /// z = (m − m0)/sqrt(s0²/R0 + s²/R).
  public var z: Double {
    let difference = mean - published.mean
    let error =
      (publishedStandardError * publishedStandardError + standardError * standardError)
      .squareRoot()
    if error > 0 { return difference / error }
    return difference == 0 ? 0 : difference > 0 ? .infinity : -.infinity
  }

  /// The acceptance rule: |m − m0| ≤ 3 sqrt(s0²/R0 + s²/R), or |m − m0| ≤ tolerance · |m0| where the
  /// published value has a tolerance.
  public var agrees: Bool {
    if let tolerance = published.tolerance {
      return (mean - published.mean).magnitude <= tolerance * published.mean.magnitude
    }
    return z.magnitude <= 3
  }

  /// The comparison with measured moments; nil with fewer than two replications, which leave no
  /// standard error.
  init?(_ published: PublishedValue, _ moments: Moments) {
    guard let deviation = moments.standardDeviation, let error = moments.standardError else {
      return nil
    }
    self.published = published
    mean = moments.mean
    standardError = error
    publishedStandardError =
      (published.standardDeviation ?? deviation)
      / Double(published.replications).squareRoot()
  }
}
