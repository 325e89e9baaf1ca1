import LinearAlgebra

/// The generator SplitMix64, for test data that is the same on every run.
///
/// Source: G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators",
/// OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) {
    state = UInt64(seed)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The entries of test data.
enum Entries: CaseIterable {
  /// Real numbers in [−1, 1], whose products and sums are rounded.
  case real

  /// Integers from −4 to 4, small enough that every product and sum here is exact.
  case integer
}

extension SplitMix64 {
  mutating func entry(_ entries: Entries) -> Double {
    switch entries {
    case .real: Double.random(in: -1...1, using: &self)
    case .integer: Double(Int.random(in: -4...4, using: &self))
    }
  }

  mutating func vector(_ count: Int, _ entries: Entries = .real) -> [Double] {
    (0..<count).map { _ in entry(entries) }
  }

  mutating func matrix(_ rows: Int, _ columns: Int, _ entries: Entries = .real) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: vector(rows * columns, entries))
  }

  /// Returns a matrix A such that op(A) has a shape.
  mutating func matrix(
    _ op: Transposition, _ rows: Int, _ columns: Int, _ entries: Entries = .real
  ) -> Matrix {
    op == .notTransposed ? matrix(rows, columns, entries) : matrix(columns, rows, entries)
  }

  /// Returns a symmetric matrix with n on its diagonal and entries in [−1, 1] elsewhere.
  ///
  /// It is strictly diagonally dominant, hence positive definite.
  mutating func positiveDefinite(_ order: Int) -> Matrix {
    var a = Matrix(rows: order, columns: order)
    for i in 0..<order {
      for j in 0..<i {
        a[i, j] = entry(.real)
        a[j, i] = a[i, j]
      }
      a[i, i] = Double(order)
    }
    return a
  }
}
