import LinearAlgebra

extension GaussianPrior {
  /// Writes Σ_c into the lower triangle of a square, column after column.
  func fillCovariance(
    of cluster: Int, order: Int, _ matrix: UnsafeMutableBufferPointer<Double>
  ) {
    switch structure {
    case .dense(let covariances):
      precondition(
        covariances[cluster].rows == order && covariances[cluster].isSquare,
        "the prior covariance of a cluster is as large as the cluster")
      let elements = covariances[cluster].elements
      for place in elements.indices { matrix[place] = elements[place] }
    case .effects(let effects):
      let design = effects.designs[cluster]
      precondition(
        design.rows == order && design.columns == effects.count,
        "a design has a row for each arm of its cluster and a column for each effect")
      let elements = design.elements
      var square = matrix.mutableSpan
      syrk(
        alpha: effects.effectVariance, rows: order, columns: effects.count, elements.span,
        &square)
      for index in 0..<order { matrix[index * (order + 1)] += effects.ownVariance }
    }
  }
}
