import LinearAlgebra
import TestSupport
import Testing

@Suite("syrk")
struct SyrkTests {
  /// The shape n × k of op(A).
  struct Shape: Sendable, CustomTestStringConvertible {
    let n: Int
    let k: Int

    var testDescription: String { "\(n) × \(k)" }

    static let all: [Shape] =
      [0, 1, 3, 8].flatMap { n in [0, 1, 2, 7].map { k in Shape(n: n, k: k) } } + [
        Shape(n: 130, k: 1), Shape(n: 2, k: 130), Shape(n: 33, k: 40), Shape(n: 65, k: 5),
      ]
  }

  /// Either computation of C ← α op(A) op(A)ᵀ + β C.
  enum Product: CaseIterable {
    case operation
    case reference

    func callAsFunction(
      _ opA: Transposition, _ alpha: Double, _ a: Matrix, _ beta: Double, _ c: Matrix
    ) -> Matrix {
      var result = c
      switch self {
      case .operation: syrk(opA: opA, alpha: alpha, a, beta: beta, &result)
      case .reference: ReferenceKernels.syrk(opA: opA, alpha: alpha, a, beta: beta, &result)
      }
      return result
    }
  }

  @Test(
    "syrk agrees with gemm's reference kernel on the lower triangle and leaves the upper alone",
    arguments: Shape.all, Transposition.allCases)
  func agreesWithReference(shape: Shape, opA: Transposition) {
    var generator = SplitMix64(seed: shape.n * 1000 + shape.k)
    let opposite: Transposition = opA == .transposed ? .notTransposed : .transposed
    for coefficients in Coefficients.all {
      let (alpha, beta) = (coefficients.alpha, coefficients.beta)
      let a = generator.matrix(opA, shape.n, shape.k)
      let c = generator.matrix(shape.n, shape.n)
      var reference = c
      ReferenceKernels.gemm(
        opA: opA, opB: opposite, alpha: alpha, a, a, beta: beta, &reference)
      var magnitude = c.magnitudes
      ReferenceKernels.gemm(
        opA: opA, opB: opposite, alpha: alpha.magnitude, a.magnitudes, a.magnitudes,
        beta: beta.magnitude, &magnitude)
      // The strictly upper triangle is to stay as it was, to the bit.
      for j in 0..<shape.n {
        for i in 0..<j {
          reference[i, j] = c[i, j]
          magnitude[i, j] = 0
        }
      }
      for product in Product.allCases {
        expectWithin(
          2, gamma: shape.k + 2, of: magnitude.elements, roundingsOfMagnitude: shape.k + 2,
          product(opA, alpha, a, beta, c).elements, reference.elements)
      }
    }
  }

  @Test("syrk agrees with its reference kernel on matrices of order 130, stored either way")
  func agreesWithReferenceOnLargeMatrices() {
    // Large enough for the kernels that pack blocks, which small matrices do not reach.
    let order = 130
    var generator = SplitMix64(seed: order)
    let a = generator.matrix(order, 64)
    let c = generator.matrix(order, order)
    let reference = Product.reference(.notTransposed, 0.7, a, -1.3, c)
    let magnitude = Product.reference(.notTransposed, 0.7, a.magnitudes, 1.3, c.magnitudes)
    for opA in Transposition.allCases {
      let stored = opA == .transposed ? a.transposed() : a
      expectWithin(
        2, gamma: 66, of: magnitude.elements, roundingsOfMagnitude: 66,
        Product.operation(opA, 0.7, stored, -1.3, c).elements, reference.elements)
    }
  }

  @Test(
    "syrk equals its reference kernel on integers, which are exact",
    arguments: Shape.all, Transposition.allCases)
  func equalsReferenceOnIntegers(shape: Shape, opA: Transposition) {
    var generator = SplitMix64(seed: shape.n * 1000 + shape.k)
    for coefficients in Coefficients.integer {
      let a = generator.matrix(opA, shape.n, shape.k, .integer)
      let c = generator.matrix(shape.n, shape.n, .integer)
      let results = Product.allCases.map { $0(opA, coefficients.alpha, a, coefficients.beta, c) }
      #expect(results[0] == results[1])
    }
  }

