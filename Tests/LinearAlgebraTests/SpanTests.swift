import LinearAlgebra
import Testing

@Suite("Operations in memory of the caller's")
struct SpanTests {
  @Test(
    "gemv on a range of columns equals gemv on a matrix of those columns, on integers, which are exact",
    arguments: [0, 1, 2, 5, 16, 33], Transposition.allCases)
  func columnsOfAStack(rows: Int, opA: Transposition) {
    var generator = SplitMix64(seed: rows)
    let stack = generator.matrix(rows, 12, .integer)
    for range in [0..<12, 3..<7, 11..<12, 4..<4] {
      let part = Matrix(
        rows: rows, columns: range.count,
        elements: Array(stack.elements[range.lowerBound * rows..<range.upperBound * rows]))
      let (m, n) = opA == .transposed ? (range.count, rows) : (rows, range.count)
      let x = generator.vector(n, .integer)
      for coefficients in Coefficients.integer {
        var expected = generator.vector(m, .integer)
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
    "potrf leaves the strictly upper triangle alone", arguments: ExactFactorization.all)
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
