import LinearAlgebra
import TestSupport
import Testing

@Suite("gemm")
struct GemmTests {
  /// The shapes m × k of op(A) and k × n of op(B).
  struct Shape: Sendable, CustomTestStringConvertible {
    let m: Int
    let n: Int
    let k: Int

    var testDescription: String { "\(m) × \(k) by \(k) × \(n)" }

    static let small: [Shape] = [0, 1, 3].flatMap { m in
      [0, 1, 5].flatMap { n in
        [0, 1, 2, 7].map { k in Shape(m: m, n: n, k: k) }
      }
    }

    static let all: [Shape] =
      small + [
        Shape(m: 130, n: 1, k: 1), Shape(m: 1, n: 130, k: 3), Shape(m: 2, n: 3, k: 130),
        Shape(m: 130, n: 2, k: 130), Shape(m: 7, n: 130, k: 33), Shape(m: 33, n: 17, k: 29),
      ]
  }

  /// Both transpositions of both factors.
  struct Transpositions: Sendable, CustomTestStringConvertible {
    let a: Transposition
    let b: Transposition

    var testDescription: String { "A \(a), B \(b)" }

    static let all: [Transpositions] = Transposition.allCases.flatMap { a in
      Transposition.allCases.map { b in Transpositions(a: a, b: b) }
    }
  }

  @Test(
    "gemm agrees with the reference kernel within the bound of rounding errors",
    arguments: Shape.all, Transpositions.all)
  func agreesWithReference(shape: Shape, op: Transpositions) {
    var generator = SplitMix64(seed: shape.m * 1_000_000 + shape.n * 1000 + shape.k)
    for coefficients in Coefficients.all {
      let (alpha, beta) = (coefficients.alpha, coefficients.beta)
      let a = generator.matrix(op.a, shape.m, shape.k)
      let b = generator.matrix(op.b, shape.k, shape.n)
      let c = generator.matrix(shape.m, shape.n)

      var computed = c
      gemm(opA: op.a, opB: op.b, alpha: alpha, a, b, beta: beta, &computed)
      var reference = c
      ReferenceKernels.gemm(opA: op.a, opB: op.b, alpha: alpha, a, b, beta: beta, &reference)
      var magnitude = c.magnitudes
      ReferenceKernels.gemm(
        opA: op.a, opB: op.b, alpha: alpha.magnitude, a.magnitudes, b.magnitudes,
        beta: beta.magnitude, &magnitude)

      // Both lie within γ of k + 2 of the exact matrix, so within twice that of each other.
      expectWithin(
        2, gamma: shape.k + 2, of: magnitude.elements, roundingsOfMagnitude: shape.k + 2,
        computed.elements, reference.elements)
    }
  }

  @Test("gemm agrees with the reference kernel on matrices of order 130, stored either way")
  func agreesWithReferenceOnLargeMatrices() {
    // Large enough for the kernels that pack blocks, which small matrices do not reach.
    let order = 130
    var generator = SplitMix64(seed: order)
    let a = generator.matrix(order, order)
    let b = generator.matrix(order, order)
    let c = generator.matrix(order, order)
    var reference = c
    ReferenceKernels.gemm(alpha: 0.7, a, b, beta: -1.3, &reference)
    var magnitude = c.magnitudes
    ReferenceKernels.gemm(alpha: 0.7, a.magnitudes, b.magnitudes, beta: 1.3, &magnitude)
    for op in Transpositions.all {
      var computed = c
      gemm(
        opA: op.a, opB: op.b, alpha: 0.7,
        op.a == .transposed ? a.transposed() : a, op.b == .transposed ? b.transposed() : b,
        beta: -1.3, &computed)
      expectWithin(
        2, gamma: order + 2, of: magnitude.elements, roundingsOfMagnitude: order + 2,
        computed.elements, reference.elements)
    }
  }

  @Test(
    "gemm equals the reference kernel on integers, which are exact",
    arguments: Shape.all, Transpositions.all)
  func equalsReferenceOnIntegers(shape: Shape, op: Transpositions) {
    var generator = SplitMix64(seed: shape.m * 1_000_000 + shape.n * 1000 + shape.k)
    for coefficients in Coefficients.integer {
      let (alpha, beta) = (coefficients.alpha, coefficients.beta)
      let a = generator.matrix(op.a, shape.m, shape.k, .integer)
      let b = generator.matrix(op.b, shape.k, shape.n, .integer)
      var computed = generator.matrix(shape.m, shape.n, .integer)
      var reference = computed
      gemm(opA: op.a, opB: op.b, alpha: alpha, a, b, beta: beta, &computed)
      ReferenceKernels.gemm(opA: op.a, opB: op.b, alpha: alpha, a, b, beta: beta, &reference)
      #expect(computed == reference)
    }
  }

