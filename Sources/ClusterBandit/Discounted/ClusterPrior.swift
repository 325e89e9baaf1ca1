private import Randomness

/// What is believed of a cluster before its first pull: with equal probability each, the means of
/// its arms are independent and Beta(x, y) for one of these pairs.
///
/// A single pair is that of independent arms; the grid of ``HierarchicalBetaBinomial`` makes arms
/// that tell of each other.
struct ClusterPrior: Sendable {
  /// The pairs (x, y).
  let cells: [SIMD2<Double>]

  /// Equally probable pairs.
  init(cells: [SIMD2<Double>]) { self.cells = cells }

  /// The grid of the hierarchical model with cohesions in a range.
  init(hierarchical range: [Double]) {
    let width = Double(HierarchicalBetaBinomial.centres)
    cells = HierarchicalBetaBinomial.cohesionGrid(range[0], range[1]).flatMap { nu in
      (0..<HierarchicalBetaBinomial.centres).map {
        let centre = (Double($0) + 0.5) / width
        return SIMD2(centre * nu, (width - Double($0) - 0.5) / width * nu)
      }
    }
  }

  /// The pairs that still count after these successes and failures of the arms, with their
  /// probabilities; those below 1e-14 of the largest are left out.
  ///
  /// The probability of a pair is proportional to Π B(x + s_i, y + f_i)/B(x, y).
  ///
  /// O(pairs × pulled arms) logarithms.
  func posterior(_ counts: [SIMD2<Double>]) -> (cells: [SIMD2<Double>], weights: [Double]) {
    let pulled = counts.filter { $0 != .zero }
    let logs = cells.map { cell in
      pulled.reduce(0.0) { sum, count in
        sum + ClusterPrior.logBeta(cell + count) - ClusterPrior.logBeta(cell)
      }
    }
    let highest = logs.max() ?? 0
    let weights = logs.map { Elementary.exp($0 - highest) }
    let kept = weights.indices.filter { weights[$0] > 1e-14 }
    let total = kept.reduce(0.0) { $0 + weights[$1] }
    return (kept.map { cells[$0] }, kept.map { weights[$0] / total })
  }

  /// Mean and variance of one of these arms given the counts of all.
  ///
  /// O(pairs × pulled arms) logarithms.
  func moments(of arm: Int, _ counts: [SIMD2<Double>]) -> MeanAndVariance {
    let (cells, weights) = posterior(counts)
    var (mean, square) = (0.0, 0.0)
    for (cell, weight) in zip(cells, weights) {
      let pair = cell + counts[arm]
      let first = pair.x / pair.sum()
      mean += weight * first
      square += weight * first * (pair.x + 1) / (pair.sum() + 1)
    }
    return MeanAndVariance(mean: mean, variance: max(0, square - mean * mean))
  }

  /// ln B(x, y).
  private static func logBeta(_ pair: SIMD2<Double>) -> Double {
    let law = BetaDistribution(alpha: pair.x, beta: pair.y)
    let mean = law.mean
    return law.alpha * Elementary.log(mean.value) + law.beta * Elementary.log(mean.complement)
      - law.logPeak
  }
}
