/// What an arm has of its own, given the effects of its cluster.
struct OwnEffect {
  /// n_i.
  let pulls: Double
  /// τ².
  let own: Double
  /// s².
  let noise: Double

  /// d = n/(n τ² + s²), the precision with which r̄ speaks of the effects.
  var precision: Double { pulls > 0 ? pulls / (pulls * own + noise) : 0 }

  /// a = s²/(n τ² + s²), the weight of the effects in θ; 1 before the first pull.
  var slope: Double { pulls > 0 ? noise / (pulls * own + noise) : 1 }

  /// θ = offset + slope b_iᵀψ + N(0, variance).
  @inline(__always)
  func regression(
    sum: Double, mean: Double
  ) -> (offset: Double, slope: Double, variance: Double) {
    let slope = self.slope
    return (mean + precision * own * (pulls > 0 ? sum / pulls - mean : 0), slope, slope * own)
  }
}
