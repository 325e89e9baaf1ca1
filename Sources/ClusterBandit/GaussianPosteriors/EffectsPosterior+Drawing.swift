import LinearAlgebra
package import Randomness

extension EffectsPosterior {
  package var drawLimit: Int { draws.limit }

  package mutating func draw(_ count: Int, using stream: inout RandomStream) {
    draws.begin(count)
    for draw in 0..<count {
      for cluster in 0..<clustering.clusterCount {
        fillNormals(draw, cluster, count, using: &stream)
      }
    }
    for cluster in 0..<clustering.clusterCount { finish(cluster, count) }
  }

  package mutating func drawCluster(_ cluster: Int, using stream: inout RandomStream) {
    draws.begin(1)
    fillNormals(0, cluster, 1, using: &stream)
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

  private mutating func fillNormals(
    _ draw: Int, _ cluster: Int, _ count: Int, using stream: inout RandomStream
  ) {
    let first = (count * cluster + draw) * q
    for place in first..<first + q { effectDraws[place] = stream.nextNormal(tables) }
    draws.fillNormals(draw, cluster, using: &stream, tables)
  }

  /// ψ = ψ̂ + L⁻ᵀz, then the scores B ψ, then the arms given ψ.
  private mutating func finish(_ cluster: Int, _ count: Int) {
    let q = self.q
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    let psi = effectDraws.mutableBlock(count * cluster * q, count * q)
    var solution = psi.mutableSpan
    trsm(
      opL: .transposed, order: q, factors.block(cluster * q * q, q * q).span, columns: count,
      &solution)
    for place in 0..<count * q { psi[place] += estimates[cluster * q + place % q] }
    let scores = drawnScores.mutableBlock(0, count * order)
    var product = scores.mutableSpan
    let design = effects.designs[cluster].elements
    gemm(
      rows: order, columns: count, inner: q, design.span,
      UnsafeBufferPointer(psi).span, &product)
    let columns = draws.columns(of: cluster)
    for row in 0..<order {
      let own = regression(of: first + row)
      let deviation = own.variance.squareRoot()
      for place in stride(from: row, to: count * order, by: order) {
        columns[place] = own.offset + own.slope * scores[place] + deviation * columns[place]
      }
    }
  }
}
