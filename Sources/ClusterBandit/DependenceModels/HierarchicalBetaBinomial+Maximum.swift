extension HierarchicalBetaBinomial {
  /// The maximum of a mixture, from the moments for each (π, ν) that still counts.
  ///
  /// Weights below 10^−14 of the total are left out, so up to 512 are asked for at first, and fewer
  /// as the posterior closes in. Priors of one ν share their points.
  public mutating func maximum(of cluster: Int) -> MeanAndVariance? {
    var siblings = self.siblingMaximum.take() ?? SiblingMaximum(capacity: clustering.largestSize)
    siblings.begin(clustering.arms(of: cluster)) {
      SIMD2(successes[$0], pullCounts[$0] - successes[$0])
    }
    let least = totals[cluster] * 1e-14
    let inverse = 1 / totals[cluster]
    var (weight, first, second) = (0.0, 0.0, 0.0)
    // Squares are taken about a centre near the mean, so that the variance is no small difference.
    let centre = posterior(of: clustering.offsets[cluster]).mean
    for row in 0..<Self.cohesions {
      let start = (2 * cluster + row / 8) * Self.centres
      let lane = row % 8
      var columns = 0..<Self.centres
      while let column = columns.first, weights[start + column][lane] <= least {
        columns.removeFirst()
      }
      while let column = columns.last, weights[start + column][lane] <= least {
        columns.removeLast()
      }
      guard let lowest = columns.first, let highest = columns.last else { continue }
      siblings.lay(
        nu[row], means: pi[lowest].x...pi[highest].x, share: sums[cluster][row] * inverse)
      var hasRoom = true
      for column in columns {
        let w = weights[start + column][lane]
        guard w > least else { continue }
        let prior = pi[column] * nu[row]
        let moments =
          hasRoom
          ? siblings.moments(prior.x, prior.y, about: centre, share: w * inverse) : nil
        hasRoom = moments != nil
        let found = moments ?? integratedMaximum(of: cluster, prior.x, prior.y, about: centre)
        weight += w
        first += w * found.first
        second += w * found.second
      }
    }
    self.siblingMaximum = consume siblings
    let mean = first / weight
    return MeanAndVariance(mean: centre + mean, variance: max(0, second / weight - mean * mean))
  }

  /// E[max − c] and E[(max − c)²] given (π, ν), on panels of its own: for arms whose pulls differ
  /// so much that no grid suits them all.
  private mutating func integratedMaximum(
    of cluster: Int, _ a: Double, _ b: Double, about centre: Double
  ) -> (first: Double, second: Double) {
    var integral = self.integral.take() ?? ExpectedMaximum(capacity: clustering.largestSize)
    integral.clear()
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
    if unpulled > 0 {
      let law = BetaDistribution(alpha: a, beta: b)
      integral.add(law, window: law.window, copies: unpulled)
    }
    let moments = integral.moments()
    self.integral = consume integral
    let deviation = moments.mean.value - centre
    return (deviation, moments.variance + deviation * deviation)
  }
}
