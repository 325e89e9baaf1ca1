import LinearAlgebra

/// The rate of a matrix product on one thread: the scale for everything that stands on BLAS.
package enum LinearAlgebraRate {
  static let order = 256

  /// The rate in 10⁹ operations a second: 2n³ operations in the best of a few products of n × n
  /// matrices, n = 256.
  package static func gigaflops(clock: () -> Double) -> Double {
    let a = matrix { Double(($0 * 7 + $1 * 3) % 11) / 11 }
    let b = matrix { Double(($0 * 5 + $1 * 2) % 13) / 13 }
    var c = Matrix(rows: order, columns: order)
    var best = Double.infinity
    for _ in 0..<9 {
      let start = clock()
      gemm(a, b, &c)
      best = min(best, clock() - start)
    }
    return 2 * Double(order * order * order) / best / 1e9
  }

  private static func matrix(_ entry: (Int, Int) -> Double) -> Matrix {
    var elements: [Double] = []
    for column in 0..<order {
      for row in 0..<order { elements.append(entry(row, column)) }
    }
    return Matrix(rows: order, columns: order, elements: elements)
  }
}
