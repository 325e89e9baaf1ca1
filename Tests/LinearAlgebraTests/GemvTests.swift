import LinearAlgebra
import TestSupport
import Testing

@Suite("gemv")
struct GemvTests {
  /// The shapes of op(A).
  struct Shape: Sendable, CustomTestStringConvertible {
    let m: Int
    let n: Int

    var testDescription: String { "\(m) × \(n)" }

    static let all: [Shape] = [0, 1, 2, 3, 7, 130].flatMap { m in
      [0, 1, 2, 3, 7, 130].map { n in Shape(m: m, n: n) }
    }
  }

  @Test(
    "gemv agrees with the reference kernel within the bound of rounding errors",
    arguments: Shape.all, Transposition.allCases)
  func agreesWithReference(shape: Shape, opA: Transposition) {
    var generator = SplitMix64(seed: shape.m * 1000 + shape.n)
    for coefficients in Coefficients.all {
      let (alpha, beta) = (coefficients.alpha, coefficients.beta)
      let a = generator.matrix(opA, shape.m, shape.n)
      let x = generator.vector(shape.n)
      let y = generator.vector(shape.m)

      var computed = y
      gemv(opA: opA, alpha: alpha, a, x, beta: beta, &computed)
      var reference = y
      ReferenceKernels.gemv(opA: opA, alpha: alpha, a, x, beta: beta, &reference)
      var magnitude = y.map(\.magnitude)
      ReferenceKernels.gemv(
        opA: opA, alpha: alpha.magnitude, a.magnitudes, x.map(\.magnitude),
        beta: beta.magnitude, &magnitude)

      // Both lie within γ of n + 2 of the exact vector, so within twice that of each other.
      expectWithin(
        2, gamma: shape.n + 2, of: magnitude, roundingsOfMagnitude: shape.n + 2,
        computed, reference)
    }
  }

  @Test(
    "gemv equals the reference kernel on integers, which are exact",
    arguments: Shape.all, Transposition.allCases)
  func equalsReferenceOnIntegers(shape: Shape, opA: Transposition) {
    var generator = SplitMix64(seed: shape.m * 1000 + shape.n)
    for coefficients in Coefficients.integer {
      let (alpha, beta) = (coefficients.alpha, coefficients.beta)
      let a = generator.matrix(opA, shape.m, shape.n, .integer)
      let x = generator.vector(shape.n, .integer)
      var computed = generator.vector(shape.m, .integer)
      var reference = computed
      gemv(opA: opA, alpha: alpha, a, x, beta: beta, &computed)
      ReferenceKernels.gemv(opA: opA, alpha: alpha, a, x, beta: beta, &reference)
      #expect(computed == reference)
    }
  }

  @Test("gemv and its reference kernel give the products worked out by hand")
  func handCases() {
    let a: Matrix = [[1, 2, 3], [4, 5, 6]]
    for product in [gemvOperation, gemvReference] {
      // (1 + 4 + 9, 4 + 10 + 18) and (1 + 8, 2 + 10, 3 + 12).
      #expect(product(.notTransposed, 1, a, [1, 2, 3], 0, [7, 7]) == [14, 32])
      #expect(product(.transposed, 1, a, [1, 2], 0, [7, 7, 7]) == [9, 12, 15])
      // 2 (14, 32) − 3 (10, 20).
      #expect(product(.notTransposed, 2, a, [1, 2, 3], -3, [10, 20]) == [-2, 4])
      // A square matrix, whose shape cannot tell it from its transpose.
      let square: Matrix = [[1, 2], [3, 4]]
      #expect(product(.notTransposed, 1, square, [1, 10], 1, [100, 100]) == [121, 143])
      #expect(product(.transposed, 1, square, [1, 10], 1, [100, 100]) == [131, 142])
    }
  }

  @Test("alpha one and beta zero are the defaults")
  func defaults() {
    var y: [Double] = [.nan, .nan]
    gemv([[1, 2], [3, 4]], [1, 10], &y)
    #expect(y == [21, 43])
  }

  @Test(
    "beta zero overwrites NaN and infinity in y", arguments: Shape.all, Transposition.allCases)
  func betaZeroOverwrites(shape: Shape, opA: Transposition) {
    var generator = SplitMix64(seed: 1)
    let a = generator.matrix(opA, shape.m, shape.n, .integer)
    let x = generator.vector(shape.n, .integer)
    for product in [gemvOperation, gemvReference] {
      for alpha in [0.0, 1, 2] {
        let clean = product(opA, alpha, a, x, 0, Array(repeating: 0, count: shape.m))
        for poison in [Double.nan, .infinity] {
          let y = Array(repeating: poison, count: shape.m)
          #expect(product(opA, alpha, a, x, 0, y) == clean)
        }
      }
    }
  }

  @Test("alpha zero does not read A or x", arguments: Transposition.allCases)
  func alphaZeroReadsNothing(opA: Transposition) {
    let a = Matrix(rows: 5, columns: 5, repeating: .nan)
    let x = Array(repeating: Double.nan, count: 5)
    for product in [gemvOperation, gemvReference] {
      #expect(product(opA, 0, a, x, 2, [1, 2, 3, 4, 5]) == [2, 4, 6, 8, 10])
    }
  }

  @Test("without columns the product is zero and beta still scales y")
  func withoutColumnsBetaScales() {
    let a = Matrix(rows: 2, columns: 0)
    for product in [gemvOperation, gemvReference] {
      #expect(product(.notTransposed, 1, a, [], 3, [1, 2]) == [3, 6])
      #expect(product(.notTransposed, 1, a, [], 0, [.nan, 2]) == [0, 0])
      #expect(product(.transposed, 1, a, [1, 2], 3, []) == [])
    }
  }

  @Test("NaN in A or x reaches the result")
  func propagatesNaN() {
    for product in [gemvOperation, gemvReference] {
      let fromA = product(.notTransposed, 1, [[1, .nan], [1, 1]], [1, 1], 0, [0, 0])
      #expect(fromA[0].isNaN && fromA[1] == 2)
      let fromX = product(.notTransposed, 1, [[1, 1], [1, 1]], [1, .nan], 0, [0, 0])
      #expect(fromX[0].isNaN && fromX[1].isNaN)
    }
  }

  @Test("an x of the wrong length stops")
  func wrongXStops() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var y = [0.0, 0]
      gemv(Matrix(rows: 2, columns: 3), [1, 2], &y)
    }
    expectMessage(
      "gemv: op(A) is 2 × 3, but x has 2 elements", in: result?.standardErrorContent)
  }

  @Test("a y of the wrong length stops")
  func wrongYStops() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var y = [0.0, 0]
      gemv(opA: .transposed, Matrix(rows: 2, columns: 3), [1, 2], &y)
    }
    expectMessage(
      "gemv: op(A) is 3 × 2, but y has 2 elements", in: result?.standardErrorContent)
  }
}

private func gemvOperation(
  _ opA: Transposition, _ alpha: Double, _ a: Matrix, _ x: [Double], _ beta: Double, _ y: [Double]
) -> [Double] {
  var y = y
  gemv(opA: opA, alpha: alpha, a, x, beta: beta, &y)
  return y
}

private func gemvReference(
  _ opA: Transposition, _ alpha: Double, _ a: Matrix, _ x: [Double], _ beta: Double, _ y: [Double]
) -> [Double] {
  var y = y
  ReferenceKernels.gemv(opA: opA, alpha: alpha, a, x, beta: beta, &y)
  return y
}
