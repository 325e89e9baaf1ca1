private import Randomness

/// What is believed of a cluster before its first pull.
///
/// With equal probability each, the means of its arms are independent and Beta(x, y) for one of
/// these pairs. Or one of some vectors of means is true, those of a ``SharedParameter``, with
/// probabilities of their own.
///
/// A single pair is that of independent arms; the grid of ``HierarchicalBetaBinomial`` makes arms
/// that tell of each other.
struct ClusterPrior: Sendable {
  /// The pairs (x, y); none where there are vectors of means.
  private let cells: [SIMD2<Double>]
  /// The vectors of means and the logarithms of their probabilities; none where there are pairs.
  private let vectors: [[Double]]
  private let logProbabilities: [Double]

  /// Equally probable pairs.
  init(cells: [SIMD2<Double>]) {
    self.cells = cells
    (vectors, logProbabilities) = ([], [])
  }

  /// Vectors of means with probabilities above 0.
  init(means: [[Double]], probabilities: [Double]) {
    cells = []
    vectors = means
    logProbabilities = probabilities.map { Elementary.log($0) }
  }

  /// The means of one cluster's arms at the values of its parameter; a uniform law, or values that
  /// a policy is not told, count as the middles of equal parts of the range.
  init(_ shared: SharedParameter, arms: Int) {
    var (values, probabilities) = ([Double](), [Double]())
    if case .among(let given, let weights) = shared.law {
      for (value, weight) in zip(given, weights) where weight > 0 {
        values.append(value)
        probabilities.append(weight)
      }
    } else {
      let (low, high) = (shared.range.lowerBound, shared.range.upperBound)
      let parts = Double(Self.parts)
      values = (0..<Self.parts).map { low + (high - low) * (Double($0) + 0.5) / parts }
      probabilities = values.map { _ in 1 / parts }
    }
    self.init(
      means: values.map { value in (0..<arms).map { shared.mean(of: $0, at: value) } },
      probabilities: probabilities)
  }

  /// The parts of a range that count as values.
  static let parts = 64

  /// Whether arms with equal counts are alike.
  var areArmsAlike: Bool { vectors.isEmpty }

  /// The pair whose share x/(x + y) is an arm's mean in a cell, given what was seen of the arm.
  func pair(
    _ cell: Int, arm: Int, _ count: SIMD2<Double>, _ added: SIMD2<Double> = .zero
  ) -> SIMD2<Double> {
    guard vectors.isEmpty else { return SIMD2(vectors[cell][arm], 1 - vectors[cell][arm]) }
    return cells[cell] + count + added
  }

  /// ln of a vector's probability and of that of what was seen if it is true.
  private func logLikelihood(_ cell: Int, _ counts: [SIMD2<Double>]) -> Double {
    zip(vectors[cell], counts).reduce(logProbabilities[cell]) { sum, arm in
      let (mean, count) = arm
      return sum + (count.x > 0 ? count.x * Elementary.log(mean) : 0)
        + (count.y > 0 ? count.y * Elementary.log(1 - mean) : 0)
    }
  }

  /// The grid of the hierarchical model with cohesions in a range.
  init(hierarchical range: [Double]) {
    let width = Double(HierarchicalBetaBinomial.centres)
    (vectors, logProbabilities) = ([], [])
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
  /// The probability of a pair is proportional to Π B(x + s_i, y + f_i)/B(x, y), that of a vector
  /// to its own times Π θ_i^s_i (1 − θ_i)^f_i. Where no vector can have paid so, all count as
  /// before.
  ///
  /// O(pairs × pulled arms) logarithms.
  func posterior(_ counts: [SIMD2<Double>]) -> (cells: [Int], weights: [Double]) {
    let pulled = counts.filter { $0 != .zero }
    var logs =
      areArmsAlike
      ? cells.map { cell in
        pulled.reduce(0.0) { sum, count in
          sum + ClusterPrior.logBeta(cell + count) - ClusterPrior.logBeta(cell)
        }
      } : vectors.indices.map { logLikelihood($0, counts) }
    var highest = logs.max() ?? 0
    if highest == -.infinity {
      logs = logProbabilities
      highest = logs.max() ?? 0
    }
    let weights = logs.map { Elementary.exp($0 - highest) }
    let kept = weights.indices.filter { weights[$0] > 1e-14 }
    let total = kept.reduce(0.0) { $0 + weights[$1] }
    return (kept, kept.map { weights[$0] / total })
  }

  /// Mean and variance of one of these arms given the counts of all.
  ///
  /// O(pairs × pulled arms) logarithms.
  func moments(of arm: Int, _ counts: [SIMD2<Double>]) -> MeanAndVariance {
    let (cells, weights) = posterior(counts)
    var (mean, square) = (0.0, 0.0)
    for (cell, weight) in zip(cells, weights) {
      let pair = self.pair(cell, arm: arm, counts[arm])
      let first = pair.x / pair.sum()
      mean += weight * first
      square +=
        areArmsAlike
        ? weight * first * (pair.x + 1) / (pair.sum() + 1) : weight * first * first
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
