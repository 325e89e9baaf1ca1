import LinearAlgebra
import TestSupport
import Testing

@Suite("potrs")
struct PotrsTests {
  /// Either computation of B ← L⁻ᵀ L⁻¹ B.
  enum Solver: CaseIterable {
    case operation
    case reference

    func callAsFunction(_ l: Matrix, _ b: Matrix) -> Matrix {
      var result = b
      switch self {
      case .operation: potrs(l, &result)
      case .reference: ReferenceKernels.potrs(l, &result)
      }
      return result
    }
  }

  @Test(
    "L Lᵀ times the solution is the right-hand side within the bound of rounding errors",
    arguments: Solver.allCases, [0, 1, 2, 3, 5, 8, 31, 70])
  func residual(solver: Solver, order: Int) {
    for width in [0, 1, 2, 9] {
      var generator = SplitMix64(seed: order * 100 + width)
      var l = generator.matrix(order, order)
      for j in 0..<order {
        // What is above the diagonal must not matter.
        for i in 0..<j { l[i, j] = .nan }
        l[j, j] = 2 + l[j, j]
      }
      let b = generator.matrix(order, width)
      let x = solver(l, b)
      for j in 0..<order {
        for i in 0..<j { l[i, j] = 0 }
      }
      func product(_ l: Matrix, _ x: Matrix) -> [Double] {
        var half = x
        ReferenceKernels.gemm(opA: .transposed, l, x, &half)
        var whole = x
        ReferenceKernels.gemm(l, half, &whole)
        return whole.elements
      }
      // The solution is within γ of 2 n + 2, and the two products taken here within γ of 2 n.
      expectWithin(
        1, gamma: 4 * order + 2, of: product(l.magnitudes, x.magnitudes),
        roundingsOfMagnitude: 2 * order, product(l, x), b.elements)
    }
  }

  @Test(
    "a system of integers with powers of two on its diagonal is solved exactly",
    arguments: Solver.allCases)
  func exactSolution(solver: Solver) {
    for exact in ExactFactorization.all where exact.factor.rows <= 64 {
      var generator = SplitMix64(seed: exact.factor.rows)
      let solution = generator.matrix(exact.factor.rows, 3, .integer)
      var b = solution
      ReferenceKernels.gemm(exact.product, solution, &b)
      #expect(solver(exact.factor, b) == solution)
    }
  }

  @Test("potrf and potrs together solve the system worked out by hand", arguments: Solver.allCases)
  func handCase(solver: Solver) throws {
    var a: Matrix = [[4, 2], [2, 10]]
    try potrf(&a)
    // 4 · 1 + 2 · 2 = 8, 2 · 1 + 10 · 2 = 22.
    #expect(solver(a, [[8, 4], [22, 2]]) == [[1, 1], [2, 0]])
    #expect(solver([[2, .nan], [1, 3]], [[8], [22]]) == [[1], [2]])
  }

  @Test("a matrix or a right-hand side of the wrong shape stops")
  func wrongShapesStop() async {
    let notSquare = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var b = Matrix(rows: 2, columns: 3)
      potrs(Matrix(rows: 2, columns: 3), &b)
    }
    expectMessage(
      "trsm: 6 elements do not fill a shape of 2 × 2", in: notSquare?.standardErrorContent)
    let long = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var b = Matrix(rows: 3, columns: 1)
      potrs(.identity(2), &b)
    }
    expectMessage("trsm: 3 elements do not fill a shape of 2 × 1", in: long?.standardErrorContent)
    let short = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var b = [0.0, 0, 0]
      var span = b.mutableSpan
      potrs(order: 2, [1, 2, 3, 4].span, columns: 2, &span)
    }
    expectMessage(
      "trsm: 3 elements do not fill a shape of 2 × 2", in: short?.standardErrorContent)
  }
}
