extension HierarchicalBetaBinomial {
  /// E[θ_i | π, ν] = offset + slope π for every ν, and 1/(ν + n + 1), by one division.
  @inline(__always)
  private func line(of arm: Int) -> (offset: Rows, slope: Rows, inverse: Rows) {
    let weight = nu + pullCounts[arm]
    let both = 1 / (weight * (weight + 1))
    let inverse = both * (weight + 1)
    return (successes[arm] * inverse, nu * inverse, both * weight)
  }

  /// Σ w (offset + slope π) over the grid.
  @inline(__always)
  private func mean(_ cluster: Int, _ offset: Rows, _ slope: Rows) -> Double {
    HierarchicalBetaBinomial.sum(offset * sums[cluster] + slope * firstMoments[cluster])
  }

  /// Σ w (offset + slope π)² over the centres.
  @inline(__always)
  private func square(_ cluster: Int, _ offset: Rows, _ slope: Rows) -> Rows {
    offset * (offset * sums[cluster] + (slope + slope) * firstMoments[cluster])
      + slope * (slope * secondMoments[cluster])
  }

  /// Σ w μ(1 − μ) over the centres, with μ = offset + slope π.
  @inline(__always)
  private func spread(_ cluster: Int, _ offset: Rows, _ slope: Rows) -> Rows {
    offset * sums[cluster] + slope * firstMoments[cluster] - square(cluster, offset, slope)
  }

  /// E[θ_i] = Σ w (πν + s)/(ν + n), and the variance given (π, ν) plus that of the mean given
  /// (π, ν).
  public func posterior(of arm: Int) -> MeanAndVariance {
    let cluster = Int(clustering.clusterOfArm[arm])
    let scale = 1 / totals[cluster]
    let (offset, slope, inverse) = line(of: arm)
    let mean = self.mean(cluster, offset, slope) * scale
    // Taken about the mean, so that nothing cancels.
    let variance =
      spread(cluster, offset, slope) * inverse + square(cluster, offset - mean, slope)
    return MeanAndVariance(
      mean: mean, variance: max(0, HierarchicalBetaBinomial.sum(variance) * scale))
  }

  /// The average's mean, and its variance: that of the arms given (π, ν), which are independent
  /// then, plus that of their average mean.
  public func average(of cluster: Int) -> MeanAndVariance {
    let range = clustering.arms(of: cluster)
    let share = 1 / Double(range.count)
    let scale = 1 / totals[cluster]
    var (offset, slope, within) = (Rows.zero, Rows.zero, Rows.zero)
    for arm in range {
      let own = line(of: arm)
      offset += own.offset
      slope += own.slope
      within += spread(cluster, own.offset, own.slope) * own.inverse
    }
    offset *= share
    slope *= share
    let mean = self.mean(cluster, offset, slope) * scale
    let variance = within * (share * share) + square(cluster, offset - mean, slope)
    return MeanAndVariance(
      mean: mean, variance: max(0, HierarchicalBetaBinomial.sum(variance) * scale))
  }
}
