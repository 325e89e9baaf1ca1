public import ClusterBandit

/// The most pulled arm represents its cluster: r = (1 + s)/(2 + n) of that arm.
///
/// Of equally pulled arms the one with more successes represents, so labels do not matter.
///
/// An update is O(1). 8 bytes a cluster.
public struct MostPulledStrategy: ClusterStrategy, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "most-pulled", "the most pulled arm: r = (1 + s)/(2 + n)")

  /// What the formula leaves open.
  public static let conventions = Conventions(
    strategyUnpulled: "a cluster as Beta(1, 1)",
    ties: "of equally pulled arms the one with more successes represents", rewards: "0 or 1")

  private var representatives: AlignedBuffer<Int>
  private var pulls: AlignedBuffer<Double>

  /// A strategy over clusters none of whose arms was pulled.
  public init(arguments: Arguments, clustering: Clustering) {
    representatives = AlignedBuffer(
      (0..<clustering.clusterCount).map { clustering.arms(of: $0).lowerBound })
    pulls = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
  }

  /// Beta(1, 1).
  public func initialEstimate(of cluster: Int) -> ClusterEstimate {
    ClusterEstimate(alpha: 1, beta: 1, pulls: 0)
  }

  /// The posterior of the representative.
  public mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    pulls[cluster] += 1
    let other = representatives[cluster]
    let (n, m) = (arms.pulls(of: arm), arms.pulls(of: other))
    if n > m || (n == m && arms.sum(of: arm) > arms.sum(of: other)) {
      representatives[cluster] = arm
    }
    let representative = representatives[cluster]
    let s = arms.sum(of: representative)
    return ClusterEstimate(
      alpha: 1 + s, beta: 1 + arms.pulls(of: representative) - s, pulls: pulls[cluster])
  }
}
