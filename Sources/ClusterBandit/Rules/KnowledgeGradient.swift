public import Randomness

/// The knowledge gradient: the highest p_i + (T − t)·(E max_j p_j′ − max_j p_j) under Beta
/// posteriors.
///
/// p is the posterior mean under Beta(1, 1), p′ that after one more pull of i: (s + 1)/(n + 1) with
/// probability p and s/(n + 1) else, with pseudo-counts in s and n. The gain of knowing more is
/// weighed with the pulls that are left when this one is made: it is the optimal choice if nothing
/// were learned afterwards. Inside a cluster t counts the cluster's own pulls, so that T − t is more
/// than it will be pulled. A cluster's Beta estimate takes the posterior's place, prior included.
/// One pull of a candidate may be unable to change the order, so the rule can stop exploring too
/// early.
///
/// Source: I. O. Ryzhov, W. B. Powell and P. I. Frazier, "The knowledge gradient algorithm for a
/// general class of online learning problems", Operations Research 60 (2012), section 4.
///
/// Draws nothing but ties if they are `uniform`. Selection is O(count), recording O(1). 16 bytes a
/// candidate.
public struct KnowledgeGradient: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "knowledge-gradient", aliases: ["kg"],
    "highest posterior mean + pulls left · expected gain of the best mean by one pull", [.ties])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "its prior, Beta(1, 1); a cluster its strategy's", firstPulls: "none",
    clock: "t = 1, 2, … counts the rounds: all, or inside a cluster those of the cluster; "
      + "T − t are left",
    rewards: "0 or 1")

  /// Gains are those of a Beta posterior.
  public static let distributionUse: String? = "the knowledge gradient"

  private let groups: Clustering
  private let ties: TieBreak
  private let horizon: Int
  /// What the level adds to an estimate's α and β: 1 for arms, 0 for clusters.
  private let prior: Double
  private var alphas: AlignedBuffer<Double>
  private var totals: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    horizon = setting.horizon
    prior = level == .arms ? 1 : 0
    alphas = AlignedBuffer(repeating: 1, count: groups.armCount)
    totals = AlignedBuffer(repeating: 2, count: groups.armCount)
  }

  /// The highest value.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    let range = groups.arms(of: group)
    var (first, second) = (-Double.infinity, -Double.infinity)
    for candidate in range {
      let mean = alphas[candidate] / totals[candidate]
      second = max(second, min(first, mean))
      first = max(first, mean)
    }
    let left = Double(max(0, horizon - clock - 1))
    return argmax(range, ties: ties, using: &stream) { candidate in
      let (alpha, total) = (alphas[candidate], totals[candidate])
      let mean = alpha / total
      // Of two candidates with the highest mean each is the other's best rival.
      let rival = mean == first ? second : first
      let better = max(rival, (alpha + 1) / (total + 1))
      let worse = max(rival, alpha / (total + 1))
      let gain = mean * better + (1 - mean) * worse - first
      return mean + left * max(0, gain)
    }
  }

  /// Keeps the posterior.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    alphas[candidate] = prior + estimate.alpha
    totals[candidate] = 2 * prior + estimate.alpha + estimate.beta
  }

  /// Beta(1 + s, 1 + f).
  public func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? {
    MeanAndVariance(alpha: prior + sum, beta: prior + (pulls - sum))
  }

  /// The posterior is that of 0/1 rewards.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    ArgumentProblem.unlessBinary(shape, "knowledge-gradient has Beta posteriors")
  }
}
