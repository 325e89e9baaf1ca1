import LinearAlgebra
import TestSupport
import Testing

@Suite("potrf")
struct PotrfTests {
  /// Either computation of the factor.
  enum Factorization: CaseIterable {
    case operation
    case reference

    func callAsFunction(_ a: inout Matrix) throws(NotPositiveDefinite) {
      switch self {
      case .operation: try potrf(&a)
      case .reference: try ReferenceKernels.potrf(&a)
      }
    }
  }

  @Test(
    "the factor times its transpose is the matrix within the bound of rounding errors",
    arguments: ExactFactorization.orders, Factorization.allCases)
  func productIsMatrix(order: Int, factorization: Factorization) throws {
    var generator = SplitMix64(seed: order)
    let a = generator.positiveDefinite(order)
    var factor = a
    try factorization(&factor)
    expectFactor(factor, of: a)
  }

  @Test(
    "a factor of integers with powers of two on its diagonal is found exactly",
    arguments: ExactFactorization.all, Factorization.allCases)
  func exactFactorIsFound(exact: ExactFactorization, factorization: Factorization) throws {
    var a = exact.product
    try factorization(&a)
    #expect(a == exact.factor)
  }

  @Test("potrf and its reference kernel give the factors worked out by hand")
  func handCases() throws {
    for factorization in Factorization.allCases {
      var one: Matrix = [[9]]
      try factorization(&one)
      #expect(one == [[3]])

      var two: Matrix = [[4, 2], [2, 10]]
      try factorization(&two)
      #expect(two == [[2, 0], [1, 3]])

      var three: Matrix = [[4, 12, -16], [12, 37, -43], [-16, -43, 98]]
      try factorization(&three)
      #expect(three == [[2, 0, 0], [6, 1, 0], [-8, 5, 3]])
    }
  }

  @Test(
    "the strictly upper triangle is not read, and is zero afterwards",
    arguments: ExactFactorization.all, Factorization.allCases)
  func upperTriangleIsNotRead(exact: ExactFactorization, factorization: Factorization) throws {
    for poison in [Double.nan, .infinity, 1e6] {
      var a = exact.product
      for j in 0..<a.columns {
        for i in 0..<j {
          a[i, j] = poison
        }
      }
      try factorization(&a)
      #expect(a == exact.factor)
    }
  }

  @Test("an indefinite or singular matrix is an error with the right leading minor")
  func handFailures() {
    let cases: [(Matrix, Int)] = [
      ([[1, 2], [2, 1]], 2),
      ([[0]], 1),
      ([[-1, 0], [0, 1]], 1),
      ([[1, 1], [1, 1]], 2),
      ([[1, 0, 0], [0, 1, 1], [0, 1, 1]], 3),
      ([[4, 2, 0], [2, 1, 0], [0, 0, -1]], 2),
    ]
    for (a, leadingMinor) in cases {
      expectFailure(a, leadingMinor: leadingMinor)
    }
  }

  @Test(
    "a pivot of zero or below is reported at its order in large matrices too",
    arguments: [0, 1, 2, 31, 63, 64, 100, 129], [0.0, -1])
  func failureInLargeMatrix(index: Int, pivot: Double) {
    let factor = ExactFactorization.largest.factor
    var a = ExactFactorization.largest.product
    // All pivots before this one are exact squares, so this one is exactly what is set here.
    a[index, index] += pivot - factor[index, index] * factor[index, index]
    expectFailure(a, leadingMinor: index + 1)
  }

  @Test(
    "NaN or infinity in the lower triangle is an error at its row",
    arguments: [Double.nan, .infinity, -.infinity, .signalingNaN],
    [(0, 0), (1, 0), (1, 1), (4, 0), (4, 3), (4, 4), (69, 0), (69, 40), (69, 69)])
  func notFinite(value: Double, position: (Int, Int)) {
    let (row, column) = position
    for order in [row + 1, 70] {
      var a = Matrix.identity(order)
      a[row, column] = value
      expectFailure(a, leadingMinor: row + 1)
    }
  }

  @Test("of several failures the one of the smallest leading minor is reported")
  func smallestFailureIsReported() {
    // A NaN in row 3, after a negative pivot in row 2; then the other way about.
    expectFailure(
      [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, -1, 0], [0, .nan, 0, 1]], leadingMinor: 3)
    expectFailure(
      [[1, 0, 0, 0], [0, 1, 0, 0], [0, .nan, 1, 0], [0, 0, 0, -1]], leadingMinor: 3)
    // Two NaN, the one in the earlier column lying in the later row; then the other way about.
    expectFailure(
      [[1, 0, 0, 0], [0, 1, 0, 0], [0, .nan, 1, 0], [.nan, 0, 0, 1]], leadingMinor: 3)
    expectFailure(
      [[1, 0, 0, 0], [0, 1, 0, 0], [.nan, 0, 1, 0], [0, .nan, 0, 1]], leadingMinor: 3)
  }

  @Test("finite entries that overflow to a NaN pivot are an error")
  func overflowIsAnError() {
    // The entry 1e300 / 1e-150 overflows, and its product with zero is NaN.
    let a: Matrix = [[1e-300, 0, 0, 0], [0, 1, 0, 0], [1e300, 0, 1, 0], [0, 0, 0, 1]]
    expectFailure(a, leadingMinor: 3)
  }

  @Test("several tasks may factor at once")
  func concurrentTasks() async throws {
    let exact = ExactFactorization.largest
    let factors = try await withThrowingTaskGroup(of: [Matrix].self) { group in
      for _ in 0..<8 {
        group.addTask {
          try (0..<10).map { _ in
            var a = exact.product
            try potrf(&a)
            return a
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(factors.count == 80)
    #expect(factors.allSatisfy { factor in factor == exact.factor })
  }

  @Test("a matrix that is not square stops")
  func notSquareStops() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var a = Matrix(rows: 2, columns: 3, repeating: 1)
      try potrf(&a)
    }
    expectMessage(
      "potrf: 6 elements do not fill a shape of 2 × 2", in: result?.standardErrorContent)
  }

  @Test("the error says which leading minor failed")
  func description() {
    let text = String(describing: NotPositiveDefinite(leadingMinor: 2))
    #expect(text == "the leading principal submatrix of order 2 is not positive definite")
  }

  /// Expects L to be lower triangular with a positive diagonal and |A − L Lᵀ| within its bound.
  private func expectFactor(_ factor: Matrix, of a: Matrix) {
    let n = a.rows
    for j in 0..<n {
      #expect(factor[j, j] > 0)
      #expect((0..<j).allSatisfy { i in factor[i, j] == 0 })
    }
    // The factor is within γ of n + 2, and the product taken here within γ of n.
    expectWithin(
      1, gamma: 2 * n + 2, of: factor.magnitudes.lowerTimesItsTranspose.elements,
      roundingsOfMagnitude: n, factor.lowerTimesItsTranspose.elements, a.elements)
  }

  /// Expects an error at a leading minor; the reference kernel leaves the matrix as it was.
  private func expectFailure(
    _ a: Matrix, leadingMinor: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for factorization in Factorization.allCases {
      var matrix = a
      #expect(
        throws: NotPositiveDefinite(leadingMinor: leadingMinor), sourceLocation: sourceLocation
      ) {
        try factorization(&matrix)
      }
      guard factorization == .reference else { continue }
      // Bits are compared since NaN differs from itself.
      let isUnchanged = matrix.elements.map(\.bitPattern) == a.elements.map(\.bitPattern)
      #expect(isUnchanged, sourceLocation: sourceLocation)
    }
  }
}
