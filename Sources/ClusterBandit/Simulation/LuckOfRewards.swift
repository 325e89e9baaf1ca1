/// How lucky the rewards of a replication were: control variates of its pseudo-regret.
///
/// With e_t = r_t − μ_{a_t}, the reward of round t less its expectation given everything before,
/// Σ e_t, and any sum of e_t with weights that are known before the reward is drawn, is a
/// martingale that begins at 0: its mean is exactly 0 for every policy and every instance. Three of
/// them are kept, each with one weight:
///
/// - ``best``: 1 for optimal arms, else 0;
/// - ``others``: 1 for the other arms, else 0;
/// - ``weighted``: μ* − μ_{a_t}.
///
/// What a policy loses is decided to a large part by this luck: an index stays below another one
/// until its own rewards have made up for it. An estimate that takes out what the luck explains has
/// the same mean and a smaller error; see ``Metric/adjustedRegret``.
///
/// Source: S. S. Lavenberg and P. D. Welch, "A perspective on the use of control variables to
/// increase the efficiency of Monte Carlo simulations", Management Science 27 (1981). The choice of
/// the three weights is this project's.
public struct LuckOfRewards: Sendable, Equatable {
  /// Σ e_t over pulls of optimal arms.
  public private(set) var best = 0.0
  /// Σ e_t over pulls of other arms.
  public private(set) var others = 0.0
  /// Σ (μ* − μ_{a_t}) e_t.
  public private(set) var weighted = 0.0

  /// The luck before the first round.
  public init() {}

  /// Adds a pull.
  ///
  /// - Parameters:
  ///   - reward: r_t.
  ///   - mean: μ_{a_t} of the pulled arm, in the round.
  ///   - loss: μ* − μ_{a_t} ≥ 0.
  public mutating func add(reward: Double, mean: Double, loss: Double) {
    let surprise = reward - mean
    if loss == 0 { best += surprise } else { others += surprise }
    weighted += loss * surprise
  }

  /// The three sums.
  public var values: [Double] { [best, others, weighted] }
}
