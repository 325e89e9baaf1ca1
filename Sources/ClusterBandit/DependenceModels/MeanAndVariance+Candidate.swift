extension MeanAndVariance {
  /// The Beta distribution of these moments in the form that rules read: ν = r(1 − r)/v − 1,
  /// α = rν, β = (1 − r)ν.
  ///
  /// A variance of 0, or one that only two points could have, is moved inside by rounding's width.
  func betaCandidate(pulls: Double, counts: PullCounting) -> CandidateEstimate {
    let r = min(max(mean, 1e-12), 1 - 1e-12)
    let nu = min(max(r * (1 - r) / max(variance, 1e-300) - 1, 1e-9), 1e15)
    return CandidateEstimate(
      pulls: counts == .matched ? nu : pulls, mean: mean, variance: mean * (1 - mean),
      alpha: r * nu, beta: (1 - r) * nu, posteriorVariance: variance)
  }

  /// The normal distribution of these moments in the form that rules read; the matched count is
  /// s²/v.
  func normalCandidate(
    pulls: Double, counts: PullCounting, noiseVariance: Double
  ) -> CandidateEstimate {
    let matched = variance > 0 ? min(max(noiseVariance / variance, 1e-9), 1e15) : 1e15
    return CandidateEstimate(
      pulls: counts == .matched ? matched : pulls, mean: mean, variance: noiseVariance, alpha: 0,
      beta: 0, posteriorVariance: variance)
  }
}
