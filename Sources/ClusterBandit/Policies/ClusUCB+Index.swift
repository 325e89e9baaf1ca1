private import Randomness

extension ClusUCB {
  /// A mean that arms may have to reach, with its logarithms.
  struct Target {
    let mean: Double
    let logSuccess: Double
    let logFailure: Double

    init(_ mean: Double) {
      self.mean = mean
      // Every arm reaches a mean of 0 for free, so the logarithms are not used there.
      logSuccess = mean > 0 ? Elementary.log(mean) : 0
      logFailure = mean > 0 ? Elementary.log(1 - mean) : 0
    }

    /// n kl⁺(s/n, mean).
    @inline(__always)
    func cost(of arm: Evidence) -> Double {
      arm.mean < mean
        ? arm.negentropy - arm.successes * logSuccess - arm.failures * logFailure : 0
    }
  }

  /// A candidate index q, and what it asks of the arm and of its siblings.
  struct Level {
    let own: Target
    let sibling: Target

    init(_ position: Int, width: Double) {
      let q = Double(position) * 0x1p-40
      own = Target(q)
      // Below 1, also where a tiny width is lost in rounding: the costs stay finite.
      sibling = Target(min(q - width, 1 - 0x1p-53))
    }

    /// By how much more the arm pays for the own target than for a sibling's, never negative.
    @inline(__always)
    func surplus(of arm: Evidence) -> Double {
      max(0, own.cost(of: arm) - sibling.cost(of: arm))
    }
  }

  /// ln t + c ln ln t, 0 for t = 0 and without the second term for t < e.
  ///
  /// Widened by 2^−48 of itself: what costs exactly as much, like q = ½ after one failure and t =
  /// 2, is within the budget in spite of rounding.
  func budget(pulls t: Int) -> Double {
    let log = Elementary.log(Double(max(t, 1)))
    return (log + factor * Elementary.log(max(log, 1))) * (1 + 0x1p-48)
  }

  /// U_i with t pulls so far.
  func index(of arm: Int, pulls t: Int) -> Double {
    Double(position(of: arm, atLeast: 0, budget: budget(pulls: t))) * 0x1p-40
  }

  /// The highest index of all arms, as a position on the grid.
  func highestIndex(budget: Double) -> Int {
    var best = position(of: latest, atLeast: 0, budget: budget)
    // An arm takes the lead only if its index reaches the next position.
    var above = Level(min(best &+ 1, ClusUCB.top), width: width)
    var cluster = 0
    while best < ClusUCB.top, cluster < clustering.clusterCount {
      if let arm = cheapest(in: cluster, above, budget: budget) {
        best = position(of: arm, atLeast: best &+ 1, budget: budget)
        above = Level(min(best &+ 1, ClusUCB.top), width: width)
      } else {
        cluster &+= 1
      }
    }
    return best
  }

  /// The arm of a cluster for which the level costs least, if that is within the budget.
  private func cheapest(in cluster: Int, _ level: Level, budget: Double) -> Int? {
    let shared = siblingCost(of: cluster, level)
    if shared > budget { return nil }
    var (winner, lowest) = (0, Double.infinity)
    for arm in clustering.arms(of: cluster) {
      let surplus = level.surplus(of: arms[arm])
      if surplus < lowest { (winner, lowest) = (arm, surplus) }
    }
    return shared + lowest <= budget ? winner : nil
  }

  /// Σ n_j kl⁺(μ̂_j, q − w) over all arms of a cluster.
  ///
  /// Linear in the sums of counts and entropies, which are exact: the order of the arms is without
  /// influence.
  @inline(__always)
  private func siblingCost(of cluster: Int, _ level: Level) -> Double {
    var sum = Evidence()
    for arm in clustering.arms(of: cluster) {
      let seen = arms[arm]
      let counts = seen.mean < level.sibling.mean
      sum.successes += counts ? seen.successes : 0
      sum.failures += counts ? seen.failures : 0
      sum.negentropy += counts ? seen.negentropy : 0
    }
    // An arm that counts has failed at least once: without failures the sum is empty, and free.
    sum.mean = sum.failures > 0 ? 0 : 1
    return max(0, level.sibling.cost(of: sum))
  }

  /// The left side of the inequality for an arm of mean `position` · 2^−40.
  func cost(of arm: Int, at position: Int) -> Double {
    let level = Level(position, width: width)
    let cluster = Int(clustering.clusterOfArm[arm])
    return siblingCost(of: cluster, level) + level.surplus(of: arms[arm])
  }

  /// The largest position from `lower` on at which the arm's cost is within the budget; it is at
  /// `lower`.
  private func position(of arm: Int, atLeast lower: Int, budget: Double) -> Int {
    if cost(of: arm, at: ClusUCB.top) <= budget { return ClusUCB.top }
    var (low, high) = (lower, ClusUCB.top)
    while high &- low > 1 {
      let middle = (low &+ high) / 2
      if cost(of: arm, at: middle) <= budget { low = middle } else { high = middle }
    }
    return low
  }

  /// Calls `body` with every arm whose index reaches the level, until it returns false.
  @inline(__always)
  func visit(_ level: Level, budget: Double, _ body: (Int) -> Bool) {
    for cluster in 0..<clustering.clusterCount {
      let shared = siblingCost(of: cluster, level)
      if shared > budget { continue }
      for arm in clustering.arms(of: cluster)
      where shared + level.surplus(of: arms[arm]) <= budget {
        if !body(arm) { return }
      }
    }
  }
}
