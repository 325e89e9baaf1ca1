private import Randomness

/// The index of KL-UCB at one clock: sup{ q : n·kl(mean, q) ≤ f(t, n) }.
struct DivergenceIndex {
  /// f(t, 1): no candidate has a larger budget.
  let budget: Double
  private let exploration: DivergenceExploration
  /// What is divided by the pulls where the budget depends on them.
  private let mass: Double

  /// How far below an index a candidate must stay to be passed over: more than the index's error.
  static let margin = 1e-11

  /// The index at `clock` among `count` candidates.
  @inline(__always)
  init(_ exploration: DivergenceExploration, clock: Int, count: Int) {
    self.exploration = exploration
    mass = exploration.mass(clock: clock, count: count)
    budget = exploration.budget(mass)
  }

  /// The index of a candidate.
  @inline(__always)
  func callAsFunction(mean: Double, pulls: Double) -> Double {
    BernoulliDivergence.upperBound(mean, within: budget(pulls) / pulls)
  }

  /// False only if the candidate's index is below `value`: one divergence.
  @inline(__always)
  func reaches(_ value: Double, mean: Double, pulls: Double) -> Bool {
    let rival = value - Self.margin
    return !(mean < rival && pulls * BernoulliDivergence.kl(mean, rival) > budget(pulls))
  }

  /// f(t, n); a count below 1, which moments may be matched to, is 1 here.
  @inline(__always)
  private func budget(_ pulls: Double) -> Double {
    exploration.isShared ? budget : exploration.budget(mass / max(1, pulls))
  }
}
