extension CorrelatedClusters.ArmCovariance {
  /// What instances with drawn features take.
  func size(of sizes: ClusterSizes, dimension: Int) -> CovarianceSize {
    let (arms, largest) = (sizes.armCount, sizes.largest)
    let squares =
      sizes.given?.reduce(0.0) { $0 + Double($1) * Double($1) }
      ?? CovarianceSize.squares(arms: arms, clusters: sizes.clusterCount)
    var size = size(
      arms: arms, clusters: sizes.clusterCount, dimension: dimension, squares, largest: largest)
    // All Σ_c, and the factor of the one at hand.
    if case .kernel = self {
      size.instanceNumbers = squares + Double(largest) * Double(largest)
    } else {
      size.instanceNumbers = Double(arms) * Double(dimension)
    }
    return size
  }

  /// What clusters with given features take.
  func size(of clustering: Clustering, dimension: Int) -> CovarianceSize {
    let squares = clustering.sizes.reduce(0.0) { $0 + Double($1) * Double($1) }
    var size = size(
      arms: clustering.armCount, clusters: clustering.clusterCount, dimension: dimension, squares,
      largest: clustering.largestSize)
    if case .kernel = self {
      size.sharedNumbers = 2 * squares
    } else {
      size.sharedNumbers = Double(clustering.armCount) * Double(dimension)
    }
    return size
  }

  private func size(
    arms: Int, clusters: Int, dimension: Int, _ squares: Double, largest: Int
  ) -> CovarianceSize {
    var size = CovarianceSize()
    switch self {
    case .kernel:
      size.largestCluster = largest
      size.matrixNumbers = squares
    case .effects:
      size.matrixNumbers = Double(clusters) * Double(dimension) * Double(dimension)
    }
    return size
  }
}
