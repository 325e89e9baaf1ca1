private import Randomness

/// A bracket of the index of a cluster: the highest rate at which pulls of its arms, in any order
/// and up to any stopping time, can pay.
///
/// With x the successes and failures of the arms and p_i(x) = E[θ_i | x],
///
///     V(x; M) = max{M, max_i p_i(1 + αV(x + success of i; M)) + (1 − p_i)αV(x + failure of i; M)}
///     λ(x) = (1 − α) · inf{M : V(x; M) = M},
///
/// and the arm of the index is the one that attains the inner maximum there. A look-ahead of L
/// pulls bounds λ from both sides. After it the best arm may be pulled for ever: a policy, so what
/// comes out is at most λ. Or all means are told, and the highest is pulled for ever if it is above
/// λ: no policy does better, so what comes out is at least λ. With E max(λ, max_i θ_i) by
/// ``ToldMeans`` one pull ahead is one equation, λ = (1 − α) max_i p_i + α E max(λ, max_i θ_i), the
/// optimistic index.
///
/// These integrals cost several times as much as all the rest of a look-ahead, and what they rule
/// out another pull or two of look-ahead rules out for less: they are taken where single pulls are
/// watched, and not where a policy plays. It needs an upper bound only to see which clusters to
/// look ahead in, and takes one of the second kind by two moments, wide where many siblings have
/// seen no pull: E(max_i θ_i − λ)⁺ ≤ Σ_i E(θ_i − λ)⁺, and of a variable of mean p and variance v,
/// E(θ − λ)⁺ ≤ ½(√(v + (λ − p)²) − (λ − p)).
///
/// Independent arms: the index is the largest Gittins index of an arm, and the policy that follows
/// it is optimal. Arms that tell of each other make the cluster a superprocess: the index policy is
/// a policy, and need not be optimal.
///
/// Sources: S. Pandey, D. Chakrabarti and D. Agarwal, "Multi-armed bandit problems with dependent
/// arms", ICML 2007, for a pair of index and arm for each cluster and for finite look-ahead; P.
/// Whittle, "Multi-armed bandits and the Gittins index", Journal of the Royal Statistical Society B
/// 42 (1980), for superprocesses; E. Gutin and V. F. Farias, "Optimistic Gittins indices", NIPS
/// 2016, for the means that are told; H. Scarf, "A min-max solution of an inventory problem"
/// (1958), for the bound by two moments.
struct ClusterBracket: BitwiseCopyable, Sendable, Equatable {
  /// At most the index.
  private(set) var lower: Double
  /// At least the index, but for rounding, or an error below 5e-12/(1 − α) with all means told.
  private(set) var upper: Double
  /// The arm, as the counts are listed.
  let arm: Int
  /// L.
  let depth: Int
  /// Whether the upper bound is that of all means told, and not a bound of it.
  private(set) var isTold = false
  /// Whether a deeper look-ahead was too large.
  private(set) var isSettled = false

  /// The bracket from a look-ahead of `depth` ≥ 1 pulls; nil if it has more than `most` states.
  ///
  /// - Parameters:
  ///   - counts: successes and failures of the arms; arms with equal counts stand together.
  ///   - discount: 0 < α < 1.
  ///   - telling: whether the upper bound is that of all means told, unless that is too large.
  init?(
    prior: ClusterPrior, counts: [SIMD2<Double>], discount: Double, depth: Int, most: Int,
    telling: Bool = false
  ) {
    guard
      let states = ClusterStates(prior: prior, counts: counts, depth: depth, most: most)
    else { return nil }
    var fold = ClusterFold(states, discount: discount, telling: telling)
    let low = fold.highestRate(states, from: 0, tellingMeans: false)
    lower = low.rate
    arm = low.arm
    // A reward is at most 1, and so is a rate; two moments do not know it.
    upper = min(1, fold.highestRate(states, from: low.rate, tellingMeans: true).rate)
    self.depth = depth
    isTold = fold.isTold
  }

  /// The same bracket where nothing deeper fits: its lower bound is the index that counts.
  var settled: ClusterBracket {
    var bracket = self
    bracket.isSettled = true
    bracket.upper = lower
    return bracket
  }
}

/// Backward induction over the states of a cluster.
private struct ClusterFold: ~Copyable {
  private let discount: Double
  /// E Σ α^t r_t and E Σ α^t until τ, of one level's states.
  private var rewards: [Double]
  private var times: [Double]
  /// The last level's states with all means told, where that is not too large.
  private var told: ToldMeans?
  private let isTelling: Bool

