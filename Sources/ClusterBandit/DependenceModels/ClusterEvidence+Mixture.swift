import Randomness

extension ClusterEvidence {
  /// How likely each model is after the rewards, if all three were equally likely before.
  var weights: (clustered: Double, pooled: Double, independent: Double) {
    let logs = (clustered, pooled, independent)
    let top = max(logs.0, logs.1, logs.2)
    let a = Elementary.exp(logs.0 - top)
    let b = Elementary.exp(logs.1 - top)
    let c = Elementary.exp(logs.2 - top)
    let inverse = 1 / (a + b + c)
    return (a * inverse, b * inverse, c * inverse)
  }

  /// The highest of one draw under the clusters as they are labeled.
  func highestOfClusteredDraw(ties: TieBreak, using stream: inout RandomStream) -> Int {
    clusters.highestOfDraw(clustering, ties: ties, using: &stream)
  }

  /// The highest of one draw with one cluster of all arms.
  func highestOfPooledDraw(ties: TieBreak, using stream: inout RandomStream) -> Int {
    whole.highestOfDraw(whole.clustering, ties: ties, using: &stream)
  }

  /// The highest of one draw of independent arms.
  func highestOfIndependentDraw(ties: TieBreak, using stream: inout RandomStream) -> Int {
    let tables = whole.tables
    var winner = HighestSoFar(ties: ties)
    for arm in 0..<clustering.armCount {
      let s = whole.successes[arm]
      let shape = BetaShape(alpha: 1 + s, beta: 1 + (whole.pullCounts[arm] - s))
      winner.offer(arm, stream.nextBeta(shape, tables), using: &stream)
    }
    return winner.position
  }

  /// Mean and variance of an arm under the mixture of the models.
  ///
  /// O(K).
  func posterior(of arm: Int) -> MeanAndVariance {
    let weights = weights
    let s = whole.successes[arm]
    let parts = [
      (weights.clustered, clusters.posterior(of: arm)),
      (weights.pooled, whole.posterior(of: arm)),
      (
        weights.independent,
        MeanAndVariance(alpha: 1 + s, beta: 1 + (whole.pullCounts[arm] - s))
      ),
    ]
    let mean = parts.reduce(0) { $0 + $1.0 * $1.1.mean }
    // Within the models and between them.
    let variance = parts.reduce(0) { sum, part in
      let deviation = part.1.mean - mean
      return sum + part.0 * (part.1.variance + deviation * deviation)
    }
    return MeanAndVariance(mean: mean, variance: variance)
  }
}
