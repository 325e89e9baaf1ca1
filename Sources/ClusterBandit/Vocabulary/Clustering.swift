/// A partition of N arms into K non-empty clusters, each a contiguous block of arms.
///
/// Arm i belongs to cluster c if offsets[c] ≤ i < offsets[c + 1]. Contiguity makes an inner
/// selection a walk over neighbouring memory and needs 4 bytes an arm. A partition that a user
/// lists in another order is laid out cluster by cluster; ``listed`` tells which arm stands where.
public final class Clustering: Sendable {
  /// The first arm of every cluster, and N at the end: K + 1 numbers.
  public let offsets: AlignedBuffer<Int>
  /// The cluster of every arm.
  public let clusterOfArm: AlignedBuffer<Int32>
  /// Position to arm as the user numbered them, or nil if the two agree.
  public let listed: [Int]?

  /// The number of arms of the largest cluster.
  public let largestSize: Int

  /// The number N of arms, at least 1.
  public var armCount: Int { clusterOfArm.count }
  /// The number K of clusters, between 1 and N.
  public var clusterCount: Int { offsets.count - 1 }

  /// Creates the clustering whose clusters have the given sizes, in this order.
  ///
  /// O(N).
  ///
  /// - Parameters:
  ///   - sizes: at least one size, each at least 1.
  ///   - listed: the arms of each cluster.
  public init(sizes: [Int], listed: [Int]? = nil) {
    demand(!sizes.isEmpty && sizes.allSatisfy { $0 >= 1 }, "clusters must not be empty")
    var offsets = AlignedBuffer(repeating: 0, count: sizes.count + 1)
    for (cluster, size) in sizes.enumerated() { offsets[cluster + 1] = offsets[cluster] + size }
    var owner = AlignedBuffer<Int32>(repeating: 0, count: offsets[sizes.count])
    for cluster in sizes.indices {
      for arm in offsets[cluster]..<offsets[cluster + 1] { owner[arm] = Int32(cluster) }
    }
    self.offsets = offsets
    self.clusterOfArm = owner
    self.listed = listed
    largestSize = sizes.max() ?? 0
  }

  /// One cluster holding all arms.
  public static func whole(_ armCount: Int) -> Clustering { Clustering(sizes: [armCount]) }

  /// Every arm a cluster of its own: independent arms.
  public static func singletons(_ armCount: Int) -> Clustering {
    Clustering(sizes: Array(repeating: 1, count: armCount))
  }

  /// Sizes of `clusterCount` clusters over `armCount` arms that differ by at most one, the larger
  /// first.
  public static func evenSizes(armCount: Int, clusterCount: Int) -> [Int] {
    let (size, rest) = armCount.quotientAndRemainder(dividingBy: clusterCount)
    return (0..<clusterCount).map { $0 < rest ? size + 1 : size }
  }

  /// The arms of a cluster.
  ///
  /// O(1).
  @inlinable @inline(__always)
  public func arms(of cluster: Int) -> Range<Int> {
    Range(uncheckedBounds: (offsets[cluster], offsets[cluster + 1]))
  }

  /// The number of arms of a cluster.
  ///
  /// O(1).
  @inlinable @inline(__always)
  public func size(of cluster: Int) -> Int { offsets[cluster + 1] &- offsets[cluster] }

  /// The sizes of the clusters, in order.
  public var sizes: [Int] { (0..<clusterCount).map(size(of:)) }
}

extension Clustering {
  /// What is given by arm number, in the order of the clustering.
  ///
  /// O(N).
  func laidOut<Value>(_ values: [Value]) -> [Value] {
    guard let listed, listed.count == values.count else { return values }
    return listed.map { values[$0] }
  }
}

/// Why a list of clusters is not a partition of the arms.
public enum ClusteringError: Error, Equatable, Sendable {
  /// Cluster `cluster` has no arm.
  case empty(cluster: Int)
  /// `arm`, listed in `cluster`, is not in 0 ..< N.
  case outOfRange(arm: Int, cluster: Int)
  /// `arm` stands in two clusters, or twice in one.
  case repeated(arm: Int, first: Int, second: Int)
  /// `arm` is in no cluster.
  case missing(arm: Int)

  /// What is wrong, in words.
  var message: String {
    switch self {
    case .empty(let cluster): return "cluster \(cluster) is empty"
    case .outOfRange(let arm, _): return "arm \(arm) does not exist"
    case .repeated(let arm, let first, let second):
      let place =
        first == second ? "twice in cluster \(first)" : "in clusters \(first) and \(second)"
      return "arm \(arm) is \(place)"
    case .missing(let arm): return "arm \(arm) is in no cluster"
    }
  }
}

extension Clustering {
  /// Every way in which `clusters` fails to partition 0 ..< `armCount`.
  ///
  /// O(N + total size).
  public static func problems(in clusters: [[Int]], armCount: Int) -> [ClusteringError] {
    var problems: [ClusteringError] = []
    var owner = Array(repeating: -1, count: armCount)
    for (index, cluster) in clusters.enumerated() {
      if cluster.isEmpty { problems.append(.empty(cluster: index)) }
      for arm in cluster {
        if arm < 0 || arm >= armCount {
          problems.append(.outOfRange(arm: arm, cluster: index))
        } else if owner[arm] >= 0 {
          problems.append(.repeated(arm: arm, first: owner[arm], second: index))
        } else {
          owner[arm] = index
        }
      }
    }
    for arm in 0..<armCount where owner[arm] < 0 { problems.append(.missing(arm: arm)) }
    return problems
  }

  /// The clustering that a list of clusters describes.
  ///
  /// - Parameter clusters: a partition of 0 ..< N, that is, without ``problems(in:armCount:)``.
  public convenience init(partition clusters: [[Int]]) {
    let order = clusters.flatMap(\.self)
    let isIdentity = order.indices.allSatisfy { order[$0] == $0 }
    self.init(sizes: clusters.map(\.count), listed: isIdentity ? nil : order)
  }
}
