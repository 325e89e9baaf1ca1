/// Ranks, interquartile means and profiles of policies for replications that count several times,
/// or not at all.
///
/// The scale of an environment, the best of the policies' means, is formed anew for every set of
/// weights: it is a mean of the same replications, so what a resample does to it is part of the
/// error of whatever is divided by it.
package struct Aggregates {
  /// m* of each environment with all replications: the lowest mean, or the highest where that is
  /// better.
  package let scales: [Double]
  /// By policy and environment, the values of the replications.
  private let values: [[[Double]]]
  /// The same in ascending order, each with its replication; empty where an environment has no
  /// scale.
  private let sorted: [[[(value: Double, replication: Int)]]]
  private let factors: [Double]
  private let isBetterLower: Bool

  /// The measures of values by policy, environment and replication.
  ///
  /// - Parameter factors: those of the shares.
  package init(_ values: [[[Double]]], factors: [Double], isBetterLower: Bool) {
    self.values = values
    self.factors = factors
    self.isBetterLower = isBetterLower
    let environments = values.first?.indices ?? 0..<0
    let scales = environments.map { environment in
      let means = values.map { Moments($0[environment]).mean }
      return (isBetterLower ? means.min() : means.max()) ?? 0
    }
    self.scales = scales
    let hasScales = scales.allSatisfy { $0 > 0 }
    sorted = values.map { policy in
      guard hasScales else { return [] }
      return policy.map { values in
        values.enumerated().map { (value: $0.element, replication: $0.offset) }
          .sorted { $0.value < $1.value }
      }
    }
  }

  /// By policy the mean rank and, where there is a scale, the interquartile mean and the share
  /// within each factor.
  ///
  /// Where the best mean of a resample is not above 0, the scale of all replications stands in.
  /// O(P M R log M) for P policies, M environments and R replications.
  ///
  /// - Parameter weights: how often each replication counts; their sum is that of replications.
  package func measures(of weights: [Int]) -> [[Double]] {
    let means = values.map { policy in
      policy.map { values in
        var sum = 0.0
        for (value, weight) in zip(values, weights) { sum += value * Double(weight) }
        return sum / Double(weights.count)
      }
    }
    let scales = self.scales.indices.map { environment in
      let best = means.map { $0[environment] }
      let scale = (isBetterLower ? best.min() : best.max()) ?? 0
      return scale > 0 ? scale : self.scales[environment]
    }
    let ranks = meanRanks(means)
    return values.indices.map { policy in
      guard !sorted[policy].isEmpty else { return [ranks[policy]] }
      let relative = relativeValues(sorted[policy], scales, weights)
      let whole = Double(weights.count * scales.count)
      return [ranks[policy], interquartileMean(relative, count: weights.count * scales.count)]
        + factors.map { factor in
          var counted = 0
          for (value, weight) in relative
          where isBetterLower ? value <= factor : value * factor >= 1 { counted += weight }
          return Double(counted) / whole
        }
    }
  }

  private func meanRanks(_ means: [[Double]]) -> [Double] {
    var ranks = values.map { _ in 0.0 }
    for environment in scales.indices {
      let ordered = means.map { isBetterLower ? $0[environment] : -$0[environment] }
      for (policy, mean) in ordered.enumerated() {
        let better = ordered.count { $0 < mean }
        let equal = ordered.count { $0 == mean }
        ranks[policy] += Double(better) + Double(equal + 1) / 2
      }
    }
    return ranks.map { $0 / Double(max(1, scales.count)) }
  }

  /// The values of a policy that count, relative to the scales and in ascending order: one
  /// ascending run for each environment, which a merge sort merges.
  private func relativeValues(
    _ sorted: [[(value: Double, replication: Int)]], _ scales: [Double], _ weights: [Int]
  ) -> [(value: Double, weight: Int)] {
    var relative: [(value: Double, weight: Int)] = []
    relative.reserveCapacity(sorted.count * weights.count)
    for (values, scale) in zip(sorted, scales) {
      for (value, replication) in values where weights[replication] > 0 {
        relative.append((value / scale, weights[replication]))
      }
    }
    relative.sort { $0.value < $1.value }
    return relative
  }

  /// The mean of the middle half of `count` values in ascending order that count by their weights.
  private func interquartileMean(_ values: [(value: Double, weight: Int)], count: Int) -> Double {
    let trimmed = count / 4
    let end = count - trimmed
    var (place, sum) = (0, 0.0)
    for (value, weight) in values {
      let next = place + weight
      let counted = min(next, end) - max(place, trimmed)
      if counted > 0 { sum += value * Double(counted) }
      place = next
    }
    return sum / Double(end - trimmed)
  }
}
