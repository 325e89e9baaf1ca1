import Randomness

/// Room for joint draws of the means of all arms, some draws at a time.
///
/// The draws of a cluster lie side by side, one column for each, so that one product of matrices
/// makes them all. The normals come from the stream draw by draw, within a draw cluster by cluster,
/// within a cluster arm by arm: how many draws are made at once does not change which word serves
/// which arm.
///
/// At most 64 draws and about 2 MiB.
struct JointDraws: ~Copyable {
  /// The most numbers at a time, but for one draw of more arms than that.
  private static let room = 1 << 18

  /// The most draws at a time.
  let limit: Int
  /// How many draws there are.
  private(set) var count = 1
  private let clustering: Clustering
  private var values: AlignedBuffer<Double>

  /// - Parameters:
  ///   - extra: the numbers that a draw needs elsewhere, besides one for each arm.
  ///   - isNeeded: false if draws will not be asked for: then there is no room.
  init(_ clustering: Clustering, extra: Int = 0, isNeeded: Bool = true) {
    let limit =
      isNeeded ? max(1, min(64, JointDraws.room / (clustering.armCount + extra))) : 0
    self.limit = limit
    self.clustering = clustering
    values = AlignedBuffer(repeating: 0, count: limit * clustering.armCount)
  }

  /// Settles how many draws come next.
  mutating func begin(_ count: Int) { self.count = count }

  /// Where the column of a draw begins in the memory of all.
  @inline(__always)
  func start(of draw: Int, _ cluster: Int) -> Int {
    count * clustering.offsets[cluster] + draw * clustering.size(of: cluster)
  }

  /// Fills the column of a draw with standard normals.
  mutating func fillNormals(
    _ draw: Int, _ cluster: Int, using stream: inout RandomStream, _ tables: ZigguratTables
  ) {
    let first = start(of: draw, cluster)
    for place in first..<first + clustering.size(of: cluster) {
      values[place] = stream.nextNormal(tables)
    }
  }

  /// All columns of a cluster.
  mutating func columns(of cluster: Int) -> UnsafeMutableBufferPointer<Double> {
    values.mutableBlock(
      count * clustering.offsets[cluster], count * clustering.size(of: cluster))
  }

  /// θ_i of the first draw.
  func first(_ arm: Int, _ cluster: Int) -> Double {
    values[start(of: 0, cluster) + arm - clustering.offsets[cluster]]
  }

  /// The highest arm of a draw.
  func highest(_ draw: Int, ties: TieBreak, using stream: inout RandomStream) -> Int {
    var winner = HighestSoFar(ties: ties)
    for cluster in 0..<clustering.clusterCount {
      let range = clustering.arms(of: cluster)
      let shift = start(of: draw, cluster) - range.lowerBound
      for arm in range { winner.offer(arm, values[shift + arm], using: &stream) }
    }
    return winner.position
  }
}
