import LinearAlgebra
package import Randomness

extension CovariancePosterior {
  package var drawLimit: Int { draws.limit }

  /// Clusters that were touched since their last draw are factored, then m + L Z with a column of Z
  /// for each draw.
  package mutating func draw(_ count: Int, using stream: inout RandomStream) {
    draws.begin(count)
    for draw in 0..<count {
      for cluster in 0..<clustering.clusterCount {
        draws.fillNormals(draw, cluster, using: &stream, tables)
      }
    }
    for cluster in 0..<clustering.clusterCount { finish(cluster, count) }
  }

  package mutating func drawCluster(_ cluster: Int, using stream: inout RandomStream) {
    draws.begin(1)
    draws.fillNormals(0, cluster, using: &stream, tables)
    finish(cluster, 1)
  }

  package func drawn(_ arm: Int) -> Double {
    draws.first(arm, Int(clustering.clusterOfArm[arm]))
  }

  package func highest(
    ofDraw draw: Int, ties: TieBreak, using stream: inout RandomStream
  ) -> Int {
    draws.highest(draw, ties: ties, using: &stream)
  }

  /// The normals of some draws become draws.
  private mutating func finish(_ cluster: Int, _ count: Int) {
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    let factor = factors.factor(
      of: cluster, order: order, at: places[cluster],
      covariances.block(places[cluster], order * order))
    let columns = draws.columns(of: cluster)
    if order == 1 {
      for place in 0..<count { columns[place] *= factor[0] }
    } else {
      var product = columns.mutableSpan
      trmm(order: order, factor.span, columns: count, &product)
    }
    for draw in 0..<count {
      for row in 0..<order { columns[draw * order + row] += means[first + row] }
    }
  }
}
