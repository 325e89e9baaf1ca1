/// Gauss–Legendre quadrature with n nodes on [−1, 1]: exact for polynomials of degree 2n − 1.
final class GaussLegendre: Sendable {
  /// The zeros of the Legendre polynomial P_n in ascending order.
  let nodes: AlignedBuffer<Double>
  /// 2/((1 − t²) P_n′(t)²).
  let weights: AlignedBuffer<Double>
  /// Element j·n + k is the weight of the value at node j in ∫ from −1 to node k: the integral of
  /// the polynomial through the values at all nodes.
  let partial: AlignedBuffer<Double>

  /// Sixteen nodes.
  static let sixteen = GaussLegendre(count: 16)
  /// Thirty-two nodes.
  static let thirtyTwo = GaussLegendre(count: 32)

  /// Finds the zeros between changes of sign, by bisection to the last bit.
  ///
  /// O(n³), once.
  ///
  /// Source: Abramowitz and Stegun (1964), 25.4.29; the partial integrals from
  /// (2l + 1) P_l = (P_{l+1} − P_{l−1})′.
  init(count n: Int) {
    var nodes = AlignedBuffer(repeating: 0.0, count: n)
    var weights = AlignedBuffer(repeating: 0.0, count: n)
    // Zeros are at least about 2/n² apart; the upper half mirrors the lower.
    let step = 0.5 / Double(n * n)
    var left = -1.0
    for k in 0..<(n / 2) {
      let sign = Self.polynomials(n, left)[n] < 0
      while (Self.polynomials(n, left + step)[n] < 0) == sign { left += step }
      var (low, high) = (left, left + step)
      for _ in 0..<60 {
        let middle = 0.5 * (low + high)
        if (Self.polynomials(n, middle)[n] < 0) == sign { low = middle } else { high = middle }
      }
      let t = 0.5 * (low + high)
      // (1 − t²) P_n′ = n P_{n−1} where P_n = 0.
      let derivative = Double(n) * Self.polynomials(n, t)[n - 1]
      nodes[k] = t
      nodes[n - 1 - k] = -t
      weights[k] = 2 * (1 - t * t) / (derivative * derivative)
      weights[n - 1 - k] = weights[k]
      left += step
    }
    var partial = AlignedBuffer(repeating: 0.0, count: n * n)
    let values = (0..<n).map { Self.polynomials(n, nodes[$0]) }
    for k in 0..<n {
      for j in 0..<n {
        var sum = 0.5 * (1 + nodes[k])
        for l in 1..<n { sum += 0.5 * values[j][l] * (values[k][l + 1] - values[k][l - 1]) }
        partial[j * n + k] = weights[j] * sum
      }
    }
    self.nodes = nodes
    self.weights = weights
    self.partial = partial
  }

  /// Of the polynomial through the values at all nodes: the weight of each in its integral from t
  /// to 1, and in its value at t, −1 ≤ t ≤ 1.
  ///
  /// O(n²).
  func weights(from t: Double) -> (integral: [Double], value: [Double]) {
    let n = nodes.count
    let here = Self.polynomials(n, t)
    var (integral, value) = ([Double](), [Double]())
    for k in 0..<n {
      let own = Self.polynomials(n, nodes[k])
      var (sum, height) = (0.5 * (1 - t), 0.5)
      for l in 1..<n {
        sum -= 0.5 * own[l] * (here[l + 1] - here[l - 1])
        height += (Double(l) + 0.5) * own[l] * here[l]
      }
      integral.append(weights[k] * sum)
      value.append(weights[k] * height)
    }
    return (integral, value)
  }

  /// P_0(t) … P_n(t).
  private static func polynomials(_ n: Int, _ t: Double) -> [Double] {
    var values = [1, t]
    for l in 1..<max(n, 2) {
      let next = (Double(2 * l + 1) * t * values[l] - Double(l) * values[l - 1]) / Double(l + 1)
      values.append(next)
    }
    return values
  }
}