  @Test("gemm and its reference kernel give the products worked out by hand")
  func handCases() {
    let a: Matrix = [[1, 2], [3, 4]]
    let b: Matrix = [[5, 6], [7, 8]]
    let zero = Matrix(rows: 2, columns: 2)
    for product in [gemmOperation, gemmReference] {
      #expect(product(.notTransposed, .notTransposed, 1, a, b, 0, zero) == [[19, 22], [43, 50]])
      #expect(product(.transposed, .notTransposed, 1, a, b, 0, zero) == [[26, 30], [38, 44]])
      #expect(product(.notTransposed, .transposed, 1, a, b, 0, zero) == [[17, 23], [39, 53]])
      #expect(product(.transposed, .transposed, 1, a, b, 0, zero) == [[23, 31], [34, 46]])
      #expect(
        product(.notTransposed, .notTransposed, 2, a, b, -1, [[1, 2], [3, 4]])
          == [[37, 42], [83, 96]])
      // A row by a column, and a column by a row.
      #expect(
        product(
          .notTransposed, .notTransposed, 1, [[1, 2, 3]], [[4], [5], [6]], 0,
          Matrix(rows: 1, columns: 1)) == [[32]])
      #expect(
        product(
          .transposed, .transposed, 1, [[1, 2, 3]], [[4], [5], [6]], 0,
          Matrix(rows: 3, columns: 3)) == [[4, 5, 6], [8, 10, 12], [12, 15, 18]])
    }
  }

  @Test("a product with the identity is the matrix itself")
  func identityIsNeutral() {
    var generator = SplitMix64(seed: 3)
    let a = generator.matrix(7, 130)
    var c = Matrix(rows: 7, columns: 130, repeating: .nan)
    gemm(.identity(7), a, &c)
    #expect(c == a)
    c = Matrix(rows: 7, columns: 130, repeating: .nan)
    gemm(a, .identity(130), &c)
    #expect(c == a)
  }

  @Test(
    "beta zero overwrites NaN and infinity in C", arguments: Shape.all, Transpositions.all)
  func betaZeroOverwrites(shape: Shape, op: Transpositions) {
    var generator = SplitMix64(seed: 1)
    let a = generator.matrix(op.a, shape.m, shape.k, .integer)
    let b = generator.matrix(op.b, shape.k, shape.n, .integer)
    let zero = Matrix(rows: shape.m, columns: shape.n)
    var expected = zero
    ReferenceKernels.gemm(opA: op.a, opB: op.b, a, b, &expected)
    for poison in [Double.nan, .infinity] {
      let c = Matrix(rows: shape.m, columns: shape.n, repeating: poison)
      #expect(gemmOperation(op.a, op.b, 1, a, b, 0, c) == expected)
      #expect(gemmOperation(op.a, op.b, 0, a, b, 0, c) == zero)
    }
  }

  @Test("the reference kernel with beta zero overwrites NaN in C")
  func referenceBetaZeroOverwrites() {
    let c = Matrix(rows: 2, columns: 2, repeating: .nan)
    let a: Matrix = [[1, 2], [3, 4]]
    #expect(gemmReference(.notTransposed, .notTransposed, 1, a, .identity(2), 0, c) == a)
    #expect(
      gemmReference(.notTransposed, .notTransposed, 0, a, .identity(2), 0, c)
        == Matrix(rows: 2, columns: 2))
  }

  @Test("alpha zero does not read A or B", arguments: Transpositions.all)
  func alphaZeroReadsNothing(op: Transpositions) {
    let nan = Matrix(rows: 5, columns: 5, repeating: .nan)
    var doubled = Matrix.identity(5)
    for index in 0..<5 {
      doubled[index, index] = 2
    }
    for product in [gemmOperation, gemmReference] {
      let result = product(op.a, op.b, 0, nan, nan, 2, .identity(5))
      #expect(result == doubled)
    }
  }

  @Test("without inner dimension the product is zero and beta still scales C")
  func withoutInnerDimensionBetaScales() {
    let a = Matrix(rows: 2, columns: 0)
    let b = Matrix(rows: 0, columns: 2)
    for product in [gemmOperation, gemmReference] {
      #expect(
        product(.notTransposed, .notTransposed, 1, a, b, 3, [[1, 2], [3, 4]])
          == [[3, 6], [9, 12]])
    }
  }

  @Test("inner dimensions that differ stop")
  func innerDimensionsStop() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var c = Matrix(rows: 2, columns: 2)
      gemm(Matrix(rows: 2, columns: 3), Matrix(rows: 2, columns: 2), &c)
    }
    expectMessage(
      "gemm: 4 elements do not fill a shape of 3 × 2", in: result?.standardErrorContent)
  }

  @Test("a C of the wrong shape stops")
  func wrongResultStops() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var c = Matrix(rows: 2, columns: 3)
      gemm(Matrix(rows: 4, columns: 3), Matrix(rows: 3, columns: 2), &c)
    }
    expectMessage(
      "gemm: 6 elements do not fill a shape of 4 × 2", in: result?.standardErrorContent)
  }

  @Test("a dimension beyond 32 bits stops")
  func hugeDimensionStops() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      // Without columns it takes no storage; truncated to 32 bits its rows would be none.
      let a = Matrix(rows: 1 << 32, columns: 0)
      var c = a
      gemm(a, Matrix(rows: 0, columns: 0), &c)
    }
    expectMessage("does not fit in 32 bits", in: result?.standardErrorContent)
  }
}

private func gemmOperation(
  _ opA: Transposition, _ opB: Transposition, _ alpha: Double, _ a: Matrix, _ b: Matrix,
  _ beta: Double, _ c: Matrix
) -> Matrix {
  var c = c
  gemm(opA: opA, opB: opB, alpha: alpha, a, b, beta: beta, &c)
  return c
}

private func gemmReference(
  _ opA: Transposition, _ opB: Transposition, _ alpha: Double, _ a: Matrix, _ b: Matrix,
  _ beta: Double, _ c: Matrix
) -> Matrix {
  var c = c
  ReferenceKernels.gemm(opA: opA, opB: opB, alpha: alpha, a, b, beta: beta, &c)
  return c
}
