/// Ranks, interquartile means and profiles of policies for replications that count several times,
/// or not at all.
///
/// Making it sorts all values; after that a set of weights costs one pass over them.
package struct Aggregates {
  /// m* of each environment: the lowest mean, or the highest where that is better.
  package let scales: [Double]
  /// By policy and environment, the values of the replications.
  private let values: [[[Double]]]
  private let isBetterLower: Bool
  /// By policy, all relative values in ascending order, each with its replication; empty where an
  /// environment has no scale.
  private let sorted: [[(value: Double, replication: Int)]]
  /// By policy, factor and replication, the number of environments in which it is within the
  /// factor.
  private let within: [[[Double]]]

  /// The measures of values by policy, environment and replication.
  ///
  /// - Parameter factors: those of the shares.
  package init(_ values: [[[Double]]], factors: [Double], isBetterLower: Bool) {
    self.values = values
    self.isBetterLower = isBetterLower
    let environments = values.first?.indices ?? 0..<0
    let scales = environments.map { environment in
      let means = values.map { Moments($0[environment]).mean }
      return (isBetterLower ? means.min() : means.max()) ?? 0
    }
    self.scales = scales
    guard scales.allSatisfy({ $0 > 0 }) else {
      (sorted, within) = (values.map { _ in [] }, values.map { _ in [] })
      return
    }
    let relative = values.map { policy in
      zip(policy, scales).map { values, scale in values.map { $0 / scale } }
    }
    sorted = relative.map { policy in
      policy.flatMap { values in
        values.enumerated().map { (value: $0.element, replication: $0.offset) }
      }.sorted { $0.value < $1.value }
    }
    within = relative.map { policy in
      factors.map { factor in
        (policy.first?.indices ?? 0..<0).map { replication in
          Double(
            policy.count {
              isBetterLower ? $0[replication] <= factor : $0[replication] * factor >= 1
            })
        }
      }
    }
  }

  /// By policy the mean rank and, where there is a scale, the interquartile mean and the share
  /// within each factor.
  ///
  /// - Parameter weights: how often each replication counts; their sum is that of replications.
  package func measures(of weights: [Int]) -> [[Double]] {
    let ranks = meanRanks(weights)
    return values.indices.map { policy in
      guard !sorted[policy].isEmpty else { return [ranks[policy]] }
      return [ranks[policy], interquartileMean(sorted[policy], weights)]
        + within[policy].map { counts in
          var sum = 0.0
          for (count, weight) in zip(counts, weights) { sum += count * Double(weight) }
          return sum / Double(weights.count * values[policy].count)
        }
    }
  }

  private func meanRanks(_ weights: [Int]) -> [Double] {
    var ranks = values.map { _ in 0.0 }
    for environment in scales.indices {
      let means = values.map { policy in
        var sum = 0.0
        for (value, weight) in zip(policy[environment], weights) { sum += value * Double(weight) }
        return isBetterLower ? sum : -sum
      }
      for (policy, mean) in means.enumerated() {
        let better = means.count { $0 < mean }
        let equal = means.count { $0 == mean }
        ranks[policy] += Double(better) + Double(equal + 1) / 2
      }
    }
    return ranks.map { $0 / Double(max(1, scales.count)) }
  }

  /// The mean of the middle half of values that count by their weights.
  private func interquartileMean(
    _ sorted: [(value: Double, replication: Int)], _ weights: [Int]
  ) -> Double {
    let trimmed = sorted.count / 4
    let end = sorted.count - trimmed
    var (place, sum) = (0, 0.0)
    for (value, replication) in sorted {
      let next = place + weights[replication]
      let counted = min(next, end) - max(place, trimmed)
      if counted > 0 { sum += value * Double(counted) }
      place = next
    }
    return sum / Double(end - trimmed)
  }
}
