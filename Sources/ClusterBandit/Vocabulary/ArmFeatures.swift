/// A table of arms with features: names of clusters and arms, and a vector for each arm.
///
/// Arms are laid out cluster by cluster, clusters in the order of their first row, arms in the
/// order of their rows.
public struct ArmFeatures: Sendable, Equatable {
  /// The name of each row's cluster.
  public let clusters: [String]
  /// The name of each row's arm, unique in its cluster.
  public let arms: [String]
  /// The names of the features.
  public let names: [String]
  /// The features, row after row.
  public let values: [Double]

  /// A table from its columns, with at least one row and one feature.
  public init(clusters: [String], arms: [String], names: [String], values: [Double]) {
    demand(
      !arms.isEmpty && !names.isEmpty && clusters.count == arms.count
        && values.count == arms.count * names.count,
      "the columns of a table must have the same length")
    self.clusters = clusters
    self.arms = arms
    self.names = names
    self.values = values
  }

  /// The values that a feature may have: of a size whose products and their squares stay finite.
  public static let range = NumberRange.closed(-1e12, 1e12)

  /// d, the number of features of an arm.
  public var dimension: Int { names.count }

  /// The rows' clustering, and the features of each cluster's arms one after the other.
  ///
  /// O(N d).
  func laidOut() -> (clustering: Clustering, features: [[Double]]) {
    let clustering = Clustering(namesByRow: clusters)
    let order = clustering.listed ?? Array(arms.indices)
    let features = (0..<clustering.clusterCount).map { cluster in
      clustering.arms(of: cluster).flatMap { arm in
        values[(order[arm] * dimension)..<((order[arm] + 1) * dimension)]
      }
    }
    return (clustering, features)
  }
}

extension Clustering {
  /// The clustering of a table's rows by the names of their clusters, in the order of first rows.
  ///
  /// O(N).
  convenience init(namesByRow names: [String]) {
    var indexOfCluster: [String: Int] = [:]
    var rows: [[Int]] = []
    for (row, name) in names.enumerated() {
      if let index = indexOfCluster[name] {
        rows[index].append(row)
      } else {
        indexOfCluster[name] = rows.count
        rows.append([row])
      }
    }
    self.init(partition: rows)
  }
}
