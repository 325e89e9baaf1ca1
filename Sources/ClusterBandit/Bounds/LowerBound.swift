/// Asymptotic lower bounds on the regret of one instance, in units of ln T.
///
/// A policy is uniformly good if its regret is o(T^a) for every a > 0 on every instance of a class.
/// On the given instance its regret R_T then satisfies lim inf R_T / ln T ≥ C, where C depends on
/// the class: ``laiRobbins`` if the arms' means may be anything, ``clustered(width:)`` if the means
/// of a cluster are known to differ by at most w.
///
/// The divergence is that of the rewards: kl(p, q) of Bernoulli laws, (q − p)²/(2σ²) of normal
/// ones. Sums run over suboptimal arms only, so several optimal arms are no special case. A
/// divergence is infinite if one reward can tell the laws apart (μ* = 1, or σ = 0): such an arm
/// adds nothing. A constant beyond the largest number is ∞. With N = 1, or all means equal, both
/// bounds are 0.
///
/// Not meant for the loop over rounds: O(N) logarithms a constant. Draws nothing.
public struct LowerBound: Sendable {
  private let instance: BanditInstance
  /// The largest range of the means of one cluster: the smallest w for which the instance is
  /// admissible.
  ///
  /// 0 if every cluster has a single arm.
  public let spread: Double

  /// The bounds of an instance.
  ///
  /// O(N).
  public init(_ instance: BanditInstance) {
    self.instance = instance
    let clustering = instance.clustering
    let ranges = (0..<clustering.clusterCount).map { cluster in
      let means = clustering.arms(of: cluster).map { instance.means[$0] }
      return (means.max() ?? 0) - (means.min() ?? 0)
    }
    spread = ranges.max() ?? 0
  }

  /// Whether no two arms of a cluster differ by more than `width`, up to rounding of the means.
  ///
  /// An instance that is not admissible lies outside of the class, and the clustered bound says
  /// nothing about it.
  public func admits(width: Double) -> Bool {
    // A difference of two means, themselves rounded, is off by a few units in their last place.
    let largest = instance.means.array.lazy.map(\.magnitude).max() ?? 0
    return spread - width <= 4 * largest.ulp
  }

  /// C = Σ Δ_i / kl(μ_i, μ*) over the arms with Δ_i = μ* − μ_i > 0: no structure is known.
  ///
  /// Source: T. L. Lai and H. Robbins, "Asymptotically efficient adaptive allocation rules",
  /// Advances in Applied Mathematics 6 (1985), theorem 2.
  public var laiRobbins: Double {
    (0..<instance.armCount).reduce(0) { $0 + independentCost(of: $1) }
  }

  /// The bound if arms of one cluster are known to differ by at most `width`.
  ///
  /// Let a_i = kl(μ_i, μ*) and b_i = kl⁺(μ_i, μ* − w). An arm of a cluster that holds an optimal
  /// arm costs Δ_i/a_i as before: its siblings need not move when it becomes the best one. In any
  /// other cluster an arm can be the best one only if all its siblings reach μ* − w, so x_i ln T
  /// pulls must rule that out together:
  ///
  ///     minimise Σ Δ_i x_i  subject to  a_i x_i + Σ_{j≠i} b_j x_j ≥ 1 for every i,  x ≥ 0.
  ///
  /// With d_i = a_i − b_i > 0 and s = Σ b_j x_j the constraints read x_i ≥ (1 − s)/d_i. For a given
  /// s in [0, 1] the cheapest x takes these values and buys what s still lacks where Δ_i/b_i is
  /// smallest; the cost is linear in s, so the optimum is at one of the two ends:
  ///
  ///     min{ [Σ Δ_i/d_i] / [1 + Σ b_i/d_i],  min_i Δ_i/b_i }.
  ///
  /// Never above ``laiRobbins``, never falling in w, and equal to it where all b_i = 0: for w ≥ μ*
  /// (Bernoulli), for singletons, and if all clusters reach within w of μ*. With w = 0 a cluster
  /// counts as one arm. The bound holds only where ``admits(width:)``; below the spread the formula
  /// is evaluated all the same.
  ///
  /// Source: A. Gore and P. Chaporkar, "Clus-UCB: a near-optimal algorithm for clustered bandits",
  /// arXiv:2508.02909 (2025).
  ///
  /// - Parameter width: w ≥ 0, not NaN.
  public func clustered(width: Double) -> Double {
    demand(width >= 0, "a spread is not negative")
    // Summed arm by arm where siblings do not matter, as the other bound is, and cut off at it: the
    // two are equal, or in order, to the last bit.
    var total = 0.0
    for cluster in 0..<instance.clustering.clusterCount {
      if let cost = sharedCost(of: cluster, width: width) {
        total += cost
      } else {
        for arm in instance.clustering.arms(of: cluster) { total += independentCost(of: arm) }
      }
    }
    return min(total, laiRobbins)
  }

  /// Δ/kl(μ, μ*), 0 for an optimal arm.
  private func independentCost(of arm: Int) -> Double {
    let gap = instance.oracle.mean - instance.means[arm]
    return gap > 0 ? gap / divergence(instance.means[arm], instance.oracle.mean) : 0
  }

  /// The cost of a cluster whose arms must be ruled out together; nil if each costs what it would
  /// alone.
  private func sharedCost(of cluster: Int, width: Double) -> Double? {
    let best = instance.oracle.mean
    let arms = instance.clustering.arms(of: cluster)
    if arms.contains(where: { instance.means[$0] == best })
      || arms.allSatisfy({ instance.means[$0] >= best - width })
    {
      return nil
    }
    var allTight = 0.0
    var shared = 0.0
    var cheapest = Double.infinity
    for arm in arms {
      let mean = instance.means[arm]
      let gap = best - mean
      let own = divergence(mean, best)
      let sibling = mean < best - width ? divergence(mean, best - width) : 0
      if sibling > 0 { cheapest = min(cheapest, gap / sibling) }
      allTight += gap / (own - sibling)
      shared += sibling / (own - sibling)
    }
    // Where nothing separates own from sibling, because w is tiny or both are infinite, the second
    // end is the optimum.
    return shared.isFinite && allTight >= 0 ? min(allTight / (1 + shared), cheapest) : cheapest
  }

  /// The divergence of the rewards of mean `q` from those of mean `p`.
  private func divergence(_ p: Double, _ q: Double) -> Double {
    switch instance.rewards {
    case .bernoulli: return BernoulliDivergence.kl(p, q)
    case .gaussian(let deviation):
      // Dividing first: the square of a huge σ is not finite.
      let z = (q - p) / deviation
      return z * z / 2
    case .contextual:
      // The means of such an instance are all 0, so that no arm has a gap to be divided.
      return .infinity
    }
  }
}