  /// Whether all means have been told.
  var isTold: Bool { told != nil }

  init(_ states: borrowing ClusterStates, discount: Double, telling: Bool) {
    self.discount = discount
    isTelling = telling
    let most = max(states.leafStarts.count, states.starts.map(\.count).max() ?? 1)
    rewards = Array(repeating: 0, count: most)
    times = rewards
  }

  /// The highest rate that a way of pulling and stopping reaches, and its first arm.
  ///
  /// Dinkelbach's iteration, as in ``GittinsBracket``.
  mutating func highestRate(
    _ states: borrowing ClusterStates, from start: Double, tellingMeans: Bool
  ) -> (rate: Double, arm: Int) {
    if tellingMeans && isTelling { told = ToldMeans(states, above: start) }
    var best = (rate: start, arm: 0)
    for move in states.moves[0] where move.mean >= best.rate {
      if move.mean > best.rate { best = (move.mean, Int(move.arm)) }
    }
    for _ in 0..<100 {
      let next = bestRate(states, against: best.rate, tellingMeans: tellingMeans)
      if next.rate <= best.rate * (1 + 1e-15) {
        return (max(best.rate, next.rate), next.arm)
      }
      best = next
    }
    return best
  }

  private mutating func bestRate(
    _ states: borrowing ClusterStates, against rate: Double, tellingMeans: Bool
  ) -> (rate: Double, arm: Int) {
    fillLeaves(states, rate, tellingMeans: tellingMeans)
    for level in stride(from: states.depth - 1, through: 0, by: -1) {
      let (starts, moves) = (states.starts[level], states.moves[level])
      var (levelRewards, levelTimes) = ([Double](), [Double]())
      levelRewards.reserveCapacity(starts.count)
      levelTimes.reserveCapacity(starts.count)
      for state in 0..<starts.count - 1 {
        var best = (gain: level == 0 ? -Double.infinity : 0, reward: 0.0, time: 0.0, arm: Int32(0))
        for move in moves[Int(starts[state])..<Int(starts[state + 1])] {
          let (success, failure) = (Int(move.success), Int(move.failure))
          let (lucky, other) = (move.mean * discount, (1 - move.mean) * discount)
          let reward = move.mean + lucky * rewards[success] + other * rewards[failure]
          let time = 1 + lucky * times[success] + other * times[failure]
          let gain = reward - rate * time
          if gain > best.gain { best = (gain, reward, time, move.arm) }
        }
        if level == 0 { return (best.reward / best.time, Int(best.arm)) }
        levelRewards.append(best.reward)
        levelTimes.append(best.time)
      }
      (rewards, times) = (levelRewards, levelTimes)
    }
    return (rate, 0)
  }

  /// What the last level's states are worth beyond λ, as rewards and time.
  private mutating func fillLeaves(
    _ states: borrowing ClusterStates, _ rate: Double, tellingMeans: Bool
  ) {
    let forever = 1 / (1 - discount)
    let count = states.leafStarts.count - 1
    rewards.removeAll(keepingCapacity: true)
    times.removeAll(keepingCapacity: true)
    if tellingMeans, told != nil {
      // h(λ) = E(max θ − λ)⁺ is convex: rewards h − λh′ and time −h′ have it as a tangent.
      told?.look(at: rate)
      for state in 0..<count {
        let (excess, tail) = told?.worth(of: state) ?? (0, 0)
        rewards.append(forever * (excess + rate * tail))
        times.append(forever * tail)
      }
      return
    }
    for state in 0..<count {
      let arms = states.leaves[Int(states.leafStarts[state])..<Int(states.leafStarts[state + 1])]
      if tellingMeans {
        // Likewise of a convex bound of h(λ).
        var (excess, share) = (0.0, 0.0)
        for arm in arms {
          let distance = rate - arm.mean
          let root = (arm.variance + distance * distance).squareRoot()
          excess += 0.5 * arm.copies * (root - distance)
          share += 0.5 * arm.copies * (root > 0 ? 1 - distance / root : 0)
        }
        rewards.append(forever * (excess + rate * share))
        times.append(forever * share)
      } else {
        let best = arms.reduce(0) { max($0, $1.mean) }
        rewards.append(best > rate ? forever * best : 0)
        times.append(best > rate ? forever : 0)
      }
    }
  }
}
