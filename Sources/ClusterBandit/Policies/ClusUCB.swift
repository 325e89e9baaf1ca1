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
/// There are no forced first pulls. An arm without pulls has index 1 in a cluster without pulls,
/// and otherwise what its siblings leave it: in a bad cluster it may stay unplayed, which is the
/// gain. With one arm, or all arms in clusters of their own, it is KL-UCB with unplayed arms at
/// index 1.
///
/// Indices are multiples of 2^−40, the largest at which the inequality holds. All sums over
/// siblings are exact (counts are whole numbers, entropies are rounded to a common unit), so arms
/// in equal states tie exactly, whatever the labels.
///
/// Source: built on the lower bound of A. Gore and P. Chaporkar, "Clus-UCB: a near-optimal
/// algorithm for clustered bandits", arXiv:2508.02909 (2025), of which it is the dual: an arm is
/// given up when the left side, a_i n_i + Σ b_j n_j at the best mean, exceeds ln t. The upward
/// divergence of the own term, the absence of first pulls and the grid are choices made here.
///
/// Rewards in {0, 1}. Draws nothing but ties if they are `uniform`. A selection costs O(N)
/// multiplications, and 40 steps of O(|c|) with four logarithms for every arm that takes the lead:
/// the one pulled last, and then mostly none. Recording is O(1) with two logarithms. 32 bytes an
/// arm.
public struct ClusUCB: Policy, ~Copyable {
  /// The family in experiment files.
  static let family = PolicyFamily(
    name: "clus-ucb",
    summary: "highest q with n kl⁺(mean, q) + Σ siblings' n kl⁺(mean, q − w) ≤ ln t + c ln ln t",
    parameters: [
      .required(
        "spread", .number(.weight),
        "w > 0: the means of a cluster differ by at most w; 1 is KL-UCB without a first pull of each arm"
      ),
      .defaulted(
        "c", .number(.closed(0, 1e15)), .number(0),
        "the factor c ≥ 0 of ln ln t; 0 in practice, 3 in proofs"),
      .ties,
    ],
    conventions: .clusUCB,
    problems: { _, shape in
      ArgumentProblem.unlessBinary(shape, "clus-ucb bounds Bernoulli means")
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

  /// The position of index 1.
  static let top = 1 << 40

  let clustering: Clustering
  let width: Double
  let factor: Double
  private let ties: TieBreak
  /// A power of two: sums of its multiples up to T ln 2 are exact.
  private let unit: Double
  var arms: AlignedBuffer<Evidence>
  /// The arm pulled last: it most likely still has the highest index.
  var latest = 0
  /// What was known of arms before pending pulls were counted.
  private var anticipated: [(arm: Int, evidence: Evidence)] = []

  /// The policy over the setting's clusters, none of whose arms was pulled.
  public init(arguments: Arguments, setting: PolicySetting) {
    clustering = setting.clustering
    width = arguments.number("spread")
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
}
