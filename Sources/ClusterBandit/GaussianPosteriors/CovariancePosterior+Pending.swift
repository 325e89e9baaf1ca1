extension CovariancePosterior {
  package func anticipatedVariance(of arm: Int) -> Double { pending.variances[arm] }

  package mutating func anticipate(arm: Int, cluster: Int) {
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    pending.add(
      cluster, first..<first + order, position: arm - first, noise: noiseVariance,
      known: knownVariance(noiseVariance, arm, cluster),
      covariances.block(places[cluster], order * order))
  }

  package mutating func forgetAnticipated() {
    while let cluster = pending.popCluster() { refreshPending(cluster) }
  }

  mutating func refreshPending(_ cluster: Int) {
    let order = clustering.size(of: cluster)
    let first = clustering.offsets[cluster]
    for index in 0..<order {
      pending.setVariance(first + index, covariances[places[cluster] + index * (order + 1)])
    }
  }
}