  @Test("the products worked out by hand", arguments: Product.allCases)
  func handCases(product: Product) {
    let a: Matrix = [[1, 2], [3, 4]]
    let c: Matrix = [[1, 100], [2, 3]]
    // A Aᵀ = [[5, ·], [11, 25]], AᵀA = [[10, ·], [14, 20]].
    #expect(product(.notTransposed, 1, a, 0, c) == [[5, 100], [11, 25]])
    #expect(product(.transposed, 1, a, 0, c) == [[10, 100], [14, 20]])
    #expect(product(.transposed, -1, a, 1, c) == [[-9, 100], [-12, -17]])
    #expect(product(.notTransposed, 2, [[1, 2, 3]], 3, [[5]]) == [[43]])
    #expect(product(.transposed, 1, [[1, 2]], 0, c) == [[1, 100], [2, 4]])
  }

  @Test(
    "beta zero overwrites NaN and infinity in C", arguments: Shape.all, Transposition.allCases)
  func betaZeroOverwrites(shape: Shape, opA: Transposition) {
    var generator = SplitMix64(seed: 1)
    let a = generator.matrix(opA, shape.n, shape.k, .integer)
    let zero = Matrix(rows: shape.n, columns: shape.n)
    for poison in [Double.nan, .infinity] {
      var c = zero
      for j in 0..<shape.n {
        for i in j..<shape.n { c[i, j] = poison }
      }
      for product in Product.allCases {
        #expect(product(opA, 1, a, 0, c) == Product.reference(opA, 1, a, 0, zero))
        #expect(product(opA, 0, a, 0, c) == zero)
      }
    }
  }

  @Test(
    "alpha zero does not read A", arguments: [1, 5, 130], Transposition.allCases)
  func alphaZeroReadsNothing(order: Int, opA: Transposition) {
    for poison in [Double.nan, .infinity] {
      let a = Matrix(rows: order, columns: order, repeating: poison)
      var doubled = Matrix.identity(order)
      for index in 0..<order { doubled[index, index] = 2 }
      for product in Product.allCases {
        #expect(product(opA, 0, a, 2, .identity(order)) == doubled)
        #expect(product(opA, 0, a, 1, .identity(order)) == .identity(order))
      }
    }
  }

  @Test("an empty inner dimension multiplies C by beta", arguments: Product.allCases)
  func emptyInnerDimension(product: Product) {
    let c: Matrix = [[1, 100], [2, 3]]
    #expect(product(.notTransposed, 1, Matrix(rows: 2, columns: 0), 3, c) == [[3, 100], [6, 9]])
    #expect(product(.transposed, 1, Matrix(rows: 0, columns: 2), -1, c) == [[-1, 100], [-2, -3]])
    #expect(product(.transposed, 1, Matrix(rows: 0, columns: 2), 0, c) == [[0, 100], [0, 0]])
  }

  @Test("NaN in the strictly upper triangle goes nowhere", arguments: Product.allCases)
  func upperTriangleIsNotRead(product: Product) {
    var c = Matrix(rows: 70, columns: 70, repeating: .nan)
    for j in 0..<70 {
      for i in j..<70 { c[i, j] = 1 }
    }
    let result = product(.notTransposed, 1, .identity(70), 2, c)
    for j in 0..<70 {
      for i in 0..<70 {
        #expect(i < j ? result[i, j].isNaN : result[i, j] == (i == j ? 3 : 2))
      }
    }
  }

  @Test("a C of the wrong shape stops")
  func wrongShapesStop() async {
    let spans = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var c = [0.0, 0, 0, 0]
      var span = c.mutableSpan
      syrk(rows: 3, columns: 1, [1, 2, 3].span, &span)
    }
    expectMessage(
      "syrk: 4 elements do not fill a shape of 3 × 3", in: spans?.standardErrorContent)
  }
}
