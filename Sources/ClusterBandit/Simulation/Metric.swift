/// What is measured of a replication.
///
/// Where rounds have contexts, the means and with them the optimal arms are those of the round: the
/// pseudo-regret is Σ_t (max_j x_tᵀθ_j − x_tᵀθ_{a_t}), and t μ* is Σ max_j x_tᵀθ_j.
///
/// The raw values are the names in files and tables.
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
  /// its mean is the share of replications that got stuck. Defined at the horizon only. Always 0 where
  /// rounds have contexts: no arm is the right one to end on.
  case stuckFraction = "stuck-fraction"

  /// The metrics that exist at every checkpoint.
  public static let curves: [Metric] = [
    .pseudoRegret, .realisedRegret, .reward, .bestArmShare, .bestClusterShare,
  ]

  /// Other names in files and on the command line.
  public var aliases: [String] {
    switch self {
    case .pseudoRegret: ["regret", "expected-regret"]
    case .realisedRegret: ["realized-regret"]
    case .bestArmShare: ["optimal-action", "optimal-arm-share"]
    default: []
    }
  }

  /// The position among ``allCases``.
  public var index: Int {
    switch self {
    case .pseudoRegret: 0
    case .realisedRegret: 1
    case .reward: 2
    case .bestArmShare: 3
    case .bestClusterShare: 4
    case .stuckFraction: 5
    }
  }
}
