import LinearAlgebra
import Testing

@Suite("Operations in memory of the caller's")
struct SpanTests {
  @Test(
    "gemv on a range of columns equals gemv on a matrix of those columns, to the bit",
    arguments: [0, 1, 2, 5, 16, 33], Transposition.allCases)
  func columnsOfAStack(rows: Int, opA: Transposition) {
    var generator = SplitMix64(seed: rows)
    let stack = generator.matrix(rows, 12)
    for range in [0..<12, 3..<7, 11..<12, 4..<4] {
      let part = Matrix(
        rows: rows, columns: range.count,
        elements: Array(stack.elements[range.lowerBound * rows..<range.upperBound * rows]))
      let (m, n) = opA == .transposed ? (range.count, rows) : (rows, range.count)
      let x = generator.vector(n)
      for coefficients in Coefficients.all {
        var expected = generator.vector(m)
        var computed = expected
        gemv(opA: opA, alpha: coefficients.alpha, part, x, beta: coefficients.beta, &expected)
        var result = computed.mutableSpan
        gemv(
          opA: opA, alpha: coefficients.alpha, rows: rows, columns: range.count,
          stack.elements.span.extracting(range.lowerBound * rows..<range.upperBound * rows),
          x.span, beta: coefficients.beta, &result)
        #expect(computed == expected)
      }
    }
  }

  @Test(
    "gemm equals gemm on matrices, to the bit",
    arguments: [0, 1, 3, 33], GemmTests.Transpositions.all)
  func products(rows: Int, op: GemmTests.Transpositions) {
    for columns in [0, 1, 5, 40] {
      for inner in [0, 1, 2, 70] {
        var generator = SplitMix64(seed: rows * 10_000 + columns * 100 + inner)
        let a = generator.matrix(op.a, rows, inner)
        let b = generator.matrix(op.b, inner, columns)
        for coefficients in Coefficients.all {
          let (alpha, beta) = (coefficients.alpha, coefficients.beta)
          var expected = generator.matrix(rows, columns)
          var computed = expected.elements
          var result = computed.mutableSpan
          gemm(
            opA: op.a, opB: op.b, alpha: alpha, rows: rows, columns: columns, inner: inner,
            a.elements.span, b.elements.span, beta: beta, &result)
          gemm(opA: op.a, opB: op.b, alpha: alpha, a, b, beta: beta, &expected)
          #expect(computed == expected.elements)
        }
      }
    }
  }

  @Test("gemm: alpha zero reads nothing, and beta zero overwrites NaN")
  func poison() {
    var c = [Double.nan, 1]
    var result = c.mutableSpan
    gemm(
      alpha: 0, rows: 2, columns: 1, inner: 1, [.nan, .nan].span, [.infinity].span, &result)
    #expect(c == [0, 0])
    c = [.nan, .infinity]
    var empty = c.mutableSpan
    gemm(rows: 1, columns: 2, inner: 0, [Double]().span, [Double]().span, &empty)
    #expect(c == [0, 0])
  }

  @Test("beta zero overwrites NaN also where the product is empty")
  func betaZero() {
    var y = [Double.nan, .infinity]
    var result = y.mutableSpan
    gemv(rows: 2, columns: 0, [Double]().span, [Double]().span, &result)
    #expect(y == [0, 0])
    y = [.nan, 1]
    var scaled = y.mutableSpan
    gemv(alpha: 0, rows: 2, columns: 1, [.nan, .nan].span, [.nan].span, &scaled)
    #expect(y == [0, 0])
  }

  @Test(
    "potrf finds the lower triangle that it finds in a matrix", arguments: ExactFactorization.all)
  func factor(exact: ExactFactorization) throws {
    let order = exact.product.rows
    var elements = exact.product.elements
    var span = elements.mutableSpan
    try potrf(order: order, &span)
    for column in 0..<order {
      for row in 0..<order {
        let expected = row < column ? exact.product[row, column] : exact.factor[row, column]
        #expect(elements[column * order + row] == expected)
      }
    }
  }

  @Test("what is not positive definite is an error with the leading minor of a matrix")
  func failures() {
    let cases: [(Matrix, Int)] = [
      ([[1, 2], [2, 1]], 2), ([[0]], 1), ([[-1, 0], [0, 1]], 1), ([[1, 1], [1, 1]], 2),
      ([[1, 0, 0], [0, 1, 0], [.nan, 0, 1]], 3), ([[.nan, 0], [0, 1]], 1),
      ([[1, 0, 0], [0, .infinity, 0], [0, .nan, 1]], 2),
      ([[1, 0, 0], [0, 1, 0], [.nan, 0, -1]], 3), ([[-1, 0], [0, .nan]], 1),
      ([[1e-300, 0, 0, 0], [0, 1, 0, 0], [1e300, 0, 1, 0], [0, 0, 0, 1]], 3),
    ]
    for (matrix, leadingMinor) in cases {
      #expect(throws: NotPositiveDefinite(leadingMinor: leadingMinor)) {
        var elements = matrix.elements
        var span = elements.mutableSpan
        try potrf(order: matrix.rows, &span)
      }
    }
  }

  @Test("an array of the wrong length stops")
  func wrongLength() async {
    let product = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var y = [0.0, 0]
      var result = y.mutableSpan
      gemv(rows: 2, columns: 3, [1, 2, 3, 4, 5].span, [1, 2, 3].span, &result)
    }
    expectMessage(
      "gemv: 5 elements do not fill a shape of 2 × 3", in: product?.standardErrorContent)
    let factor = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var elements = [1.0, 2, 3]
      var span = elements.mutableSpan
      try? potrf(order: 2, &span)
    }
    expectMessage(
      "potrf: 3 elements do not fill a shape of 2 × 2", in: factor?.standardErrorContent)
  }
}
