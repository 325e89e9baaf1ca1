import LinearAlgebra
import TestSupport
import Testing

@Suite("trsv and trsm")
struct TriangularSolveTests {
  /// Either computation of B ← op(L)⁻¹ B, by columns or all at once.
  enum Solver: CaseIterable {
    case vectors
    case matrix
    case referenceVectors
    case referenceMatrix

    func callAsFunction(_ opL: Transposition, _ l: Matrix, _ b: inout Matrix) {
      switch self {
      case .matrix: trsm(opL: opL, l, &b)
      case .referenceMatrix: ReferenceKernels.trsm(opL: opL, l, &b)
      case .vectors, .referenceVectors:
        for column in 0..<b.columns {
          var x = (0..<b.rows).map { b[$0, column] }
          if self == .vectors {
            trsv(opL: opL, l, &x)
          } else {
            ReferenceKernels.trsv(opL: opL, l, &x)
          }
          for row in 0..<b.rows { b[row, column] = x[row] }
        }
      }
    }
  }

  static let orders = [0, 1, 2, 3, 5, 8, 31, 70]
  static let widths = [0, 1, 2, 9]

  @Test(
    "op(L) times the solution is the right-hand side within the bound of rounding errors",
    arguments: Solver.allCases, Transposition.allCases)
  func residual(solver: Solver, opL: Transposition) {
    for order in Self.orders {
      for width in Self.widths {
        var generator = SplitMix64(seed: order * 100 + width)
        var l = generator.matrix(order, order)
        // What is above the diagonal must not matter.
        for j in 0..<order {
          for i in 0..<j { l[i, j] = .nan }
          l[j, j] = 2 + l[j, j]
        }
        let b = generator.matrix(order, width)
        var x = b
        solver(opL, l, &x)
        for j in 0..<order {
          for i in 0..<j { l[i, j] = 0 }
        }
        var product = Matrix(rows: order, columns: width)
        ReferenceKernels.gemm(opA: opL, l, x, &product)
        var magnitude = Matrix(rows: order, columns: width)
        ReferenceKernels.gemm(opA: opL, l.magnitudes, x.magnitudes, &magnitude)
        // The solution is within γ of n + 1, and the product taken here within γ of n.
        expectWithin(
          1, gamma: 2 * order + 1, of: magnitude.elements, roundingsOfMagnitude: order,
          product.elements, b.elements)
      }
    }
  }

  @Test(
    "the solution of a system of integers with powers of two on its diagonal is found exactly",
    arguments: Solver.allCases, Transposition.allCases)
  func exactSolution(solver: Solver, opL: Transposition) {
    for exact in ExactFactorization.all where exact.factor.rows <= 64 {
      var generator = SplitMix64(seed: exact.factor.rows)
      let solution = generator.matrix(exact.factor.rows, 3, .integer)
      var b = Matrix(rows: exact.factor.rows, columns: 3)
      ReferenceKernels.gemm(opA: opL, exact.factor, solution, &b)
      solver(opL, exact.factor, &b)
      #expect(b == solution)
    }
  }

  @Test("the solutions worked out by hand", arguments: Solver.allCases)
  func handCases(solver: Solver) {
    let l: Matrix = [[2, .nan], [3, 4]]
    // 2 a = 2, 3 a + 4 b = 11; then 2 a + 3 b = 13, 4 b = 12.
    var forwards: Matrix = [[2, 4], [11, 6]]
    solver(.notTransposed, l, &forwards)
    #expect(forwards == [[1, 2], [2, 0]])
    var backwards: Matrix = [[13, 2], [12, 0]]
    solver(.transposed, l, &backwards)
    #expect(backwards == [[2, 1], [3, 0]])
    var inverse = Matrix.identity(2)
    solver(.notTransposed, l, &inverse)
    #expect(inverse == [[0.5, 0], [-0.375, 0.25]])
  }

  @Test("a matrix or a right-hand side of the wrong shape stops")
  func wrongShapesStop() async {
    let notSquare = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var x = [1.0, 2]
      trsv(Matrix(rows: 2, columns: 3), &x)
    }
    expectMessage(
      "trsv: 6 elements do not fill a shape of 2 × 2", in: notSquare?.standardErrorContent)
    let long = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var b = Matrix(rows: 3, columns: 1)
      trsm(.identity(2), &b)
    }
    expectMessage("trsm: 3 elements do not fill a shape of 2 × 1", in: long?.standardErrorContent)
  }
}
