private import Randomness

/// The index of KL-UCB at one clock: sup{ q : n·kl(mean, q) ≤ ln t + c ln ln t }.
struct DivergenceIndex {
  /// ln t + c ln ln t.
  let budget: Double

  /// How far below an index a candidate must stay to be passed over: more than the index's error.
  static let margin = 1e-11

  /// The index at `clock` with the weight c of ln ln t, which counts as 0 while it is negative.
  @inline(__always)
  init(clock: Int, weight: Double) {
    let log = Elementary.log(Double(max(clock, 1)))
    budget = log > 1 ? log + weight * Elementary.log(log) : log
  }

  /// The index of a candidate.
  @inline(__always)
  func callAsFunction(mean: Double, pulls: Double) -> Double {
    BernoulliDivergence.upperBound(mean, within: budget / pulls)
  }

  /// False only if the candidate's index is below `value`: one divergence.
  @inline(__always)
  func reaches(_ value: Double, mean: Double, pulls: Double) -> Bool {
    let rival = value - Self.margin
    return !(mean < rival && pulls * BernoulliDivergence.kl(mean, rival) > budget)
  }
}
