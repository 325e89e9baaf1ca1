/// What is measured of a replication.
///
/// Where rounds have contexts, the means and with them the optimal arms are those of the round: the
/// pseudo-regret is Σ_t (max_j x_tᵀθ_j − x_tᵀθ_{a_t}), and t μ* is Σ max_j x_tᵀθ_j. Where arms die
/// they are those of the arms alive in the round.
///
/// The raw values are the names in files and tables. What a metric is stands here, what it sums up
/// in ``ReplicationTotals``: with a case here and a sum there, a new one is in results, CSV, JSON,
/// comparisons, plots, listings and the schema. Only what is to be a column of the table of one
/// environment is named there too.
public enum Metric: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
  /// Σ_t (μ* − μ_{a_t}): the primary measure. Same expectation as the realised regret, far less
  /// spread.
  case pseudoRegret = "pseudo-regret"
  /// t μ* − Σ r: may be negative.
  case realisedRegret = "realised-regret"
  /// Σ r.
  case reward
  /// The share of pulls that went to an optimal arm.
  case bestArmShare = "best-arm-share"
  /// The share of pulls that went to a cluster holding an optimal arm.
  case bestClusterShare = "best-cluster-share"
  /// 1 if, over the last tenth of the horizon, no optimal arm was among the most pulled, else 0;
  /// its mean is the share of replications that got stuck. Defined at the horizon only. Always 0
  /// where rounds have contexts or arms die: no arm is the right one to end on.
  case stuckFraction = "stuck-fraction"
  /// ln BF: how much likelier the rewards so far are if arms belong together as they are labeled
  /// than if all arms were one cluster; see ``ClusterEvidence``. Kept only where a plan asks for
  /// it, for 0/1 rewards.
  case logBayesFactor = "log-bayes-factor"
  /// Σ_t α^(t−1) r_t. Kept only where a plan gives a discount factor α.
  case discountedReward = "discounted-reward"
  /// Σ_t α^(t−1) (μ* − μ_{a_t}). Kept only where a plan gives a discount factor α.
  case discountedRegret = "discounted-regret"
  /// The pseudo-regret less what the luck of the rewards explains of it, see ``LuckOfRewards``: the
  /// same mean with a smaller standard error. A replication alone has none; the values of a block
  /// are worked out together. Its mean is that of the pseudo-regret, its median and its quantiles
  /// are not. Kept only where a plan asks for it.
  case adjustedRegret = "adjusted-regret"
  /// μ* − μ of the arm that is recommended after the pulls so far; see ``Recommendation``. Kept
  /// only where a plan asks for it, and where rounds have no contexts and arms live for ever.
  case simpleRegret = "simple-regret"
  /// 1 if the recommended arm is not optimal, else 0; a share where several arms are recommended.
  /// Its mean is the probability of error. Kept where the simple regret is.
  case recommendationError = "error"

  /// The metrics that exist at every checkpoint of every result.
  public static let curves = allCases.filter { $0.isCurve && !$0.isOptional }

  /// Other names in files and on the command line.
  public var aliases: [String] {
    switch self {
    case .pseudoRegret: ["regret", "expected-regret"]
    case .realisedRegret: ["realized-regret"]
    case .bestArmShare: ["optimal-action", "optimal-arm-share"]
    case .logBayesFactor: ["ln-bf"]
    case .recommendationError: ["error-probability"]
    default: []
    }
  }

  /// False for what is known at the horizon only.
  public var isCurve: Bool { self != .stuckFraction }

  /// True for what is kept only where a plan asks for it.
  public var isOptional: Bool {
    switch self {
    case .logBayesFactor, .discountedReward, .discountedRegret, .adjustedRegret: true
    case .simpleRegret, .recommendationError: true
    default: false
    }
  }

  /// True if a lower value is a better one.
  public var isBetterLower: Bool {
    switch self {
    case .pseudoRegret, .realisedRegret, .stuckFraction: true
    case .simpleRegret, .recommendationError: true
    case .reward, .bestArmShare, .bestClusterShare, .logBayesFactor: false
    case .discountedRegret, .adjustedRegret: true
    case .discountedReward: false
    }
  }

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .pseudoRegret: "Σ (μ* − μ of the pulled arm): what was lost in expectation"
    case .realisedRegret: "T μ* − Σ r: what was lost, luck included; may be negative"
    case .reward: "Σ r"
    case .bestArmShare: "the share of pulls that went to an optimal arm"
    case .bestClusterShare: "the share of pulls that went to a cluster with an optimal arm"
    case .stuckFraction:
      "the share of replications in whose last tenth no optimal arm was among the most pulled"
    case .logBayesFactor:
      "ln of how much likelier rewards are under the labels than with one cluster (evidence: true)"
    case .discountedReward: "Σ α^(t−1) r: what is earned later counts less (discount: α)"
    case .discountedRegret: "Σ α^(t−1) (μ* − μ of the pulled arm) (discount: α)"
    case .adjustedRegret:
      "the pseudo-regret less what luck explains, from 10 replications on (control-variates: true)"
    case .simpleRegret: "μ* − μ of the recommended arm (recommend: most-pulled, …)"
    case .recommendationError:
      "1 if the recommended arm is not optimal, else 0 (recommend: most-pulled, …)"
    }
  }

  /// What its values are, in a word, for the axis of a small panel.
  public var shortName: String {
    switch self {
    case .pseudoRegret, .realisedRegret: "regret"
    case .reward: "reward"
    case .bestArmShare, .bestClusterShare, .stuckFraction: "share"
    case .logBayesFactor: "ln BF"
    case .discountedReward: "discounted reward"
    case .discountedRegret: "discounted regret"
    case .adjustedRegret: "regret"
    case .simpleRegret: "simple regret"
    case .recommendationError: "share of errors"
    }
  }

  /// The value after so many rounds.
  func value(_ totals: ReplicationTotals, rounds: Int) -> Double {
    switch self {
    case .pseudoRegret: totals.pseudoRegret
    case .realisedRegret: totals.oracleReward - totals.reward
    case .reward: totals.reward
    case .bestArmShare: Double(totals.bestArmPulls) / Double(rounds)
    case .bestClusterShare: Double(totals.bestClusterPulls) / Double(rounds)
    case .stuckFraction: totals.stuck
    case .logBayesFactor: totals.logBayesFactor ?? .nan
    case .discountedReward: totals.discounted?.reward ?? .nan
    case .discountedRegret: totals.discounted?.regret ?? .nan
    case .adjustedRegret: .nan
    case .simpleRegret: totals.simpleRegret ?? .nan
    case .recommendationError: totals.recommendationError ?? .nan
    }
  }

  /// The metrics that exist at the horizon only.
  static let finals = allCases.filter { !$0.isCurve }

  /// The metrics that are kept only where a plan asks for them.
  static let optional = allCases.filter { $0.isOptional }
}
