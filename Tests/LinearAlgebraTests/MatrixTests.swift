import LinearAlgebra
import TestSupport
import Testing

@Suite("Matrix")
struct MatrixTests {
  @Test("a literal of rows is stored column by column")
  func literalIsStoredByColumns() {
    let a: Matrix = [[1, 2, 3], [4, 5, 6]]
    #expect(a.rows == 2)
    #expect(a.columns == 3)
    #expect(a.elements == [1, 4, 2, 5, 3, 6])
    #expect(a == Matrix(rows: [[1, 2, 3], [4, 5, 6]]))
  }

  @Test("the subscript reads and writes row, then column")
  func subscriptIsRowThenColumn() {
    var a: Matrix = [[1, 2, 3], [4, 5, 6]]
    #expect(a[0, 2] == 3)
    #expect(a[1, 0] == 4)
    a[0, 1] = 9
    #expect(a == [[1, 9, 3], [4, 5, 6]])
  }

  @Test("a copy keeps its entries when the original is written to")
  func copiesAreIndependent() {
    var a: Matrix = [[1, 2], [3, 4]]
    let copy = a
    a[0, 0] = 5
    #expect(copy == [[1, 2], [3, 4]])
  }

  @Test("the identity has ones on the diagonal and zeros elsewhere")
  func identity() {
    #expect(Matrix.identity(3) == [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    #expect(Matrix.identity(0) == Matrix(rows: 0, columns: 0))
  }

  @Test("the transpose exchanges rows and columns")
  func transpose() {
    let a: Matrix = [[1, 2, 3], [4, 5, 6]]
    #expect(a.transposed() == [[1, 4], [2, 5], [3, 6]])
    #expect(a.transposed().transposed() == a)
    #expect(Matrix(rows: 0, columns: 3).transposed() == Matrix(rows: 3, columns: 0))
  }

  @Test("matrices without rows or without columns keep their shapes")
  func emptyShapes() {
    #expect(Matrix(rows: []) == Matrix(rows: 0, columns: 0))
    #expect(Matrix(rows: [[], [], []]) == Matrix(rows: 3, columns: 0))
    #expect(Matrix(rows: 0, columns: 3) != Matrix(rows: 3, columns: 0))
  }

  @Test("an index out of range stops, though its offset lies in storage")
  func indexOutOfRangeStops() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let a: Matrix = [[1, 2], [3, 4]]
      _ = a[2, 0]
    }
    expectMessage("no entry (2, 0) in a shape of 2 × 2", in: result?.standardErrorContent)
  }

  @Test("rows of unequal lengths stop")
  func unequalRowsStop() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Matrix(rows: [[1, 2], [3]])
    }
    expectMessage("unequal lengths", in: result?.standardErrorContent)
  }

  @Test("elements that do not fill the shape stop")
  func wrongCountStops() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Matrix(rows: 2, columns: 2, elements: [1, 2, 3])
    }
    expectMessage("3 elements do not fill", in: result?.standardErrorContent)
  }
}
