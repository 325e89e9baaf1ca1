import LinearAlgebra
import Testing

/// A lower triangular matrix L of small integers with powers of two on its diagonal, and L Lᵀ.
///
/// The Cholesky factorization of L Lᵀ is exact in every order of summation: all sums are of
/// integers, and all divisions by powers of two.
struct ExactFactorization: Sendable {
  let factor: Matrix
  let product: Matrix

  init(order: Int) {
    var generator = SplitMix64(seed: order)
    var factor = Matrix(rows: order, columns: order)
    for j in 0..<order {
      for i in j..<order {
        factor[i, j] =
          i == j ? [1, 2, 4][Int.random(in: 0..<3, using: &generator)] : generator.entry(.integer)
      }
    }
    self.factor = factor
    product = factor.lowerTimesItsTranspose
  }

  static let orders = [0, 1, 2, 3, 5, 8, 31, 64, 130]

  /// One for each of the orders, made once, since the product takes its time.
  static let all = orders.map(ExactFactorization.init(order:))

  /// That of the largest order.
  static let largest = all[all.count - 1]
}

extension ExactFactorization: CustomTestStringConvertible {
  var testDescription: String { "order \(factor.rows)" }
}
