extension HierarchicalBetaBinomial {
  /// The maximum of a mixture: one integral for each (π, ν) that still counts.
  ///
  /// Weights below 10^−14 of the total are left out, so up to 512 integrals remain at first,
  /// and fewer as the posterior closes in.
  public mutating func maximum(of cluster: Int) -> MeanAndVariance? {
    var integral = self.integral.take() ?? ExpectedMaximum(capacity: clustering.sizes.max() ?? 1)
    let least = totals[cluster] * 1e-14
    var (weight, first, second) = (0.0, 0.0, 0.0)
    // Squares are taken about a centre near the mean, so that the variance is no small difference.
    let centre = posterior(of: clustering.offsets[cluster]).mean
    for row in 0..<HierarchicalBetaBinomial.cohesions {
      let start = (2 * cluster + row / 8) * HierarchicalBetaBinomial.centres
      for column in 0..<HierarchicalBetaBinomial.centres {
        let w = weights[start + column][row % 8]
        guard w > least else { continue }
        let prior = pi[column] * nu[row]
        integral.clear()
        addArms(of: cluster, prior.x, prior.y, to: &integral)
        let moments = integral.moments()
        let deviation = moments.mean.value - centre
        weight += w
        first += w * deviation
        second += w * (moments.variance + deviation * deviation)
      }
    }
    self.integral = consume integral
    let mean = first / weight
    return MeanAndVariance(mean: centre + mean, variance: max(0, second / weight - mean * mean))
  }

  /// Given (π, ν) the arms are independent; those without pulls share one law.
  private func addArms(
    of cluster: Int, _ a: Double, _ b: Double, to integral: inout ExpectedMaximum
  ) {
    var unpulled = 0.0
    for arm in clustering.arms(of: cluster) {
      let n = pullCounts[arm]
      if n == 0 {
        unpulled += 1
        continue
      }
      let s = successes[arm]
      let law = BetaDistribution(alpha: a + s, beta: b + (n - s))
      integral.add(law, window: law.window, copies: 1)
    }
    guard unpulled > 0 else { return }
    let law = BetaDistribution(alpha: a, beta: b)
    integral.add(law, window: law.window, copies: unpulled)
  }
}
