import Randomness

/// The two-level linear policy: a rule picks a cluster, then an arm inside.
///
/// 1. Every cluster has a regression of its own over all pulls of the cluster; the rule picks a
///    cluster by it.
/// 2. The same rule picks an arm of that cluster by the arms' regressions.
/// 3. The reward updates the arm and its cluster; no other is touched.
///
/// A step costs O((K + |c|) d² + d³). With K = 1 or K = N it plays, pull by pull, as the flat
/// policy: a level with a single candidate draws nothing.
///
/// Source: E. Carlsson, D. Dubhashi and F. D. Johansson, "Thompson sampling for bandits with
/// clustered arms", IJCAI 2021, section 4 (LinTSC); D. Bouneffouf, S. Parthasarathy, H. Samulowitz
/// and M. Wistuba, "Optimal exploitation of clustering and history information in multi-armed
/// bandit", IJCAI 2019 (UCBC).
struct TwoLevelLinearSelector<Rule: LinearRule>: ContextualPolicy, ~Copyable {
  private let rule: Rule
  private let clustering: Clustering
  private var clusters: RidgeRegressions
  private var arms: RidgeRegressions

  /// The rule over the clusters of the setting and the arms of each.
  init(arguments: Arguments, setting: PolicySetting) {
    rule = Rule(arguments: arguments)
    clustering = setting.clustering
    let (dimension, ridge) = (setting.rewards.contextDimension, arguments.number("ridge"))
    clusters = RidgeRegressions(
      count: clustering.clusterCount, dimension: dimension, ridge: ridge)
    arms = RidgeRegressions(count: clustering.armCount, dimension: dimension, ridge: ridge)
  }

  /// A cluster, then an arm of it.
  mutating func selectArm(
    round: Int, context: Span<Double>, using stream: inout RandomStream
  ) -> Int {
    let all = 0..<clustering.clusterCount
    clusters.score(all, in: context)
    let siblings = clustering.arms(of: rule.select(all, of: clusters, using: &stream))
    arms.score(siblings, in: context)
    return rule.select(siblings, of: arms, using: &stream)
  }

  /// Updates the arm's regression and its cluster's.
  mutating func update(arm: Int, context: Span<Double>, reward: Double) {
    arms.record(arm, context: context, reward: reward)
    clusters.record(Int(clustering.clusterOfArm[arm]), context: context, reward: reward)
  }
}
