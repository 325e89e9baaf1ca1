/// What is summed up of one replication, for the metrics.
public struct ReplicationTotals: Sendable, Equatable {
  /// Σ r.
  public var reward = 0.0
  /// Σ (μ* − μ_a).
  public var pseudoRegret = 0.0
  /// Pulls of optimal arms.
  public var bestArmPulls = 0
  /// Pulls of clusters holding an optimal arm.
  public var bestClusterPulls = 0
  /// Σ μ*: what the oracle earned in expectation.
  public var oracleReward = 0.0
  /// At the horizon 1 if, over the last tenth, no optimal arm was among the most pulled; else 0.
  public var stuck = 0.0
  /// ln BF of the clusters, where evidence is kept.
  public var logBayesFactor: Double?
  /// What later rounds count less in, where a discount factor is given.
  var discounted: DiscountedSums?
  /// The luck of the rewards, where it is kept.
  var luck: LuckOfRewards?
  /// μ* − μ of the recommended arm, where one is recommended.
  public var simpleRegret: Double?
  /// 1 if the recommended arm is not optimal, else 0, where one is recommended.
  public var recommendationError: Double?

  /// Totals before the first round.
  public init() {}

  /// Adds pulls of a segment of at most 2^16 − 1 rounds on an instance without contexts.
  mutating func add(
    _ chosen: borrowing AlignedBuffer<Int32>, count: Int, on instance: BanditInstance
  ) {
    let best = instance.oracle.mean
    var bestPulls: UInt32 = 0
    for position in 0..<count {
      let arm = Int(chosen[position])
      pseudoRegret += best - instance.means[arm]
      bestPulls &+= instance.bestPulls[arm]
    }
    bestArmPulls += Int(bestPulls & 0xffff)
    bestClusterPulls += Int(bestPulls >> 16)
  }

  /// Adds one pull of `arm` in a context in which the arms have such means, the best of them
  /// `best`.
  mutating func add(
    _ arm: Int, reward: Double, means: borrowing AlignedBuffer<Double>, best: Double,
    _ clustering: Clustering
  ) {
    oracleReward += best
    self.reward += reward
    pseudoRegret += best - means[arm]
    luck?.add(reward: reward, mean: means[arm], loss: best - means[arm])
    bestArmPulls += means[arm] == best ? 1 : 0
    for sibling in clustering.arms(of: Int(clustering.clusterOfArm[arm]))
    where means[sibling] == best {
      bestClusterPulls += 1
      break
    }
  }

  /// Adds one pull of `arm` among the arms that are alive.
  mutating func add(_ arm: Int, reward: Double, among living: LivingArms) {
    let best = living.bestMean
    let lost = best - living.means[arm]
    oracleReward += best
    self.reward += reward
    pseudoRegret += lost
    bestArmPulls += lost == 0 ? 1 : 0
    bestClusterPulls += living.isInBestCluster(arm) ? 1 : 0
    luck?.add(reward: reward, mean: living.means[arm], loss: lost)
    discounted?.add(reward: reward)
    discounted?.add(regret: lost)
  }
}
