import Randomness

@testable import ClusterBandit

/// A strategy together with the arms' statistics it reads.
final class Represented<Strategy: ClusterStrategy & ~Copyable> {
  private var strategy: Strategy
  private var arms: ArmStatistics
  private let clustering: Clustering

  init(_ values: [String: ParameterValue], _ clustering: Clustering) {
    self.clustering = clustering
    strategy = Strategy(arguments: arguments(Strategy.variant, values), clustering: clustering)
    arms = ArmStatistics(count: clustering.armCount, isBinary: true)
  }

  func initial(_ cluster: Int) -> ClusterEstimate { strategy.initialEstimate(of: cluster) }

  func pull(_ arm: Int, _ reward: Double) -> ClusterEstimate {
    _ = arms.record(arm, reward: reward)
    return strategy.update(
      arm: arm, cluster: Int(clustering.clusterOfArm[arm]), reward: reward, arms: arms)
  }

  /// The arm dies.
  func forget(_ arm: Int) -> ClusterEstimate {
    let (pulls, sum) = (arms.pulls(of: arm), arms.sum(of: arm))
    arms.forget(arm)
    return strategy.recount(
      arm: arm, cluster: Int(clustering.clusterOfArm[arm]), morePulls: -pulls,
      moreSuccesses: -sum, arms: arms)
  }
}
