import BanditFigures
import ClusterBandit

/// An axis of arms, cluster by cluster.
struct ArmAxis {
  /// More names than this are not read.
  static let mostNames = 30

  private let instance: BanditInstance

  init(_ instance: BanditInstance) { self.instance = instance }

  private var clustering: Clustering { instance.clustering }

  /// Whether clusters say more than that arms are independent, or all alike.
  var hasClusters: Bool {
    clustering.clusterCount > 1 && clustering.clusterCount < clustering.armCount
  }

  /// Names where there are few arms, else their places.
  var axis: Axis {
    let count = clustering.armCount
    let label = hasClusters ? "arm, cluster by cluster" : "arm"
    guard count > ArmAxis.mostNames else {
      return .names((0..<count).map(name), label)
    }
    return Axis(label, domain: -0.5...Double(count) - 0.5)
  }

  /// The arm's name in its data file, or its number as the user numbered it.
  func name(_ arm: Int) -> String {
    instance.names?.arms[arm] ?? String(clustering.listed?[arm] ?? arm)
  }

  /// The name of a cluster in its data file, or its number.
  func clusterName(_ cluster: Int) -> String {
    instance.names?.clusters[cluster] ?? String(cluster)
  }

  /// Lines between clusters, where these are told apart.
  func borders(_ direction: ReferenceLine.Direction) -> [Mark] {
    guard hasClusters, clustering.clusterCount <= ArmAxis.mostNames else { return [] }
    return (1..<clustering.clusterCount).map { cluster in
      .reference(ReferenceLine(direction, at: Double(clustering.offsets[cluster]) - 0.5))
    }
  }
}
