/// What a data file calls the arms and clusters of an instance.
public struct ArmNames: Sendable, Equatable {
  /// The name of each arm, in the order of the clustering; unique in its cluster.
  public let arms: [String]
  /// The name of each cluster.
  public let clusters: [String]

  /// The names of arms and clusters in the order of a clustering.
  init(arms: [String], clusters: [String]) {
    self.arms = arms
    self.clusters = clusters
  }

  /// The names of a table whose rows are arms, as that table's clustering lays them out.
  ///
  /// O(N).
  init(_ clustering: Clustering, clustersByRow: [String], armsByRow: [String]) {
    let clusters = clustering.laidOut(clustersByRow)
    arms = clustering.laidOut(armsByRow)
    self.clusters = (0..<clustering.clusterCount).map { clusters[clustering.offsets[$0]] }
  }
}
