extension Moments {
  /// mean ± t · s/√n with Student's t of n − 1 degrees of freedom; nil for fewer than two values.
  ///
  /// - Parameter level: the confidence, between 0 and 1.
  package func interval(level: Double) -> PairedComparison.Interval? {
    standardError.map { error in
      let quantile = StudentDistribution(degrees: count - 1).quantile(twoSidedTail: 1 - level)
      return PairedComparison.Interval(low: mean - quantile * error, high: mean + quantile * error)
    }
  }
}
