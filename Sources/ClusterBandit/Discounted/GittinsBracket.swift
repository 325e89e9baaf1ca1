private import Randomness

/// A bracket of the Gittins index of a Bernoulli arm whose mean is Beta(a, b).
///
/// With the discount factor α the index is the highest rate at which pulls up to some stopping time
/// τ ≥ 1 can pay,
///
///     λ(a, b) = sup_τ E Σ_{t<τ} α^t r_t / E Σ_{t<τ} α^t
///
/// or the known mean of another arm that is as good as this one. A look-ahead of L pulls bounds it
/// from both sides. After the L-th pull nothing more is learned, and the arm is pulled for ever if
/// its posterior mean is above λ: that is a stopping time, so what comes out is at most the index.
/// Or its mean is told, and it is pulled for ever if that is above λ: no stopping time does better,
/// so what comes out is at least the index. Both come closer as L grows.
///
/// With λ given the best τ and the two expectations follow from backward induction, and their ratio
/// is the next λ: from any λ below, the ratios rise to the highest one, and near it each has about
/// twice as many right digits as the one before.
///
/// Sources: J. C. Gittins, "Bandit processes and dynamic allocation indices", Journal of the Royal
/// Statistical Society B 41 (1979), for the index; W. Dinkelbach, "On nonlinear fractional
/// programming", Management Science 13 (1967), for the iteration. One look-ahead with the mean told
/// is the optimistic index of E. Gutin and V. F. Farias, "Optimistic Gittins indices", NIPS 2016.
struct GittinsBracket: BitwiseCopyable, Sendable, Equatable {
  /// At most the index.
  private(set) var lower: Double
  /// At least the index, but for rounding of 1e-14.
  private(set) var upper: Double
  /// L.
  private(set) var depth: Int

  /// The deepest look-ahead; what is open then is settled by the middle of the bracket.
  static let greatestDepth = 2048
  /// Brackets narrower than this are settled likewise.
  static let resolution = 1e-12

  /// The bracket from a look-ahead of `depth` pulls.
  ///
  /// O(L²) for each of a few iterations, and 2 L numbers.
  ///
  /// - Parameters:
  ///   - alpha: a > 0.
  ///   - beta: b > 0.
  ///   - discount: 0 < α < 1.
  ///   - depth: L ≥ 1.
  ///   - start: at most the lower bound; where the iteration begins.
  init(alpha: Double, beta: Double, discount: Double, depth: Int, from start: Double = 0) {
    self.depth = depth
    var tree = LookAhead(alpha: alpha, beta: beta, discount: discount, depth: depth)
    lower = tree.highestRate(from: start, tellingMean: false)
    upper = tree.highestRate(from: lower, tellingMean: true)
  }

  /// The bracket of an arm of which as little as possible was looked ahead.
  init(alpha: Double, beta: Double, discount: Double) {
    self.init(alpha: alpha, beta: beta, discount: discount, depth: 1)
    settleIfNarrow()
  }

  /// The same arm's bracket from twice as many pulls; it is settled where no more can be told.
  func deepened(alpha: Double, beta: Double, discount: Double) -> GittinsBracket {
    if isSettled { return self }
    var bracket = GittinsBracket(
      alpha: alpha, beta: beta, discount: discount, depth: 2 * depth, from: lower)
    bracket.settleIfNarrow()
    return bracket
  }

  /// Whether the bracket is a point.
  var isSettled: Bool { depth == .max }

  private mutating func settleIfNarrow() {
    guard upper - lower <= GittinsBracket.resolution || depth >= GittinsBracket.greatestDepth
    else { return }
    lower += 0.5 * (upper - lower)
    upper = lower
    depth = .max
  }
}

/// The states that up to L pulls of an arm lead to.
private struct LookAhead: ~Copyable {
  let alpha: Double
  let beta: Double
  let discount: Double
  let depth: Int
  /// E Σ α^t r_t and E Σ α^t until τ, by successes, of the states with one number of pulls.
  private var rewards: AlignedBuffer<Double>
  private var times: AlignedBuffer<Double>

  init(alpha: Double, beta: Double, discount: Double, depth: Int) {
    (self.alpha, self.beta, self.discount, self.depth) = (alpha, beta, discount, depth)
    rewards = AlignedBuffer(repeating: 0, count: depth + 1)
    times = AlignedBuffer(repeating: 0, count: depth + 1)
  }

  /// The highest rate that a stopping time reaches.
  mutating func highestRate(from start: Double, tellingMean: Bool) -> Double {
    var rate = max(start, alpha / (alpha + beta))
    for _ in 0..<100 {
      let next = bestRate(against: rate, tellingMean: tellingMean)
      // Rates rise; rounding ends it where they do not.
      if next <= rate * (1 + 1e-15) { return max(rate, next) }
      rate = next
    }
    return rate
  }

  /// The rate of the stopping time that is best where λ = `rate` is what time costs.
  private mutating func bestRate(against rate: Double, tellingMean: Bool) -> Double {
    var first = fillLeaves(rate, tellingMean: tellingMean)
    for pulls in stride(from: depth - 1, to: 0, by: -1) {
      // Where no success is worth going on after, none is one pull earlier with one less.
      first = fold(pulls, from: max(0, first - 1), against: rate)
    }
    let mean = alpha / (alpha + beta)
    let reward = mean * (1 + discount * rewards[1]) + (1 - mean) * discount * rewards[0]
    let time = 1 + discount * (mean * times[1] + (1 - mean) * times[0])
    return reward / time
  }

  /// The states after L pulls; returns the least number of successes that is worth a pull.
  private mutating func fillLeaves(_ rate: Double, tellingMean: Bool) -> Int {
    let forever = 1 / (1 - discount)
    if tellingMean {
      let point = Probability(value: rate, complement: 1 - rate)
      for successes in 0...depth {
        let (a, b) = (alpha + Double(successes), beta + Double(depth - successes))
        let (tail, excess) = BetaDistribution(alpha: a, beta: b).excess(over: point)
        rewards[successes] = forever * (excess + rate * tail)
        times[successes] = forever * tail
      }
      return 0
    }
    var first = depth + 1
    for successes in stride(from: depth, through: 0, by: -1) {
      let mean = (alpha + Double(successes)) / (alpha + beta + Double(depth))
      let goesOn = mean > rate
      if goesOn { first = successes }
      rewards[successes] = goesOn ? forever * mean : 0
      times[successes] = goesOn ? forever : 0
    }
    return first
  }

  /// The states one pull earlier, from so many successes on.
  private mutating func fold(_ pulls: Int, from begin: Int, against rate: Double) -> Int {
    let scale = 1 / (alpha + beta + Double(pulls))
    var first = pulls + 1
    var successes = begin
    while successes <= pulls {
      let mean = (alpha + Double(successes)) * scale
      let other = (1 - mean) * discount
      let lucky = mean * discount
      let reward = mean + lucky * rewards[successes + 1] + other * rewards[successes]
      let time = 1 + lucky * times[successes + 1] + other * times[successes]
      let goesOn = reward > rate * time
      if goesOn && successes < first { first = successes }
      rewards[successes] = goesOn ? reward : 0
      times[successes] = goesOn ? time : 0
      successes += 1
    }
    return first
  }
}
