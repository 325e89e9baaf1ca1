public import Randomness

/// Clus-UCB: an optimistic index for arms whose cluster is known to be no wider than w.
///
/// If arm i has mean q, its siblings have at least q − w, so their failures speak against q too:
///
///     U_i = sup{ q ≤ 1 : n_i kl⁺(μ̂_i, q) + Σ_{j≠i in c(i)} n_j kl⁺(μ̂_j, q − w) ≤ ln t + c ln ln t }
///
/// with t the pulls so far; ln ln t counts from t = e on. The arm of highest index is pulled. The
/// divergences count upwards only, so the set is never empty: where the siblings alone contradict
/// μ̂_i, the index falls below it. w ≥ 1 is KL-UCB, w → 0 makes a cluster one arm, and a w below
/// the true spread can rule the best arm out.
///
/// There are no forced first pulls. An arm without pulls has index 1 in a cluster without pulls, and
/// otherwise what its siblings leave it: in a bad cluster it may stay unplayed, which is the gain.
/// With one arm, or all arms in clusters of their own, it is KL-UCB with unplayed arms at index 1.
///
/// Indices are multiples of 2^−40, the largest at which the inequality holds. All sums over siblings
/// are exact (counts are whole numbers, entropies are rounded to a common unit), so arms in equal
/// states tie exactly, whatever the labels.
///
/// Source: built on the lower bound of A. Gore and P. Chaporkar, "Clus-UCB: a near-optimal algorithm
/// for clustered bandits", arXiv:2508.02909 (2025), of which it is the dual: an arm is given up when
/// the left side, a_i n_i + Σ b_j n_j at the best mean, exceeds ln t. The upward divergence of the
/// own term, the absence of first pulls and the grid are choices made here.
///
/// Rewards in {0, 1}. Draws nothing but ties if they are `uniform`. A selection costs O(N)
/// multiplications, and 40 steps of O(|c|) with four logarithms for every arm that takes the lead:
/// the one pulled last, and then mostly none. Recording is O(1) with two logarithms. 32 bytes an arm.
public struct ClusUCB: Policy, ~Copyable {
  /// The family in experiment files.
  static let family = PolicyFamily(
    name: "clus-ucb",
    summary: "highest q with n kl⁺(mean, q) + Σ siblings' n kl⁺(mean, q − w) ≤ ln t + c ln ln t",
    parameters: [
      .required(
        "width", .number(.weight),
        "w > 0: the means of a cluster differ by at most w; 1 is KL-UCB without a first pull of each arm"
      ),
      .defaulted(
        "c", .number(.closed(0, 1e15)), .number(0),
        "the factor c ≥ 0 of ln ln t; 0 in practice, 3 in proofs"),
      .ties,
    ],
    problems: { _, shape in
      shape.rewards.isBinary
        ? []
        : [
          ArgumentProblem(
            [], "clus-ucb bounds Bernoulli means, and these rewards are Gaussian",
            hint: "use ucb or thompson here, or an environment with 0/1 rewards")
        ]
    },
    prepare: { arguments, _ in
      PreparedPolicy(binary: { ClusUCB(arguments: arguments, setting: $0) })
    })

  /// What was seen of an arm.
  struct Evidence: BitwiseCopyable, Sendable {
    /// s/n; 1 without pulls, so that no candidate mean lies above it.
    var mean = 1.0
    var successes = 0.0
    var failures = 0.0
    /// −n times the entropy of s/n, rounded to a multiple of the unit.
    var negentropy = 0.0
  }

  /// A mean that arms may have to reach, with its logarithms.
  private struct Target {
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
  private struct Level {
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

  /// The position of index 1.
  private static let top = 1 << 40

  private let clustering: Clustering
  private let width: Double
  private let factor: Double
  private let ties: TieBreak
  /// A power of two: sums of its multiples up to T ln 2 are exact.
  private let unit: Double
  private var arms: AlignedBuffer<Evidence>
  /// The arm pulled last: it most likely still has the highest index.
  private var latest = 0
  /// What was known of arms before pending pulls were counted.
  private var anticipated: [(arm: Int, evidence: Evidence)] = []

  /// The policy over the setting's clusters, none of whose arms was pulled.
  public init(arguments: Arguments, setting: PolicySetting) {
    clustering = setting.clustering
    width = arguments.number("width")
    factor = arguments.number("c")
    ties = arguments.ties
    unit = Double(sign: .plus, exponent: Double(setting.horizon).exponent - 52, significand: 1)
    arms = AlignedBuffer(repeating: Evidence(), count: setting.armCount)
  }

  /// The arm of highest index.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let budget = budget(pulls: round &- 1)
    let best = highestIndex(budget: budget)
    let level = Level(best, width: width)
    var (first, sharing) = (0, 0)
    visit(level, budget: budget) { arm in
      if sharing == 0 { first = arm }
      sharing &+= 1
      return true
    }
    if sharing == 1 || ties == .first { return first }
    var (chosen, skipped) = (first, stream.nextIndex(below: sharing))
    visit(level, budget: budget) { arm in
      chosen = arm
      skipped &-= 1
      return skipped >= 0
    }
    return chosen
  }

  /// Counts the pull.
  public mutating func update(arm: Int, reward: Double) { count(arm, reward) }

  /// Counts the pull as one that paid the arm's observed mean, 0 before its first reward.
  public mutating func anticipate(arm: Int) {
    let seen = arms[arm]
    anticipated.append((arm, seen))
    count(arm, seen.successes + seen.failures > 0 ? seen.mean : 0)
  }

  /// Forgets what was anticipated, then counts the pulls.
  public mutating func update(arms pulled: Span<Int32>, rewards: Span<Double>) {
    for (arm, evidence) in anticipated.reversed() { arms[arm] = evidence }
    anticipated.removeAll(keepingCapacity: true)
    for place in pulled.indices { count(Int(pulled[place]), rewards[place]) }
  }

  private mutating func count(_ arm: Int, _ reward: Double) {
    var seen = arms[arm]
    seen.successes += reward
    seen.failures += 1 - reward
    let n = seen.successes + seen.failures
    seen.mean = seen.successes / n
    let sum =
      (seen.successes > 0 ? seen.successes * Elementary.log(seen.mean) : 0)
      + (seen.failures > 0 ? seen.failures * Elementary.log(seen.failures / n) : 0)
    seen.negentropy = (sum / unit).rounded() * unit
    arms[arm] = seen
    latest = arm
  }

  /// The arm's pulls and observed mean.
  public func belief(of arm: Int) -> Belief? {
    let seen = arms[arm]
    let n = seen.successes + seen.failures
    return Belief(pulls: n, mean: n > 0 ? seen.mean : nil, standardDeviation: nil)
  }

  /// ln t + c ln ln t, 0 for t = 0 and without the second term for t < e.
  ///
  /// Widened by 2^−48 of itself: what costs exactly as much, like q = ½ after one failure and t = 2,
  /// is within the budget in spite of rounding.
  private func budget(pulls t: Int) -> Double {
    let log = Elementary.log(Double(max(t, 1)))
    return (log + factor * Elementary.log(max(log, 1))) * (1 + 0x1p-48)
  }

  /// U_i with t pulls so far.
  func index(of arm: Int, pulls t: Int) -> Double {
    Double(position(of: arm, atLeast: 0, budget: budget(pulls: t))) * 0x1p-40
  }

  /// The highest index of all arms, as a position on the grid.
  private func highestIndex(budget: Double) -> Int {
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
  private func visit(_ level: Level, budget: Double, _ body: (Int) -> Bool) {
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
