import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Factors of covariances")
struct CovarianceFactorTests {
  // MARK: Factors

  /// Σ_ij = 1/(1 + |i − j|), and a half more on the diagonal.
  private func covariance(_ n: Int) -> Matrix {
    var matrix = Matrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n { matrix[i, j] = 1 / Double(1 + abs(i - j)) }
      matrix[i, i] += 0.5
    }
    return matrix
  }

  @Test("A draw is m + L z, by the plain loop and by LAPACK", arguments: [1, 2, 3, 64, 65, 100])
  func draw(order: Int) throws {
    let sigma = covariance(order)
    let factor = try CovarianceFactor(sigma)
    var lower = sigma
    try ReferenceKernels.potrf(&lower)
    var (stream, other) = (testStream(UInt64(order)), testStream(UInt64(order)))
    let draw = factor.draw(mean: 3, using: &stream)
    let z = (0..<order).map { _ in other.nextNormal(.shared) }
    #expect(draw.count == order && stream == other)
    for row in 0..<order {
      let expected = (0...row).reduce(3.0) { $0 + lower[row, $1] * z[$1] }
      #expect(abs(draw[row] - expected) < 1e-12)
    }
  }

  @Test("By hand: a covariance of two arms")
  func twoArms() throws {
    // L = [[2, 0], [1.5, 0.5]].
    let factor = try CovarianceFactor([[4, 3], [3, 2.5]])
    var (stream, other) = (testStream(), testStream())
    let (first, second) = (other.nextNormal(.shared), other.nextNormal(.shared))
    #expect(
      factor.draw(mean: -1, using: &stream) == [-1 + 2 * first, -1 + 1.5 * first + 0.5 * second])
  }

  @Test("The first pivot that is not positive is told", arguments: [3, 64, 65, 90])
  func failedPivot(order: Int) {
    // A cluster of independent arms, but for one whose covariance with the first is too large.
    for bad in [1, order / 2, order - 1] {
      var sigma = Matrix.identity(order)
      sigma[bad, 0] = 2
      sigma[0, bad] = 2
      #expect(throws: FailedPivot(index: bad, value: -3)) { try CovarianceFactor(sigma) }
    }
    var negative = Matrix.identity(order)
    negative[0, 0] = -1
    #expect(throws: FailedPivot(index: 0, value: -1)) { try CovarianceFactor(negative) }
    var infinite = Matrix.identity(order)
    infinite[order - 1, order - 1] = .infinity
    #expect(throws: FailedPivot.self) { try CovarianceFactor(infinite) }
  }

  @Test("A pivot that rounding may have made of 0 is none", arguments: [2, 64, 65, 100])
  func faintPivot(order: Int) throws {
    // The last pivot is 4 less 4 (1 − δ), exactly.
    func sigma(_ delta: Double) -> Matrix {
      var sigma = Matrix.identity(order)
      sigma[0, 0] = 1 / (1 - delta)
      sigma[order - 1, order - 1] = 4
      for (row, column) in [(order - 1, 0), (0, order - 1)] { sigma[row, column] = 2 }
      return sigma
    }
    let threshold = Double(order) * RoundingError.unitRoundoff
    #expect(throws: FailedPivot.self) { try CovarianceFactor(sigma(threshold / 4)) }
    _ = try CovarianceFactor(sigma(threshold * 4))
    do {
      _ = try CovarianceFactor(sigma(0))
    } catch { #expect(error.index == order - 1 && error.value.magnitude < 1e-12) }
  }

  @Test("What is positive definite takes no jitter and stays as it is", arguments: [1, 5, 70])
  func noJitter(order: Int) {
    var sigma = covariance(order)
    let (_, jitter) = CovarianceFactor.jittered(&sigma)
    #expect(jitter == 0 && sigma == covariance(order))
  }

  @Test(
    "Arms that are one take a little jitter, which stays in the matrix", arguments: [2, 40, 80])
  func jitter(order: Int) throws {
    var sigma = Matrix(rows: order, columns: order, repeating: 3)
    let (factor, jitter) = CovarianceFactor.jittered(&sigma)
    // The first step of the ladder, or one of the next: n u, 10 n u, 100 n u.
    let steps = [1.0, 10, 100].map { $0 * Double(order) * RoundingError.unitRoundoff }
    #expect(steps.contains { abs(jitter / $0 - 1) < 1e-12 })
    for i in 0..<order {
      for j in 0..<order {
        #expect(sigma[i, j] == (i == j ? 3 + jitter * 3 : 3))
      }
    }
    // All arms of a draw are nearly one.
    var stream = testStream()
    let draw = factor.draw(mean: 0, using: &stream)
    #expect(draw.allSatisfy { abs($0 - draw[0]) < 1e-5 })
  }

  @Test("A matrix that is far from positive definite gets a factor in the end")
  func largeJitter() {
    var sigma: Matrix = [[1, 2], [2, 1]]
    let (_, jitter) = CovarianceFactor.jittered(&sigma)
    // λ = −1: the first of 2 u 10^k above 1 is 10^16 times the first step.
    #expect(abs(jitter - 2e16 * RoundingError.unitRoundoff) < 1e-12)
    #expect(sigma[0, 0] == 1 + jitter && sigma[1, 0] == 2)
  }
}
