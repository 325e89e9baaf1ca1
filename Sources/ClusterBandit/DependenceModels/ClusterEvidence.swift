import Randomness

/// The log marginal likelihoods of 0/1 rewards under three models.
///
/// They tell whether the labels of the clusters say anything about the arms.
///
/// - clustered: arms of a cluster are Beta(πν, (1 − π)ν) with (π, ν) of their own for each cluster,
///   uniform on the grid of ``HierarchicalBetaBinomial``;
/// - pooled: the same with all arms in one cluster, whatever their labels;
/// - independent: every arm is Beta(1, 1).
///
/// ln BF = clustered − pooled. Labels that say nothing cost: it falls as the data tell the
/// clusters' priors apart in vain. What chose the arms does not matter, for the likelihood is that
/// of the rewards given the pulls. With one cluster of all arms ln BF is 0.
///
/// Source: R. E. Kass and A. E. Raftery, "Bayes factors", Journal of the American Statistical
/// Association 90 (1995); the marginal likelihoods are sums over the grid.
///
/// An update is O(1024) multiplications and one logarithm. 4.5 kB a cluster, 40 bytes an arm.
public final class ClusterEvidence {
  let clustering: Clustering
  /// The model with the clusters as they are labeled.
  var clusters: HierarchicalBetaBinomial
  /// The model with one cluster of all arms.
  var whole: HierarchicalBetaBinomial
  /// The log marginal likelihood under Beta(1, 1) for each arm.
  public private(set) var independent = 0.0

  /// Before the first pull all likelihoods are 1.
  public init(_ setting: PolicySetting) {
    clustering = setting.clustering
    let arguments = Arguments(defaultsOf: HierarchicalBetaBinomial.variant.parameters)
    clusters = HierarchicalBetaBinomial(arguments: arguments, setting: setting)
    whole = HierarchicalBetaBinomial(arguments: arguments, setting: setting.pooled)
  }

  /// Learns that a pull of `arm` paid 0 or 1.
  public func update(arm: Int, reward: Double) {
    let (n, s) = (whole.pulls(of: arm), whole.successes[arm])
    independent += Elementary.log(((reward == 1 ? s : n - s) + 1) / (n + 2))
    clusters.update(arm: arm, cluster: Int(clustering.clusterOfArm[arm]), reward: reward)
    whole.update(arm: arm, cluster: 0, reward: reward)
  }

  /// The log marginal likelihood with the clusters as they are labeled.
  ///
  /// O(K).
  public var clustered: Double {
    (0..<clustering.clusterCount).reduce(0) { $0 + clusters.logEvidence(of: $1) }
  }

  /// The log marginal likelihood with one cluster of all arms.
  public var pooled: Double { whole.logEvidence(of: 0) }

  /// ln BF: what the labels add to one cluster of all arms.
  public var logBayesFactor: Double { clustered - pooled }
}
