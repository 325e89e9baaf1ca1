import LinearAlgebra
import TestSupport
import Testing

@Suite("trmm")
struct TrmmTests {
  /// Either computation of B ← α op(L) B.
  enum Product: CaseIterable {
    case operation
    case reference

    func callAsFunction(
      _ opL: Transposition, _ alpha: Double, _ l: Matrix, _ b: Matrix
    ) -> Matrix {
      var result = b
      switch self {
      case .operation: trmm(opL: opL, alpha: alpha, l, &result)
      case .reference: ReferenceKernels.trmm(opL: opL, alpha: alpha, l, &result)
      }
      return result
    }
  }

  static let orders = [0, 1, 2, 3, 5, 8, 33, 65]
  static let widths = [0, 1, 2, 9]

  @Test(
    "trmm agrees with gemm's reference kernel, whatever is above the diagonal",
    arguments: orders, Transposition.allCases)
  func agreesWithReference(order: Int, opL: Transposition) {
    for width in Self.widths {
      var generator = SplitMix64(seed: order * 100 + width)
      for alpha in [1, -2, 0.7] {
        var l = generator.matrix(order, order)
        for j in 0..<order {
          for i in 0..<j { l[i, j] = 0 }
        }
        let b = generator.matrix(order, width)
        var reference = b
        ReferenceKernels.gemm(opA: opL, alpha: alpha, l, b, &reference)
        var magnitude = b
        ReferenceKernels.gemm(
          opA: opL, alpha: alpha.magnitude, l.magnitudes, b.magnitudes, &magnitude)
        for j in 0..<order {
          for i in 0..<j { l[i, j] = .nan }
        }
        for product in Product.allCases {
          // trmm is within γ of n + 1, the product taken here within γ of n + 2.
          expectWithin(
            2, gamma: order + 2, of: magnitude.elements, roundingsOfMagnitude: order + 2,
            product(opL, alpha, l, b).elements, reference.elements)
        }
      }
    }
  }

  @Test(
    "trmm agrees with its reference kernel on a matrix of order 130",
    arguments: Transposition.allCases)
  func agreesWithReferenceOnLargeMatrices(opL: Transposition) {
    // Large enough for the kernels that pack blocks, which small matrices do not reach.
    let order = 130
    var generator = SplitMix64(seed: order)
    let l = generator.matrix(order, order)
    let b = generator.matrix(order, 64)
    expectWithin(
      2, gamma: order + 1,
      of: Product.reference(opL, 0.7, l.magnitudes, b.magnitudes).elements,
      roundingsOfMagnitude: order + 1, Product.operation(opL, 0.7, l, b).elements,
      Product.reference(opL, 0.7, l, b).elements)
  }

  @Test(
    "trmm equals its reference kernel on integers, which are exact",
    arguments: orders, Transposition.allCases)
  func equalsReferenceOnIntegers(order: Int, opL: Transposition) {
    for width in Self.widths {
      var generator = SplitMix64(seed: order * 100 + width)
      for alpha in [1.0, -2, 3] {
        let l = generator.matrix(order, order, .integer)
        let b = generator.matrix(order, width, .integer)
        let results = Product.allCases.map { $0(opL, alpha, l, b) }
        #expect(results[0] == results[1])
      }
    }
  }

  @Test("the products worked out by hand", arguments: Product.allCases)
  func handCases(product: Product) {
    let l: Matrix = [[2, .nan], [3, 4]]
    let b: Matrix = [[1, 2], [5, 6]]
    #expect(product(.notTransposed, 1, l, b) == [[2, 4], [23, 30]])
    #expect(product(.transposed, 1, l, b) == [[17, 22], [20, 24]])
    #expect(product(.notTransposed, -0.5, l, [[1], [2]]) == [[-1], [-5.5]])
    #expect(product(.notTransposed, 1, l, Matrix(rows: 2, columns: 0)).columns == 0)
  }

  @Test("alpha zero reads neither L nor B", arguments: [1, 5, 130], Transposition.allCases)
  func alphaZeroReadsNothing(order: Int, opL: Transposition) {
    for poison in [Double.nan, .infinity] {
      let l = Matrix(rows: order, columns: order, repeating: poison)
      let b = Matrix(rows: order, columns: 3, repeating: poison)
      for product in Product.allCases {
        #expect(product(opL, 0, l, b) == Matrix(rows: order, columns: 3))
      }
    }
  }

  @Test("trmm undoes trsm", arguments: ExactFactorization.all, Transposition.allCases)
  func undoesSolving(exact: ExactFactorization, opL: Transposition) {
    let order = exact.factor.rows
    guard order <= 64 else { return }
    var generator = SplitMix64(seed: order)
    let solution = generator.matrix(order, 3, .integer)
    var b = solution
    trmm(opL: opL, exact.factor, &b)
    trsm(opL: opL, exact.factor, &b)
    #expect(b == solution)
  }

  @Test("a matrix of the wrong shape stops")
  func wrongShapesStop() async {
    let notSquare = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var b = Matrix(rows: 2, columns: 3)
      trmm(Matrix(rows: 2, columns: 3), &b)
    }
    expectMessage(
      "trmm: 6 elements do not fill a shape of 2 × 2", in: notSquare?.standardErrorContent)
    let long = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var b = Matrix(rows: 3, columns: 1)
      trmm(.identity(2), &b)
    }
    expectMessage("trmm: 3 elements do not fill a shape of 2 × 1", in: long?.standardErrorContent)
    let short = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var b = [0.0, 0, 0]
      var span = b.mutableSpan
      trmm(order: 2, [1, 2, 3, 4].span, columns: 2, &span)
    }
    expectMessage(
      "trmm: 3 elements do not fill a shape of 2 × 2", in: short?.standardErrorContent)
  }
}
