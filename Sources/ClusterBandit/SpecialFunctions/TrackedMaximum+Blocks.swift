extension TrackedMaximum {
  /// Computes a block from the density and F at the panel's upper end.
  @inline(never)
  mutating func renew(_ arm: Int, _ cluster: Int, _ place: Int, _ slot: Int) {
    var law = laws[arm]
    if law.logPeak.isNaN {
      law.logPeak = BetaDistribution(alpha: law.alpha, beta: law.beta).logPeak
      laws[arm] = law
    }
    let panel = cluster * Self.slots + slot
    let block = block(arm, cluster, slot)
    let w = panels[panel].weights(
      BetaDistribution(alpha: law.alpha, beta: law.beta, logPeak: law.logPeak))
    let densities = w * panels[panel].factors
    var distribution = Nodes(repeating: upperEnd(arm, cluster, place))
    for j in 0..<16 { distribution -= Self.tails[j] * densities[j] }
    distributions[block] = distribution
    weights[block] = w
    stamps[block] = SIMD2(law.pulls, law.pulls)
  }

  /// F at the upper end of a panel, from the panel above.
  private func upperEnd(_ arm: Int, _ cluster: Int, _ place: Int) -> Double {
    guard place > 0 else { return 1 }
    let slot = Int(order[cluster * Self.slots + place - 1])
    let panel = cluster * Self.slots + slot
    guard laws[arm].top > panels[panel].low.value else { return 1 }
    let block = block(arm, cluster, slot)
    let densities = weights[block] * panels[panel].factors
    return distributions[block][0] - Self.sum(densities * Self.heads)
  }

  /// Σ over the nodes, in one fixed order.
  @inline(__always)
  static func sum(_ nodes: Nodes) -> Double {
    let eight = nodes.lowHalf + nodes.highHalf
    let four = eight.lowHalf + eight.highHalf
    return (four.x + four.z) + (four.y + four.w)
  }

  /// Element j holds the weights of the value at node j in the integrals from every node to 1.
  private static let tails = AlignedBuffer(
    (0..<16).map { j in
      var column = Nodes.zero
      for k in 0..<16 {
        column[k] = GaussLegendre.sixteen.weights[j] - GaussLegendre.sixteen.partial[16 * j + k]
      }
      return column
    })

  /// The weights of the values in the integral from −1 to the first node.
  private static let heads: Nodes = {
    var heads = Nodes.zero
    for j in 0..<16 { heads[j] = GaussLegendre.sixteen.partial[16 * j] }
    return heads
  }()
}

extension TrackedMaximum.Law {
  /// Finds where Chernoff's bounds of the tails fall below e^−30.
  ///
  /// (α + β) kl(p, x) ≥ (α + β) sin²Δ, Δ the difference of the arcsines of √x and √p.
  ///
  /// Source: kl is at least minus twice the logarithm of Bhattacharyya's coefficient, cos Δ.
  mutating func findEnds() {
    let total = alpha + beta
    let square = min(30 / total, 1)
    let (mean, rest) = ((alpha / total).squareRoot(), (beta / total).squareRoot())
    let (sine, cosine) = (square.squareRoot(), (1 - square).squareRoot())
    let (low, high) = (mean * cosine - rest * sine, mean * cosine + rest * sine)
    bottom = low > 0 ? low * low : -1
    top = rest * cosine > mean * sine ? high * high : 2
  }
}
