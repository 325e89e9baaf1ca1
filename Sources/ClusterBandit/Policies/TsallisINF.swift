public import Randomness

/// Tsallis-INF: arm i with probability w_i = 4/(η (L̂_i − x))², where x makes them sum to 1 and a
/// pull of i adds loss/w_i to L̂_i.
///
/// The loss is 1 − reward and η_t = 2/√t in round t. It is follow-the-regularized-leader with the
/// Tsallis entropy of power ½: of the best order against an adversary, sqrt(K T), and of the order
/// ln T where rewards are drawn from fixed laws, without knowing which of the two it is.
///
/// x is found by Newton's method from min L̂ − 2/η, where the leader alone has weight 1: the sum of
/// weights is convex and rising in x there, so the steps go down to the root and never past it.
///
/// Source: J. Zimmert and Y. Seldin, "Tsallis-INF: an optimal algorithm for stochastic and
/// adversarial bandits", JMLR 22 (2021), algorithms 1 and 2 (importance weighting).
///
/// Draws one word a round. A choice is O(N) for each of a few steps, learning O(1). 32 bytes an
/// arm.
public struct TsallisINF: Policy, ~Copyable {
  /// The family in experiment files.
  static let family = PolicyFamily(
    name: "tsallis-inf",
    summary: "an arm with probability 4/(η (estimated loss − x))², for any rewards in [0, 1]",
    parameters: [], conventions: .adversarial, learnsFromOwnPullsAlone: true,
    problems: { ArgumentProblem.unlessBinary($1, "tsallis-inf bounds losses by 1") },
    prepare: { _, _ in PreparedPolicy(binary: { TsallisINF(setting: $0) }) })

  private var losses: WeightedLosses

  /// The policy over all arms of the setting.
  public init(setting: PolicySetting) { losses = WeightedLosses(setting) }

  /// A draw by the weights.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let rate = 2 / Double(round).squareRoot()
    var lowest = Double.infinity
    for arm in 0..<losses.losses.count { lowest = min(lowest, losses.losses[arm]) }
    var x = lowest - 2 / rate
    var sum = weigh(x, rate: rate)
    // The steps shrink quadratically near the root; a rounded sum ends them.
    while sum.total - 1 > 1e-12 {
      let next = x - (sum.total - 1) / (rate * sum.slope)
      if next >= x { break }
      x = next
      sum = weigh(x, rate: rate)
    }
    return losses.draw(sum: sum.total, bias: 0, using: &stream)
  }

  /// Sets the weights for an x; their sum, and Σ w^(3/2), which is the sum's derivative by η x.
  private mutating func weigh(_ x: Double, rate: Double) -> (total: Double, slope: Double) {
    var (total, slope) = (0.0, 0.0)
    for arm in 0..<losses.losses.count {
      let root = 2 / (rate * (losses.losses[arm] - x))
      losses.weights[arm] = root * root
      total += root * root
      slope += root * root * root
    }
    return (total, slope)
  }

  /// Adds the weighted loss.
  public mutating func update(arm: Int, reward: Double) { losses.settle(arm, reward: reward) }

  /// Pulls and observed mean.
  public func belief(of arm: Int) -> Belief? { losses.belief(of: arm) }
}
